package dev.slipway.environment;

import dev.slipway.base.Violations;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.RolloutPolicy.FleetShare.Unit;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import org.jspecify.annotations.Nullable;

/** Rollouts that SageMaker would refuse, or could never finish, on a fleet of a size. */
final class RolloutContradictions {

  private RolloutContradictions() {}

  static void check(RolloutPolicy rollout, int instances, String at, Violations found) {
    only(rollout, Strategy.CANARY, rollout.canary(), at + "/canary", found);
    only(rollout, Strategy.LINEAR, rollout.linearStep(), at + "/linear_step", found);
    only(rollout, Strategy.ROLLING, rollout.maximumBatchSize(), at + "/maximum_batch_size", found);
    switch (rollout.strategy()) {
      case ALL_AT_ONCE -> {}
      case CANARY -> canary(rollout.canary(), instances, at + "/canary", found);
      case LINEAR -> linear(rollout.linearStep(), instances, at + "/linear_step", found);
      case ROLLING -> rolling(rollout.maximumBatchSize(), instances, at, found);
    }
    found.require(
        rollout.strategy() == Strategy.ROLLING || rollout.rollbackMaximumBatchSize() == null,
        at + "/rollback_maximum_batch_size",
        "It has no meaning with the strategy %s: set it to null, or the strategy to ROLLING."
            .formatted(rollout.strategy()));
    found.require(
        rollout.strategy() != Strategy.ROLLING || rollout.terminationWaitSeconds() == 0,
        at + "/termination_wait_seconds",
        "A rolling update ends the old instances batch by batch and waits for none: set it to 0.");
    long waits = waits(rollout, instances);
    found.require(
        rollout.maximumExecutionTimeoutSeconds() > waits,
        at + "/maximum_execution_timeout_seconds",
        "The waits alone last %d seconds, so SageMaker would always give up: allow more, and the"
                .formatted(waits)
            + " time that instances need to start, at least %d."
                .formatted(Math.min(28_800, waits + 600)));
  }

  private static void only(
      RolloutPolicy rollout,
      Strategy strategy,
      @Nullable FleetShare share,
      String at,
      Violations found) {
    if (rollout.strategy() == strategy) {
      found.require(
          share != null,
          at,
          "The strategy %s needs a share, such as {\"type\": \"CAPACITY_PERCENT\", \"value\": 10}."
              .formatted(strategy));
    } else {
      found.require(
          share == null,
          at,
          "It has no meaning with the strategy %s: set it to null, or the strategy to %s."
              .formatted(rollout.strategy(), strategy));
    }
  }

  private static void canary(
      @Nullable FleetShare canary, int instances, String at, Violations found) {
    if (canary == null) {
      return;
    }
    found.require(
        instances >= 2,
        at,
        "A canary has at most half of the fleet, and this fleet has 1 instance: use at least 2"
            + " instances, or the strategy ALL_AT_ONCE with canary set to null.");
    found.require(
        instances < 2 || canary.type() != Unit.INSTANCE_COUNT || canary.value() * 2L <= instances,
        at + "/value",
        "A canary has at most half of the fleet: %d of %d is more. Use at most %d, or at least %d instances."
            .formatted(canary.value(), instances, instances / 2, canary.value() * 2L));
  }

  private static void linear(
      @Nullable FleetShare step, int instances, String at, Violations found) {
    if (step == null) {
      return;
    }
    found.require(
        instances >= 2,
        at,
        "A linear step has at most half of the fleet, and this fleet has 1 instance: use at least 2"
            + " instances, or the strategy ALL_AT_ONCE with linear_step set to null.");
    found.require(
        instances < 2
            || step.type() != Unit.INSTANCE_COUNT
            || step.value() * 2L <= instances && step.value() * 10L >= instances,
        at + "/value",
        "A linear step has 10 to 50 percent of the fleet, which is %d to %d of %d instances."
            .formatted((instances + 9) / 10, instances / 2, instances));
  }

  private static void rolling(
      @Nullable FleetShare batch, int instances, String at, Violations found) {
    if (batch == null) {
      return;
    }
    found.require(
        instances >= 2,
        at + "/maximum_batch_size",
        "A batch has at most half of the fleet, and this fleet has 1 instance: use at least 2"
            + " instances, or the strategy ALL_AT_ONCE with maximum_batch_size set to null.");
    found.require(
        instances < 2
            || batch.type() != Unit.INSTANCE_COUNT
            || batch.value() * 2L <= instances && batch.value() * 20L >= instances,
        at + "/maximum_batch_size/value",
        "A batch has 5 to 50 percent of the fleet, which is %d to %d of %d instances."
            .formatted((instances + 19) / 20, instances / 2, instances));
  }

  /** The seconds that a rollout bakes, from its first shift to the end of the old fleet. */
  private static long waits(RolloutPolicy rollout, int instances) {
    long shifts =
        switch (rollout.strategy()) {
          case ALL_AT_ONCE -> 0;
          case CANARY -> 1;
          case LINEAR -> steps(rollout.linearStep(), instances);
          case ROLLING -> steps(rollout.maximumBatchSize(), instances);
        };
    return shifts * rollout.waitIntervalSeconds() + rollout.terminationWaitSeconds();
  }

  private static long steps(@Nullable FleetShare step, int instances) {
    if (step == null) {
      return 1;
    }
    int whole =
        switch (step.type()) {
          case INSTANCE_COUNT -> instances;
          case CAPACITY_PERCENT -> 100;
        };
    return Math.ceilDiv(whole, step.value());
  }
}
