package dev.slipway.environment;

import dev.slipway.base.Failure;
import dev.slipway.base.Violations;
import dev.slipway.cloud.RolloutPolicy;
import java.util.Optional;

/**
 * What SageMaker takes and what can work. Checked when a profile is written, and again wherever
 * something is laid over one.
 */
public final class ProfileRules {

  /** The code of a profile whose parts contradict each other. */
  public static final String UNWORKABLE = "unworkable-profile";

  private ProfileRules() {}

  /**
   * Checks a profile and reports everything at fault at once.
   *
   * @param pointer where the profile stands in the request, such as {@code /profile}
   * @throws Failure.Invalid (400) when a field is outside its limits
   * @throws Failure.Refused (422, {@value #UNWORKABLE}) when each field is within its limits and
   *     they contradict each other
   */
  public static void check(Profile profile, String pointer) {
    var limits = new Violations();
    ProfileLimits.check(profile, pointer, limits);
    HostingLimits.check(profile, pointer, limits);
    if (profile.autoscaling() != null) {
      ScalingLimits.check(profile.autoscaling(), pointer + "/autoscaling", limits);
    }
    RolloutLimits.check(profile, pointer, limits);
    if (profile.judge() != null) JudgeLimits.check(profile.judge(), pointer + "/judge", limits);
    if (profile.gates() != null) GateLimits.check(profile.gates(), pointer + "/gates", limits);
    limits.orInvalid();
    var contradictions = new Violations();
    HostingContradictions.check(profile, pointer, contradictions);
    if (profile.autoscaling() != null) {
      ScalingContradictions.check(
          profile.hosting(), profile.autoscaling(), pointer, contradictions);
    }
    ProfileContradictions.check(profile, pointer, contradictions);
    if (profile.hosting().serverless() == null) {
      RolloutContradictions.check(
          profile.rollout(), profile.hosting().count(), pointer + "/rollout", contradictions);
    }
    contradictions.orRefused(UNWORKABLE);
  }

  /** Why a fleet of so many instances cannot be updated in a way; empty when it can. */
  public static Optional<String> misfit(RolloutPolicy rollout, int instances) {
    var contradictions = new Violations();
    RolloutContradictions.check(rollout, instances, "", contradictions);
    return contradictions.found().stream().map(Failure.Violation::detail).findFirst();
  }
}
