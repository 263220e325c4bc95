package dev.slipway.endpoint;

import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.endpoint.Plan.Call;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The AWS calls of the scaling that a release has, in the order in which a run makes them.
 *
 * @param before the scaling that is registered when they are made; null for none
 */
record PlannedCalls(Endpoint endpoint, @Nullable Scaling before) {

  private static final String SCALING = "application-autoscaling";

  /** What brings the scaling to what a release says. */
  List<Call> scaling(ReleaseSpec wanted) {
    Scaling next = wanted.autoscaling();
    Variant variant = endpoint.scaled(wanted);
    List<Call> calls = new ArrayList<>();
    if (next == null) {
      if (before != null) calls.add(call("DeregisterScalableTarget", variant.resourceId()));
      return calls;
    }
    if (before == null || !next.allows(before.minInstances(), before.maxInstances())) {
      calls.add(call("RegisterScalableTarget", variant.resourceId()));
    }
    if (next.tracked() != null && (before == null || !tracksTheSame(before, next))) {
      calls.add(call("PutScalingPolicy", Names.scalingPolicy(endpoint.name())));
    }
    steps(next, calls);
    strays(next, calls);
    schedule(next, calls);
    return calls;
  }

  private static boolean tracksTheSame(Scaling one, Scaling other) {
    return one.tracked() == other.tracked()
        && Objects.equals(one.target(), other.target())
        && one.scaleInCooldownSeconds() == other.scaleInCooldownSeconds()
        && one.scaleOutCooldownSeconds() == other.scaleOutCooldownSeconds();
  }

  private void steps(Scaling next, List<Call> calls) {
    for (Scaling.StepPolicy step : next.steps()) {
      if (before != null && before.steps().contains(step)) continue;
      String name = Names.stepPolicy(endpoint.name(), step.name());
      calls.add(call("PutScalingPolicy", name));
      calls.add(new Call("cloudwatch", "PutMetricAlarm", name));
    }
  }

  private void strays(Scaling next, List<Call> calls) {
    if (before == null) return;
    if (before.tracked() != null && next.tracked() == null) {
      calls.add(call("DeleteScalingPolicy", Names.scalingPolicy(endpoint.name())));
    }
    for (Scaling.StepPolicy step : before.steps()) {
      if (next.steps().stream().anyMatch(one -> one.name().equals(step.name()))) continue;
      calls.add(call("DeleteScalingPolicy", Names.stepPolicy(endpoint.name(), step.name())));
    }
  }

  private void schedule(Scaling next, List<Call> calls) {
    for (Scaling.ScheduledAction action : next.schedule()) {
      if (before != null && before.schedule().contains(action)) continue;
      calls.add(call("PutScheduledAction", Names.scheduledAction(endpoint.name(), action.name())));
    }
    if (before == null) return;
    for (Scaling.ScheduledAction action : before.schedule()) {
      if (next.schedule().stream().anyMatch(one -> one.name().equals(action.name()))) continue;
      calls.add(
          call("DeleteScheduledAction", Names.scheduledAction(endpoint.name(), action.name())));
    }
  }

  private static Call call(String operation, String subject) {
    return new Call(SCALING, operation, subject);
  }
}
