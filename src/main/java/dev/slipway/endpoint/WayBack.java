package dev.slipway.endpoint;

import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.RolloutPolicy.FleetShare.Unit;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides how traffic moves back to a known release: all at once and without a bake. Where the
 * serving release came up in batches, the way back goes in batches too: the account's quota may
 * leave no room for a second fleet, and SageMaker would refuse every try. Where the policy says
 * nothing about going back there are two batches, since each takes as long as a whole fleet and the
 * way back is urgent.
 */
public final class WayBack {

  /** The remark on a way back in batches, which a deployment's plan keeps. */
  public static final String IN_BATCHES = "rollback-goes-in-batches";

  private static final FleetShare HALF = new FleetShare(Unit.CAPACITY_PERCENT, 50);

  private WayBack() {}

  /**
   * The policy of an update that leads back.
   *
   * @param serving the release on record; null where no endpoint is updated
   * @param live the live endpoint; null where there is none
   * @param instances the number of instances of the fleet that comes up
   */
  public static RolloutPolicy policy(
      @Nullable ReleaseSpec serving,
      ReleaseSpec restored,
      @Nullable LiveEndpoint live,
      int instances) {
    if (serving == null || live == null) return RolloutPolicy.immediate();
    Integer now = live.desiredInstances();
    // Batches need two instances, and save nothing where the new fleet is of another type.
    if (now == null
        || now < 2
        || instances < 2
        || !Objects.equals(serving.hosting().instanceType(), restored.hosting().instanceType())) {
      return RolloutPolicy.immediate();
    }
    // The serving release may be on no record yet. The policy of the last update tells how it came
    // up.
    return Stream.of(Optional.of(serving.rollout()), Optional.ofNullable(live.lastPolicy()))
        .flatMap(Optional::stream)
        .filter(policy -> policy.strategy() == Strategy.ROLLING)
        .findFirst()
        .map(policy -> inBatches(batch(policy, instances), instances))
        .orElseGet(RolloutPolicy::immediate);
  }

  private static RolloutPolicy inBatches(FleetShare batch, int instances) {
    RolloutPolicy atOnce = RolloutPolicy.immediate();
    int seconds = FleetShares.parts(batch, 50, instances) * atOnce.maximumExecutionTimeoutSeconds();
    return new RolloutPolicy(
        Strategy.ROLLING,
        null,
        null,
        batch,
        batch,
        0,
        0,
        Math.min(seconds, Bakes.LONGEST_TIMEOUT_SECONDS));
  }

  /** The batch size that the policy names for going back, as SageMaker takes it. */
  private static FleetShare batch(RolloutPolicy policy, int instances) {
    FleetShare asked = policy.rollbackMaximumBatchSize();
    if (asked == null) return HALF;
    return switch (asked.type()) {
      case CAPACITY_PERCENT -> new FleetShare(asked.type(), Math.clamp(asked.value(), 5, 50));
      case INSTANCE_COUNT ->
          new FleetShare(
              asked.type(), Math.clamp(asked.value(), Math.ceilDiv(instances, 20), instances / 2));
    };
  }

  /** Whether a way back may have moved traffic like this, whatever the release says. */
  static boolean mayBe(RolloutPolicy policy) {
    return switch (policy.strategy()) {
      case ALL_AT_ONCE -> true;
      case CANARY, LINEAR -> false;
      case ROLLING ->
          policy.waitIntervalSeconds() == 0
              && policy.maximumBatchSize() != null
              && policy.maximumBatchSize().equals(policy.rollbackMaximumBatchSize());
    };
  }

  /** The remark on how the way back differs from the way forward. */
  static Remark remark(RolloutPolicy policy) {
    String noAlarm = "no error alarm is attached: an alarm must not bring the bad release back.";
    return policy.strategy() == Strategy.ROLLING
        ? new Remark(
            Severity.NOTE,
            IN_BATCHES,
            "The fleet is replaced in batches, as the release that serves, or the last update, has"
                + " the strategy ROLLING. They do not bake, and "
                + noAlarm,
            "Its rollout.rollback_maximum_batch_size says how large the batches are; half the fleet"
                + " where it is absent.")
        : new Remark(
            Severity.NOTE,
            "rollback-has-no-canary",
            "All traffic moves at once and " + noAlarm,
            null);
  }
}
