package dev.slipway.rollout;

import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.Dimension;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ScalingParts;
import dev.slipway.environment.Scaling;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a plan says of policies and scheduled actions that others gave a variant from which it takes
 * autoscaling off: AWS deletes them with the scalable target. Where the endpoint goes too, so do
 * they. Where it stays, the run stops before that, see {@link ScalingOfOthers#wouldGo}.
 *
 * @param serving the release that serves; null for none
 * @param served asked for where a target goes: the ways in which releases that served before it
 *     have the endpoint scaled
 */
record ScalingThatGoes(
    Endpoint endpoint,
    @Nullable Release serving,
    Supplier<List<Scaling>> served,
    Autoscaling autoscaling) {

  private static final String OFF = "DeregisterScalableTarget";

  /** The remark; empty where the calls take nothing of others away. */
  Optional<Remark> remark(List<Call> calls) {
    List<String> targets =
        calls.stream()
            .filter(call -> call.operation().equals(OFF))
            .map(Call::subject)
            .distinct()
            .toList();
    if (targets.isEmpty()) return Optional.empty();
    List<String> others;
    try {
      others = targets.stream().flatMap(this::others).distinct().toList();
    } catch (CloudFailure unread) {
      return Optional.of(
          remark(
              "Policies and scheduled actions that others may have given the endpoint go with its"
                  + " autoscaling. AWS does not show them now: "
                  + unread.text(),
              null));
    }
    if (others.isEmpty()) return Optional.empty();
    String what =
        "what no release names that has served on the endpoint, so that others must have made it: "
            + String.join(", ", others)
            + ".";
    return Optional.of(
        targets.stream().allMatch(target -> endpointGoesToo(target, calls))
            ? remark("With autoscaling goes " + what, null)
            : remark(
                "With autoscaling would go "
                    + what
                    + " The deployment brings its release to serve, then stops before that and"
                    + " asks a person.",
                "Put it into the environment's profile, or remove it."));
  }

  private Stream<String> others(String target) {
    return dimensions(target)
        .map(one -> new Variant(Removal.endpointOf(target), endpoint.variant(), one))
        .flatMap(variant -> ScalingOfOthers.names(ever(), autoscaling, variant).stream());
  }

  /** A target on record does not tell its dimension, unless it is that of what serves. */
  private Stream<Dimension> dimensions(String target) {
    if (serving == null) return Stream.of(Dimension.values());
    Variant scaled = endpoint.scaled(serving.spec());
    return scaled.resourceId().equals(target)
        ? Stream.of(scaled.dimension())
        : Stream.of(Dimension.values());
  }

  private Stream<ScalingParts> ever() {
    Scaling now = serving == null ? null : serving.spec().autoscaling();
    return Stream.concat(Stream.ofNullable(now), served.get().stream())
        .map(scaling -> new ScalingParts(endpoint, scaling));
  }

  private static boolean endpointGoesToo(String target, List<Call> calls) {
    return calls.contains(new Call("sagemaker", "DeleteEndpoint", Removal.endpointOf(target)));
  }

  private static Remark remark(String message, @Nullable String proposal) {
    return new Remark(Severity.WARNING, ScalingOfOthers.CODE, message, proposal);
  }
}
