package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.RolloutPolicy.FleetShare.Unit;
import org.jspecify.annotations.Nullable;

/**
 * The part of a fleet that SageMaker lets a rollout move at once: a canary at most half, a linear
 * step 10–50 %, a rolling batch 5–50 % (API reference, BlueGreenUpdatePolicy, RollingUpdatePolicy).
 * For a percentage the stated value has to keep to that, not the number of instances to which it is
 * rounded.
 */
final class FleetShares {

  private FleetShares() {}

  static void check(RolloutPolicy policy, int instances) {
    switch (policy.strategy()) {
      case ALL_AT_ONCE -> {}
      case CANARY -> canary(policy.canary(), instances);
      case LINEAR -> step(policy.linearStep(), instances);
      case ROLLING -> batch(policy.maximumBatchSize(), instances);
    }
  }

  private static void canary(@Nullable FleetShare canary, int instances) {
    if (canary == null) return;
    int size = size(canary, instances);
    if (isWithin(canary, 0, instances)) return;
    throw Refused.field(
        "canary-too-large",
        "/rollout/canary",
        "A canary of "
            + size
            + " on "
            + count(instances)
            + " is more than the 50 % that SageMaker allows. Use at least "
            + 2 * size
            + " instances, or the strategy ALL_AT_ONCE.");
  }

  private static void step(@Nullable FleetShare step, int instances) {
    if (step == null) return;
    int size = size(step, instances);
    if (isWithin(step, 10, instances)) return;
    throw Refused.field(
        "linear-step-out-of-range",
        "/rollout/linear_step",
        "A step of "
            + size
            + " on "
            + count(instances)
            + " is outside the 10–50 % that SageMaker allows. "
            + within((instances + 9) / 10, instances));
  }

  private static void batch(@Nullable FleetShare batch, int instances) {
    if (batch == null) return;
    int size = size(batch, instances);
    if (isWithin(batch, 5, instances)) return;
    throw Refused.field(
        "rolling-batch-out-of-range",
        "/rollout/maximum_batch_size",
        "A batch of "
            + size
            + " on "
            + count(instances)
            + " is outside the 5–50 % that SageMaker allows. "
            + within((instances + 19) / 20, instances));
  }

  private static boolean isWithin(FleetShare share, int leastPercent, int instances) {
    return switch (share.type()) {
      case INSTANCE_COUNT ->
          2 * share.value() <= instances && 100 * share.value() >= leastPercent * instances;
      case CAPACITY_PERCENT ->
          instances >= 2 && share.value() <= 50 && share.value() >= leastPercent;
    };
  }

  private static String within(int least, int instances) {
    return instances < 2
        ? "Use at least 2 instances, or the strategy ALL_AT_ONCE."
        : "Use " + least + " to " + instances / 2 + ", or a percentage.";
  }

  private static String count(int instances) {
    return instances + (instances == 1 ? " instance" : " instances");
  }

  /** How many instances a share is; a percentage is rounded up, and is at least one. */
  static int size(FleetShare share, int instances) {
    return switch (share.type()) {
      case INSTANCE_COUNT -> share.value();
      case CAPACITY_PERCENT -> Math.max(1, (instances * share.value() + 99) / 100);
    };
  }

  /**
   * How many shares make up a fleet of this many instances.
   *
   * @param percent the percentage where the policy says nothing
   */
  static int parts(@Nullable FleetShare share, int percent, int instances) {
    FleetShare each = share == null ? new FleetShare(Unit.CAPACITY_PERCENT, percent) : share;
    int fleet = Math.max(1, instances);
    return Math.ceilDiv(fleet, Math.max(1, size(each, fleet)));
  }
}
