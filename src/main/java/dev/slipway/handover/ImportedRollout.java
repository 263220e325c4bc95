package dev.slipway.handover;

import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile;
import dev.slipway.environment.ProfileRules;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How an imported endpoint is updated from now on: as it last was, or as the environment says. One
 * instance has no half that SageMaker would move first, and a small fleet may be too small for the
 * part that the environment names. Their updates are all at once, whatever the environment says,
 * since an import changes nothing and must not fail for what is only to come.
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
    if (hosting.serverless() != null || policy.strategy() == Strategy.ALL_AT_ONCE) return last;
    Optional<String> misfit = ProfileRules.misfit(policy, hosting.count());
    if (misfit.isEmpty()) return last;
    remarks.accept(
        hosting.count() == 1 ? one(policy) : several(policy, hosting.count(), misfit.get()));
    return new RolloutPolicy(
        Strategy.ALL_AT_ONCE,
        null,
        null,
        policy.waitIntervalSeconds(),
        policy.terminationWaitSeconds(),
        policy.maximumExecutionTimeoutSeconds());
  }

  private static Remark one(RolloutPolicy policy) {
    return new Remark(
        Severity.WARNING,
        "one-instance-updates-all-at-once",
        "The endpoint has 1 instance, of which no part can be updated first: the strategy "
            + policy.strategy()
            + " does not fit it. ALL_AT_ONCE goes on record as an override.",
        "For a canary set at least 2 instances in the override hosting afterwards, and remove"
            + " the override rollout with the same request.");
  }

  private static Remark several(RolloutPolicy policy, int instances, String misfit) {
    return new Remark(
        Severity.WARNING,
        "fleet-updates-all-at-once",
        "The endpoint has "
            + instances
            + " instances, which the strategy "
            + policy.strategy()
            + " does not fit: "
            + misfit
            + " ALL_AT_ONCE goes on record as an override.",
        "Set a rollout that fits in the override rollout afterwards.");
  }
}
