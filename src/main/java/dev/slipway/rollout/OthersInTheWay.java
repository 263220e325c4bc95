package dev.slipway.rollout;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.Cloud;
import dev.slipway.endpoint.AlarmSet;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Marks;
import dev.slipway.endpoint.Names;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.ScalingParts;
import dev.slipway.environment.Scaling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What others have in AWS that a deployment's steps would stop at, as its plan finds it. A way back
 * is held to no more than what its update needs: what else is there by others' doing stays as it
 * is.
 *
 * @param serving the release that serves; null for none
 * @param scalings the ways in which releases that served before it have the endpoint scaled
 */
record OthersInTheWay(
    Endpoint endpoint,
    @Nullable Release serving,
    ReleaseSpec wanted,
    List<OwnedResource> owned,
    Supplier<List<Scaling>> scalings,
    boolean back,
    Cloud cloud) {

  /**
   * Whether a deployment stops at scaling that is somebody else's: a way back only where its update
   * has to take that off.
   */
  static boolean stopAtScaling(@Nullable Release serving, ReleaseSpec wanted, boolean back) {
    return !back || (serving != null && serving.spec().refusedWhileScaled(wanted));
  }

  /** Why the deployment would not come to its end; empty where it would. */
  Optional<Refused> refusal() {
    // An endpoint that takes the serving one's place has a variant of its own.
    Optional<Refused> scaled = swaps() ? Optional.empty() : scaling();
    return scaled.or(this::alarms);
  }

  private boolean swaps() {
    return serving != null && serving.spec().otherKind(wanted);
  }

  private Optional<Refused> scaling() {
    Autoscaling autoscaling = cloud.autoscaling();
    if (stopAtScaling(serving, wanted, back)) {
      Variant variant = endpoint.scaled(wanted);
      boolean others =
          autoscaling
              .findTarget(variant)
              .filter(target -> !ours(autoscaling.tags(target.arn())))
              .isPresent();
      if (others) {
        return Optional.of(NameTaken.by("scalable target", variant.resourceId(), endpoint));
      }
    }
    if (serving == null) return Optional.empty();
    ReleaseSpec before = serving.spec();
    return ScalingOfOthers.refusal(
        before,
        wanted,
        back,
        () -> ScalingOfOthers.names(everScaled(before), autoscaling, endpoint.scaled(before)));
  }

  /** What serves counts as having served from the next deployment on, which has not begun. */
  private Stream<ScalingParts> everScaled(ReleaseSpec before) {
    return Stream.concat(
            Stream.of(before, wanted).map(ReleaseSpec::autoscaling).filter(Objects::nonNull),
            scalings.get().stream())
        .map(scaling -> new ScalingParts(endpoint, scaling));
  }

  private Optional<Refused> alarms() {
    if (back) return Optional.empty();
    List<AlarmSpec> paging = AlarmSet.paging(endpoint, wanted, Map.of());
    Scaling scaling = wanted.autoscaling();
    List<Scaling.StepPolicy> steps = scaling == null ? List.of() : scaling.steps();
    Map<String, LiveAlarm> live =
        cloud
            .alarms()
            .find(
                Stream.concat(
                        paging.stream().map(AlarmSpec::name),
                        steps.stream().map(step -> Names.stepPolicy(endpoint.name(), step.name())))
                    .toList());
    for (AlarmSpec alarm : paging) {
      LiveAlarm present = live.get(alarm.name());
      if (present == null || !alarm.writable() || (!swaps() && stays(present, alarm))) continue;
      if (!owned(present) && !AdoptedAlarms.areLeft(wanted, alarm.name(), recorded(alarm.name()))) {
        return Optional.of(NameTaken.by("alarm", alarm.name(), endpoint));
      }
    }
    for (Scaling.StepPolicy step : steps) {
      LiveAlarm present = live.get(Names.stepPolicy(endpoint.name(), step.name()));
      if (present == null || staysWith(present, step) || owned(present)) continue;
      return Optional.of(NameTaken.by("alarm", present.name(), endpoint));
    }
    return Optional.empty();
  }

  private static boolean stays(LiveAlarm present, AlarmSpec wanted) {
    return present.acting() && PutAlarms.same(present.spec(), wanted);
  }

  /**
   * Whether the alarm that sets a step policy off stays as it is, since the policy keeps its ARN.
   */
  private boolean staysWith(LiveAlarm present, Scaling.StepPolicy step) {
    if (swaps() || (serving != null && serving.spec().refusedWhileScaled(wanted))) return false;
    ScalingParts parts = new ScalingParts(endpoint, Objects.requireNonNull(wanted.autoscaling()));
    return cloud.autoscaling().policies(endpoint.scaled(wanted)).steps().stream()
        .filter(policy -> policy.policy().name().equals(present.name()))
        .anyMatch(policy -> stays(present, parts.alarm(step, policy.arn(), Map.of())));
  }

  private boolean owned(LiveAlarm alarm) {
    return recorded(alarm.name()) && ours(cloud.alarms().tags(alarm.arn()));
  }

  private boolean recorded(String alarm) {
    return owned.stream()
        .anyMatch(one -> one.kind() == ResourceKind.ALARM && one.name().equals(alarm));
  }

  private boolean ours(Map<String, String> tags) {
    return endpoint.name().equals(tags.get(Marks.ENDPOINT));
  }
}
