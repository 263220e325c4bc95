package dev.slipway.cloud;

import org.jspecify.annotations.Nullable;

/**
 * How SageMaker moves traffic to a new fleet (BlueGreenUpdatePolicy). Every time in seconds.
 *
 * @param strategy how traffic is shifted
 * @param canary the first share; only with {@code CANARY}
 * @param linearStep each share; only with {@code LINEAR}
 * @param waitIntervalSeconds the bake after each shift, 0–3600
 * @param terminationWaitSeconds the final bake before the old fleet ends, 0–3600
 * @param maximumExecutionTimeoutSeconds 600–28,800, and longer than the waits together
 */
public record RolloutPolicy(
    Strategy strategy,
    @Nullable FleetShare canary,
    @Nullable FleetShare linearStep,
    int waitIntervalSeconds,
    int terminationWaitSeconds,
    int maximumExecutionTimeoutSeconds) {

  /** SageMaker's traffic routing types. */
  public enum Strategy {
    ALL_AT_ONCE,
    CANARY,
    LINEAR
  }

  /** A part of a fleet, as a number of instances or as a percentage of its capacity. */
  public record FleetShare(Unit type, int value) {

    /** How the value counts. */
    public enum Unit {
      INSTANCE_COUNT,
      CAPACITY_PERCENT
    }
  }

  /** All traffic at once and no bake: the way back to a known release. */
  public static RolloutPolicy immediate() {
    return new RolloutPolicy(Strategy.ALL_AT_ONCE, null, null, 0, 0, 1800);
  }
}
