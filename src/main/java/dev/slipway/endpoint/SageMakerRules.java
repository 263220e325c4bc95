package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Hosting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SageMaker's rules, asked before anything is changed. A rule that SageMaker enforces is a refusal
 * with a proposal; one that it lets pass although it defeats the purpose is a remark.
 *
 * <p>Sources: the SageMaker API reference (BlueGreenUpdatePolicy, CapacitySize) and the developer
 * guide's pages on deployment guardrails and endpoint auto scaling.
 */
final class SageMakerRules {

  /** CloudWatch needs this long to see what happened (observed 2–3 minutes). */
  private static final int METRIC_DELAY_SECONDS = 180;

  private SageMakerRules() {}

  /**
   * Refuses what SageMaker would refuse, and remarks on the rest.
   *
   * @param current what serves now; null for nothing
   * @param instances how many instances the new fleet will have
   */
  static List<Remark> check(@Nullable ReleaseSpec current, ReleaseSpec wanted, int instances) {
    List<Remark> remarks = new ArrayList<>();
    burstableScaling(wanted);
    instanceTypeUnderScaling(current, wanted);
    RolloutPolicy policy = wanted.rollout();
    shareOfFleet(policy, instances);
    timeout(policy);
    if (current == null) {
      remarks.add(
          new Remark(
              Severity.NOTE,
              "creation-has-no-canary",
              "SageMaker applies canaries and rollback alarms to updates only; the first release"
                  + " takes all traffic at once.",
              null));
    } else {
      bake(wanted, remarks);
      remarks.add(
          new Remark(
              Severity.NOTE,
              "rollback-alarms-watch-the-new-fleet",
              "The rollback alarms carry the new endpoint configuration's name, so errors of the"
                  + " old fleet cannot end this release, and alarm and endpoint do not need each"
                  + " other to exist first.",
              null));
      if (Capacity.of(current, wanted, instances).kept()) {
        remarks.add(
            new Remark(
                Severity.NOTE,
                "capacity-is-kept",
                "The live instance count ("
                    + instances
                    + ") is kept; scaling is blocked by SageMaker while the update runs.",
                null));
      }
    }
    return remarks;
  }

  private static void burstableScaling(ReleaseSpec wanted) {
    if (wanted.autoscaling() != null && wanted.hosting().type().startsWith("ml.t2.")) {
      throw Refused.field(
          "instance-type-does-not-scale",
          "/hosting/instance_type",
          "SageMaker does not scale "
              + wanted.hosting().type()
              + " automatically. Use ml.m5.large or another type that is not burstable, or remove"
              + " autoscaling.");
    }
  }

  /** SageMaker refuses another instance type while the variant is registered for scaling. */
  static void instanceTypeUnderScaling(@Nullable ReleaseSpec current, ReleaseSpec wanted) {
    if (current == null || current.autoscaling() == null) return;
    Hosting before = current.hosting();
    if (!before.type().equals(wanted.hosting().type())) {
      throw Refused.field(
          "instance-type-change-under-autoscaling",
          "/hosting/instance_type",
          "SageMaker refuses to change the instance type ("
              + before.type()
              + " to "
              + wanted.hosting().type()
              + ") of a variant that is registered for autoscaling. Deploy once with autoscaling"
              + " removed, then change the type, then add autoscaling again.");
    }
  }

  private static void shareOfFleet(RolloutPolicy policy, int instances) {
    FleetShare canary = policy.canary();
    if (policy.strategy() == Strategy.CANARY && canary != null) {
      int size = size(canary, instances);
      if (2 * size > instances) {
        throw Refused.field(
            "canary-too-large",
            "/rollout/canary",
            "A canary of "
                + size
                + " on "
                + instances
                + (instances == 1 ? " instance" : " instances")
                + " is more than the 50 % that SageMaker allows. Use at least "
                + 2 * size
                + " instances, or the strategy ALL_AT_ONCE.");
      }
    }
    FleetShare step = policy.linearStep();
    if (policy.strategy() == Strategy.LINEAR && step != null) {
      int size = size(step, instances);
      if (2 * size > instances || 10 * size < instances) {
        throw Refused.field(
            "linear-step-out-of-range",
            "/rollout/linear_step",
            "A step of "
                + size
                + " on "
                + instances
                + " instances is outside the 10–50 % that SageMaker allows.");
      }
    }
  }

  /** How many instances a share is; a percentage is rounded up, and is at least one. */
  static int size(FleetShare share, int instances) {
    return switch (share.type()) {
      case INSTANCE_COUNT -> share.value();
      case CAPACITY_PERCENT -> Math.max(1, (instances * share.value() + 99) / 100);
    };
  }

  private static void timeout(RolloutPolicy policy) {
    if (policy.maximumExecutionTimeoutSeconds() <= bakingSeconds(policy)) {
      throw Refused.field(
          "timeout-shorter-than-waits",
          "/rollout/maximum_execution_timeout_seconds",
          "The timeout of "
              + policy.maximumExecutionTimeoutSeconds()
              + " s is not longer than the waits together ("
              + bakingSeconds(policy)
              + " s): every update would be rolled back. Raise it or shorten the waits.");
    }
  }

  /** Every bake of a policy together. */
  static int bakingSeconds(RolloutPolicy policy) {
    return switch (policy.strategy()) {
      case ALL_AT_ONCE -> policy.terminationWaitSeconds();
      case CANARY -> policy.waitIntervalSeconds() + policy.terminationWaitSeconds();
      case LINEAR -> {
        FleetShare step = policy.linearStep();
        int percent =
            step != null && step.type() == FleetShare.Unit.CAPACITY_PERCENT ? step.value() : 10;
        int steps = (100 + percent - 1) / percent;
        yield (steps - 1) * policy.waitIntervalSeconds() + policy.terminationWaitSeconds();
      }
      case ROLLING -> {
        FleetShare batch = policy.maximumBatchSize();
        int percent =
            batch != null && batch.type() == FleetShare.Unit.CAPACITY_PERCENT ? batch.value() : 5;
        yield (100 + percent - 1) / percent * policy.waitIntervalSeconds();
      }
    };
  }

  /** An alarm that cannot fire within the bake protects nothing. */
  private static void bake(ReleaseSpec wanted, List<Remark> remarks) {
    int needed =
        switch (wanted.alarms().preset()) {
              case ARTICLE -> 2 * 60;
              case GUARDED -> 3 * 60;
            }
            + METRIC_DELAY_SECONDS;
    int bake = bakingSeconds(wanted.rollout());
    if (bake >= needed) return;
    String sentence =
        "The traffic bakes for "
            + bake
            + " s, but the error alarm needs "
            + needed
            + " s to fire (its periods and CloudWatch's delay): a bad release would pass.";
    switch (wanted.alarms().preset()) {
      case ARTICLE ->
          remarks.add(
              new Remark(
                  Severity.WARNING,
                  "bake-shorter-than-alarm",
                  sentence,
                  "Set rollout.termination_wait_seconds to at least "
                      + needed
                      + " with ALL_AT_ONCE, or raise rollout.wait_interval_seconds."));
      case GUARDED ->
          throw Refused.field(
              "bake-shorter-than-alarm",
              "/rollout/termination_wait_seconds",
              sentence + " Bake for at least " + needed + " s.");
    }
  }
}
