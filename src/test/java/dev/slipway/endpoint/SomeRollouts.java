package dev.slipway.endpoint;

import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.RolloutPolicy.FleetShare.Unit;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import org.jspecify.annotations.Nullable;

/** Rollouts to test with. */
final class SomeRollouts {

  private static final int LONGEST = 28_800;

  private SomeRollouts() {}

  /** One whose waits do not matter. */
  static RolloutPolicy of(Strategy strategy, @Nullable String share) {
    return of(strategy, share, 300, 120);
  }

  /**
   * One that may take as long as SageMaker allows.
   *
   * @param share of canary, step or batch: {@code 2} instances or {@code 10 %}; null for none
   * @param wait between two shares, in seconds
   * @param termination until the old fleet goes, in seconds
   */
  static RolloutPolicy of(Strategy strategy, @Nullable String share, int wait, int termination) {
    FleetShare part = share == null ? null : share(share);
    return switch (strategy) {
      case ALL_AT_ONCE ->
          new RolloutPolicy(strategy, null, null, null, null, wait, termination, LONGEST);
      case CANARY ->
          new RolloutPolicy(strategy, part, null, null, null, wait, termination, LONGEST);
      case LINEAR ->
          new RolloutPolicy(strategy, null, part, null, null, wait, termination, LONGEST);
      case ROLLING ->
          new RolloutPolicy(strategy, null, null, part, null, wait, termination, LONGEST);
    };
  }

  /** {@code 2} instances or {@code 10 %}. */
  static FleetShare share(String share) {
    return share.endsWith("%")
        ? new FleetShare(Unit.CAPACITY_PERCENT, Integer.parseInt(share.replace("%", "").strip()))
        : new FleetShare(Unit.INSTANCE_COUNT, Integer.parseInt(share));
  }
}
