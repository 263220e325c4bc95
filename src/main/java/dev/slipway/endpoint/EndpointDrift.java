package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker.DeployedImage;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.Pending;
import dev.slipway.cloud.Serverless;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the differences between an endpoint itself and its release. Pure; one DescribeEndpoint
 * gives all that is compared.
 */
final class EndpointDrift {

  private EndpointDrift() {}

  /**
   * Compares.
   *
   * @param policies the rollout policies that Slipway's last deployment may have asked for
   */
  static List<Difference> of(
      Endpoint endpoint, Release release, LiveEndpoint live, List<RolloutPolicy> policies) {
    List<Difference> found = new ArrayList<>();
    Pending pending = live.pending();
    if (pending != null && !pending.endpointConfigName().equals(endpoint.currentConfig())) {
      found.add(new Difference("update", null, "to " + pending.endpointConfigName()));
    }
    if (!endpoint.runs(live)) {
      found.add(
          new Difference("endpoint_config", endpoint.currentConfig(), live.endpointConfigName()));
    }
    status(endpoint, release.spec(), live, found);
    variants(endpoint, release.spec(), live, found);
    deployment(release.spec(), live, policies, found);
    return found;
  }

  /** Compares the rollout policy. A way back has a policy of its own, whatever the release says. */
  private static void deployment(
      ReleaseSpec spec, LiveEndpoint live, List<RolloutPolicy> policies, List<Difference> found) {
    RolloutPolicy last = live.lastPolicy();
    if (last == null || WayBack.mayBe(last) || policies.contains(last)) return;
    found.add(new Difference("deployment_config", Json.write(spec.rollout()), Json.write(last)));
  }

  private static void status(
      Endpoint endpoint, ReleaseSpec spec, LiveEndpoint live, List<Difference> found) {
    switch (live.status()) {
      case OUT_OF_SERVICE, DELETING, FAILED, UPDATE_ROLLBACK_FAILED, UNKNOWN ->
          found.add(
              new Difference(
                  "endpoint_status",
                  "InService",
                  live.failureReason() == null
                      ? live.rawStatus()
                      : live.rawStatus()
                          + " ("
                          + Redaction.of(spec).sparing(endpoint).clean(live.failureReason())
                          + ")"));
      case CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK, IN_SERVICE -> {
        // It serves.
      }
    }
  }

  private static void variants(
      Endpoint endpoint, ReleaseSpec spec, LiveEndpoint live, List<Difference> found) {
    String names =
        live.variants().stream().map(LiveVariant::name).sorted().collect(Collectors.joining(", "));
    if (!names.equals(endpoint.variant())) {
      found.add(new Difference("variants", endpoint.variant(), names));
    }
    live.variants().stream()
        .filter(one -> one.name().equals(endpoint.variant()))
        .findFirst()
        .ifPresent(ours -> {
          capacity(spec, ours, found);
          weight(live, ours, found);
          images(spec, ours, found);
        });
  }

  private static void capacity(ReleaseSpec spec, LiveVariant ours, List<Difference> found) {
    Serverless wanted = spec.hosting().serverless();
    if (wanted != null || ours.serverless() != null) {
      compare(
          "serverless",
          wanted == null ? null : size(wanted),
          ours.serverless() == null ? null : size(ours.serverless()),
          found);
      if (wanted != null && ours.serverless() != null) {
        provisioned(wanted, spec.autoscaling(), ours.serverless(), found);
      }
      return;
    }
    Integer count = ours.desiredInstanceCount();
    if (count == null) return;
    Scaling scaling = spec.autoscaling();
    if (scaling == null) {
      int asked = spec.hosting().count();
      if (count != asked) {
        found.add(new Difference("instance_count", String.valueOf(asked), String.valueOf(count)));
      }
      return;
    }
    outside("instance_count", scaling, count, found);
  }

  private static void provisioned(
      Serverless wanted, @Nullable Scaling scaling, Serverless live, List<Difference> found) {
    String field = "provisioned_concurrency";
    if (scaling == null) {
      compare(
          field, text(wanted.provisionedConcurrency()), text(live.provisionedConcurrency()), found);
    } else {
      outside(field, scaling, live.provisionedConcurrency(), found);
    }
  }

  private static @Nullable String text(@Nullable Integer number) {
    return number == null ? null : String.valueOf(number);
  }

  /** Adds a difference where a fleet has a size that autoscaling would not give it. */
  private static void outside(
      String field, Scaling scaling, @Nullable Integer live, List<Difference> found) {
    int least = least(scaling);
    int most = scaling.most();
    if (live != null && live >= least && live <= most) return;
    found.add(new Difference(field, least + " to " + most, text(live)));
  }

  /**
   * The part of a serverless variant's size that does not scale. The provisioned concurrency does,
   * so it is left out.
   */
  private static String size(Serverless serverless) {
    return serverless.memoryMb() + " MB, at most " + serverless.maxConcurrency() + " at once";
  }

  /** The smallest minimum that the policy or a scheduled action may set. */
  static int least(Scaling scaling) {
    return scaling.schedule().stream()
        .map(Scaling.ScheduledAction::minInstances)
        .filter(Objects::nonNull)
        .reduce(scaling.minInstances(), Math::min);
  }

  /**
   * Compares the variant's weight. Weights have a meaning only relative to each other: 1 of 1 and 5
   * of 5 are the same.
   */
  private static void weight(LiveEndpoint live, LiveVariant ours, List<Difference> found) {
    double sum = live.variants().stream().mapToDouble(EndpointDrift::weight).sum();
    long percent = sum <= 0 ? 0 : Math.round(100 * weight(ours) / sum);
    if (percent != 100) found.add(new Difference("weight", "100 %", percent + " %"));
  }

  private static double weight(LiveVariant variant) {
    return Objects.requireNonNullElse(variant.currentWeight(), 1.0);
  }

  private static void images(ReleaseSpec spec, LiveVariant ours, List<Difference> found) {
    List<String> wanted =
        spec.containers().stream()
            .map(ReleasedContainer::imageDigest)
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .toList();
    if (wanted.size() < spec.containers().size()) return;
    ours.images().stream()
        .map(DeployedImage::resolved)
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .filter(image -> image.contains("@"))
        .filter(image -> wanted.stream().noneMatch(image::endsWith))
        .forEach(image -> found.add(new Difference("image", String.join(", ", wanted), image)));
  }

  static void compare(
      String field, @Nullable String expected, @Nullable String actual, List<Difference> found) {
    if (!Objects.equals(expected, actual)) found.add(new Difference(field, expected, actual));
  }
}
