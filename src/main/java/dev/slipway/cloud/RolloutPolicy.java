package dev.slipway.cloud;

import org.jspecify.annotations.Nullable;

/**
 * How SageMaker moves traffic to a new fleet (BlueGreenUpdatePolicy, RollingUpdatePolicy). Every
 * time in seconds.
 *
 * @param strategy how traffic is shifted
 * @param canary the first share; only with {@code CANARY}
 * @param linearStep each share; only with {@code LINEAR}
 * @param maximumBatchSize the most that is replaced at once; only with {@code ROLLING}
 * @param rollbackMaximumBatchSize the most that goes back at once; only with {@code ROLLING}, null
 *     for everything
 * @param waitIntervalSeconds the bake after each shift or batch, 0–3600
 * @param terminationWaitSeconds the final bake before the old fleet ends, 0–3600; always 0 with
 *     {@code ROLLING}, which ends the old fleet batch by batch
 * @param maximumExecutionTimeoutSeconds 600–28,800, and longer than the waits together
 */
public record RolloutPolicy(
    Strategy strategy,
    @Nullable FleetShare canary,
    @Nullable FleetShare linearStep,
    @Nullable FleetShare maximumBatchSize,
    @Nullable FleetShare rollbackMaximumBatchSize,
    int waitIntervalSeconds,
    int terminationWaitSeconds,
    int maximumExecutionTimeoutSeconds) {

  /** Blue/green: a whole new fleet comes up beside the old one. */
  public RolloutPolicy(
      Strategy strategy,
      @Nullable FleetShare canary,
      @Nullable FleetShare linearStep,
      int waitIntervalSeconds,
      int terminationWaitSeconds,
      int maximumExecutionTimeoutSeconds) {
    this(
        strategy,
        canary,
        linearStep,
        null,
        null,
        waitIntervalSeconds,
        terminationWaitSeconds,
        maximumExecutionTimeoutSeconds);
  }

  /** SageMaker's traffic routing types, and its rolling update. */
  public enum Strategy {
    ALL_AT_ONCE,
    CANARY,
    LINEAR,
    /** Batches of the fleet are replaced one after another: needs no second fleet. */
    ROLLING
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
