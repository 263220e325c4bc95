package dev.slipway.endpoint;

import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Refused;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Profile;
import dev.slipway.environment.ProfileRules;

/**
 * An environment's profile with an endpoint's overrides laid over it. Overrides are checked when
 * they are written, but the profile may have changed since.
 */
final class OverriddenProfile {

  private OverriddenProfile() {}

  /**
   * The profile by which a release of the endpoint is resolved.
   *
   * @throws Refused (422, {@value ProfileRules#UNWORKABLE}) when profile and overrides no longer
   *     fit each other
   */
  static Profile of(Endpoint endpoint, Environment environment) {
    Profile profile = endpoint.overrides().over(environment.profile());
    if (endpoint.overrides().equals(Settings.NONE)) return profile;
    try {
      ProfileRules.check(profile, "/overrides");
    } catch (Failure.Invalid | Refused unfit) {
      throw new Refused(
          ProfileRules.UNWORKABLE,
          "The overrides of endpoint %s no longer fit the profile of %s, revision %d: %s Change one of the two."
              .formatted(
                  endpoint.name(), environment.name(), environment.revision(), unfit.getMessage()),
          unfit.violations());
    }
    return profile;
  }
}
