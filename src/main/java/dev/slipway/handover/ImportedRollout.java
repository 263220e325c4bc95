package dev.slipway.handover;

import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides how an imported endpoint is updated from now on: as it last was, or as the environment
 * says. An endpoint of one instance is updated all at once, whatever the environment says, since
 * SageMaker cannot move half of an instance first. An import changes nothing, so it must not fail
 * because of updates that are only to come.
 */
final class ImportedRollout {

  private ImportedRollout() {}

  /**
   * The override; null to leave it to the environment.
   *
   * @param last the policy that the endpoint was last updated by; null when AWS does not say
   * @param remarks takes the remarks
   */
  static @Nullable RolloutPolicy of(
      @Nullable RolloutPolicy last, Hosting hosting, Profile profile, Consumer<Remark> remarks) {
    RolloutPolicy policy = last == null ? profile.rollout() : last;
    if (hosting.count() != 1 || policy.strategy() == Strategy.ALL_AT_ONCE) return last;
    remarks.accept(
        new Remark(
            Severity.WARNING,
            "one-instance-updates-all-at-once",
            "The endpoint has 1 instance, of which no part can be updated first: the strategy "
                + policy.strategy()
                + " does not fit it. ALL_AT_ONCE goes on record as an override.",
            "For a canary set at least 2 instances in the override hosting afterwards, and remove"
                + " the override rollout with the same request."));
    return new RolloutPolicy(
        Strategy.ALL_AT_ONCE,
        null,
        null,
        policy.waitIntervalSeconds(),
        policy.terminationWaitSeconds(),
        policy.maximumExecutionTimeoutSeconds());
  }
}
