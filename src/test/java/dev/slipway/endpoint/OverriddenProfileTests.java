package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Refused;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Profile;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Overrides that fitted the profile when they were written, and the profile has changed since. */
class OverriddenProfileTests {

  private static final Settings OF_THREE =
      Patched.with(
          Settings.NONE, "{'hosting': {'instance_type': 'ml.m5.large', 'instance_count': 3}}");

  @Test
  void whatStillFitsIsTheProfileOfTheRelease() {
    Profile profile = of(OF_THREE, SomeProfiles.full());

    assertThat(profile.hosting().count()).isEqualTo(3);
  }

  @Test
  void whatNoLongerFitsIsRefusedBeforeAnythingIsMade() {
    Profile scaled =
        Patched.with(
            SomeProfiles.full(),
            "{'hosting': {'instance_count': 5}, 'autoscaling': {'min_instances': 4,"
                + " 'max_instances': 9}}");

    assertThatThrownBy(() -> of(OF_THREE, scaled))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(
            "The overrides of endpoint prod-fraud-detector no longer fit the profile of prod,"
                + " revision 4: /overrides")
        .hasMessageEndingWith("Change one of the two.");
  }

  private static Profile of(Settings overrides, Profile profile) {
    return OverriddenProfile.of(
        SomeEndpoints.overriding(overrides),
        new Environment(
            new UUID(0, 6), "prod", 4, profile, SomeEndpoints.CREATED, SomeEndpoints.CREATED, 1));
  }
}
