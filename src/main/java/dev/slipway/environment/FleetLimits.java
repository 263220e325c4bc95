package dev.slipway.environment;

import dev.slipway.base.Violations;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.environment.Profile.Hosting;
import dev.slipway.environment.Profile.Scaling;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The limits of each field that says how large a fleet is and how it is replaced, by SageMaker's
 * BlueGreenUpdatePolicy and TrafficRoutingConfig.
 */
final class FleetLimits {

  private static final Pattern INSTANCE_TYPE =
      Pattern.compile("ml\\.[a-z0-9-]{1,20}\\.[a-z0-9-]{1,20}");

  private static final int DAY = 86_400;

  /** Ten minutes: no prediction takes longer, streamed or not. */
  private static final int LONGEST_LATENCY_MS = 600_000;

  private FleetLimits() {}

  static void check(Profile profile, String at, Violations found) {
    hosting(profile.hosting(), at + "/hosting", found);
    if (profile.autoscaling() != null) {
      scaling(profile.autoscaling(), at + "/autoscaling", found);
    }
    rollout(profile.rollout(), at + "/rollout", found);
    found.require(
        within(profile.alarms().latencyThresholdMs(), 1, LONGEST_LATENCY_MS),
        at + "/alarms/latency_threshold_ms",
        "The latency threshold is in milliseconds, between 1 and 600000.");
  }

  private static void hosting(Hosting hosting, String at, Violations found) {
    found.require(
        INSTANCE_TYPE.matcher(hosting.instanceType()).matches(),
        at + "/instance_type",
        "It must be a SageMaker instance type, such as ml.c5.xlarge.");
    found.require(
        hosting.instanceCount() >= 1, at + "/instance_count", "A fleet has at least 1 instance.");
  }

  private static void scaling(Scaling scaling, String at, Violations found) {
    found.require(
        scaling.minInstances() >= 1,
        at + "/min_instances",
        "A real-time endpoint keeps at least 1 instance.");
    found.require(
        scaling.maxInstances() >= 1, at + "/max_instances", "The most is at least 1 instance.");
    found.require(
        scaling.targetInvocationsPerInstance() > 0
            && Double.isFinite(scaling.targetInvocationsPerInstance()),
        at + "/target_invocations_per_instance",
        "The target is in invocations per instance and minute, and more than 0.");
    found.require(
        within(scaling.scaleInCooldownSeconds(), 0, DAY),
        at + "/scale_in_cooldown_seconds",
        "A cooldown lasts 0 to 86400 seconds.");
    found.require(
        within(scaling.scaleOutCooldownSeconds(), 0, DAY),
        at + "/scale_out_cooldown_seconds",
        "A cooldown lasts 0 to 86400 seconds.");
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

  private static boolean within(int value, int least, int most) {
    return value >= least && value <= most;
  }
}
