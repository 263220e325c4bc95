package dev.slipway.environment;

import dev.slipway.base.Violations;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import org.jspecify.annotations.Nullable;

/**
 * The limits of each field that says how a fleet is replaced and watched, by SageMaker's
 * BlueGreenUpdatePolicy, TrafficRoutingConfig and RollingUpdatePolicy.
 */
final class RolloutLimits {

  /** Ten minutes: no prediction takes longer, streamed or not. */
  private static final int LONGEST_LATENCY_MS = 600_000;

  private RolloutLimits() {}

  static void check(Profile profile, String at, Violations found) {
    rollout(profile.rollout(), at + "/rollout", found);
    found.require(
        within(profile.alarms().latencyThresholdMs(), 1, LONGEST_LATENCY_MS),
        at + "/alarms/latency_threshold_ms",
        "The latency threshold is in milliseconds, between 1 and 600000.");
  }

  private static void rollout(RolloutPolicy rollout, String at, Violations found) {
    found.require(
        within(rollout.waitIntervalSeconds(), 0, 3600),
        at + "/wait_interval_seconds",
        "SageMaker waits 0 to 3600 seconds after each shift.");
    found.require(
        within(rollout.terminationWaitSeconds(), 0, 3600),
        at + "/termination_wait_seconds",
        "SageMaker waits 0 to 3600 seconds before the old fleet ends.");
    found.require(
        within(rollout.maximumExecutionTimeoutSeconds(), 600, 28_800),
        at + "/maximum_execution_timeout_seconds",
        "SageMaker takes 600 to 28800 seconds.");
    share(
        rollout.canary(),
        1,
        50,
        at + "/canary/value",
        "A canary has 1 to 50 percent of the new fleet's capacity.",
        found);
    share(
        rollout.linearStep(),
        10,
        50,
        at + "/linear_step/value",
        "A linear step has 10 to 50 percent of the new fleet's capacity.",
        found);
    share(
        rollout.maximumBatchSize(),
        5,
        50,
        at + "/maximum_batch_size/value",
        "A batch has 5 to 50 percent of the fleet's capacity.",
        found);
    share(
        rollout.rollbackMaximumBatchSize(),
        5,
        100,
        at + "/rollback_maximum_batch_size/value",
        "A batch on the way back has 5 to 100 percent of the fleet's capacity.",
        found);
  }

  private static void share(
      @Nullable FleetShare share,
      int least,
      int most,
      String at,
      String percentRule,
      Violations found) {
    if (share == null) {
      return;
    }
    switch (share.type()) {
      case CAPACITY_PERCENT -> found.require(within(share.value(), least, most), at, percentRule);
      case INSTANCE_COUNT ->
          found.require(share.value() >= 1, at, "A share of a fleet has at least 1 instance.");
    }
  }

  static boolean within(int value, int least, int most) {
    return value >= least && value <= most;
  }
}
