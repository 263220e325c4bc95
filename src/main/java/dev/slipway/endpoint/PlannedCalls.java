package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Autoscaling.ScheduledAction;
import dev.slipway.cloud.Autoscaling.StepPolicy;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.endpoint.Plan.Call;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The AWS calls that bring the scaling to a release's, in the order in which a run makes them.
 *
 * @param before the scaling that is registered before these calls; null for none
 * @param drift the differences that are to be put right
 */
record PlannedCalls(Endpoint endpoint, @Nullable Scaling before, Drifted drift) {

  private static final String SCALING = "application-autoscaling";

  /** The fields of differences in scaling. */
  static final String TARGET = "autoscaling";

  static final String POLICY = "autoscaling.policies.";
  static final String ACTION = "autoscaling.scheduled_actions.";

  /** The calls that bring the scaling to what a release says. */
  List<Call> scaling(ReleaseSpec wanted) {
    Scaling next = wanted.autoscaling();
    Variant variant = endpoint.scaled(wanted);
    List<Call> calls = new ArrayList<>();
    if (next == null) {
      if (before != null || drift.has(TARGET)) {
        calls.add(call("DeregisterScalableTarget", variant.resourceId()));
      }
      return calls;
    }
    ScalingParts parts = new ScalingParts(endpoint, next);
    ScalingParts there = before == null ? null : new ScalingParts(endpoint, before);
    if (before == null
        || !next.allows(before.minInstances(), before.maxInstances())
        || drift.has(TARGET)
        || drift.has("autoscaling.suspended")) {
      calls.add(call("RegisterScalableTarget", variant.resourceId()));
    }
    parts
        .tracking()
        .filter(policy ->
            there == null
                || !there.tracking().equals(Optional.of(policy))
                || drift.has(POLICY + policy.name()))
        .ifPresent(policy -> calls.add(call("PutScalingPolicy", policy.name())));
    List<Scaling.StepPolicy> old = before == null ? List.of() : before.steps();
    for (Scaling.StepPolicy step : next.steps()) stepping(parts, old, step, calls);
    if (there != null) {
      Stream.concat(there.policyNames().stream(), drift.added(POLICY))
          .filter(name -> !parts.policyNames().contains(name))
          .distinct()
          .forEach(name -> calls.add(call("DeleteScalingPolicy", name)));
    }
    schedule(parts.actions(), there == null ? List.of() : there.actions(), calls);
    return calls;
  }

  /** The calls for a step policy and for its alarm, each where it is not as wanted. */
  private void stepping(
      ScalingParts parts, List<Scaling.StepPolicy> old, Scaling.StepPolicy step, List<Call> calls) {
    StepPolicy policy = parts.policy(step);
    AlarmSpec alarm = alarm(parts, step);
    String name = policy.name();
    if (drift.has(POLICY + name) || old.stream().map(parts::policy).noneMatch(policy::equals)) {
      calls.add(call("PutScalingPolicy", name));
    }
    // A policy that is made again has another ARN, which its alarm does not know.
    if (drift.alarm(name)
        || drift.lacks(POLICY + name)
        || old.stream().map(one -> alarm(parts, one)).noneMatch(alarm::equals)) {
      calls.add(PlannedAlarms.put(name));
    }
  }

  private static AlarmSpec alarm(ScalingParts parts, Scaling.StepPolicy step) {
    return parts.alarm(step, "its policy's ARN", Map.of());
  }

  private void schedule(
      List<ScheduledAction> wanted, List<ScheduledAction> there, List<Call> calls) {
    wanted.stream()
        .filter(action -> !there.contains(action) || drift.has(ACTION + action.name()))
        .forEach(action -> calls.add(call("PutScheduledAction", action.name())));
    if (before == null) return;
    List<String> names = wanted.stream().map(ScheduledAction::name).toList();
    Stream.concat(there.stream().map(ScheduledAction::name), drift.added(ACTION))
        .filter(name -> !names.contains(name))
        .distinct()
        .forEach(name -> calls.add(call("DeleteScheduledAction", name)));
  }

  private static Call call(String operation, String subject) {
    return new Call(SCALING, operation, subject);
  }
}
