package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Plan.Severity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where an update could not be stopped, the plan says so, or refuses. */
class AbortLeverTests {

  private static final ReleaseSpec ARTICLE = SomeReleases.article("v1");

  static Stream<Arguments> unstoppable() {
    return Stream.of(
        Arguments.of(
            SomeReleases.serverless("v1"),
            SomeReleases.serverless("v2"),
            "Serverless endpoints have no guardrails",
            "Use instances where a release must be stoppable."),
        Arguments.of(
            ARTICLE,
            SomeReleases.but("{'hosting': {'instance_type': 'ml.inf1.xlarge'}}"),
            "SageMaker skips its guardrails for ml.inf1.xlarge",
            "Use ml.inf2 or another family."),
        Arguments.of(
            ARTICLE,
            SomeReleases.but(
                "{'rollout': {'strategy': 'ALL_AT_ONCE', 'canary': null,"
                    + " 'termination_wait_seconds': 0}}"),
            "This rollout has no bake",
            "Set rollout.termination_wait_seconds or rollout.wait_interval_seconds."));
  }

  @ParameterizedTest
  @MethodSource("unstoppable")
  void anUpdateThatNothingCouldStopIsAWarningOrARefusal(
      ReleaseSpec current, ReleaseSpec wanted, String why, String proposal) {
    assertThat(AbortLever.remark(current, wanted, 2))
        .hasValueSatisfying(remark -> {
          assertThat(remark.severity()).isEqualTo(Severity.WARNING);
          assertThat(remark.message()).startsWith(why);
          assertThat(remark.proposal()).isEqualTo(proposal);
        });
    assertThatThrownBy(() -> AbortLever.require(current, wanted, 2))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(why)
        .hasMessageEndingWith(proposal);
  }

  @Test
  void anUpdateThatBakesCanBeStopped() {
    assertThat(AbortLever.remark(ARTICLE, ARTICLE, 2)).isEmpty();
    assertThatCode(() -> AbortLever.require(ARTICLE, ARTICLE, 2)).doesNotThrowAnyException();
  }

  @Test
  void aCreationIsLetPassAndSaid() {
    assertThat(AbortLever.remark(null, ARTICLE, 2))
        .hasValueSatisfying(remark -> {
          assertThat(remark.severity()).isEqualTo(Severity.NOTE);
          assertThat(remark.message()).contains("canceling it deletes the endpoint");
        });
    assertThatCode(() -> AbortLever.require(null, SomeReleases.serverless("v1"), 1))
        .doesNotThrowAnyException();
  }

  @Test
  void anEndpointOfItsOwnIsLetPassSincePredictionsAreSwitchedBack() {
    assertThatCode(() -> AbortLever.require(ARTICLE, SomeReleases.serverless("v2"), 1))
        .doesNotThrowAnyException();
  }
}
