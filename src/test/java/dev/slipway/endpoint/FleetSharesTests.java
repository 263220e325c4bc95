package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What part of a fleet SageMaker lets a rollout move at once. */
class FleetSharesTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CANARY      | 1    | 2
          CANARY      | 2    | 4
          CANARY      | 50 % | 4
          CANARY      | 50 % | 3
          CANARY      |      | 1
          LINEAR      | 1    | 10
          LINEAR      | 5    | 10
          LINEAR      | 10 % | 10
          LINEAR      | 50 % | 3
          LINEAR      |      | 1
          ROLLING     | 1    | 20
          ROLLING     | 10   | 20
          ROLLING     | 50 % | 5
          ROLLING     | 5 %  | 3
          ROLLING     |      | 1
          ALL_AT_ONCE |      | 1
          """)
  void aShareWithinItsRangeIsAccepted(Strategy strategy, @Nullable String share, int instances) {
    assertThatCode(() -> FleetShares.check(SomeRollouts.of(strategy, share), instances))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CANARY  | 1    | 1  | canary of 1 on 1 instance is more than the 50 % | Use at least 2 instances
          CANARY  | 50 % | 1  | canary of 1 on 1 instance is more               | Use at least 2 instances
          CANARY  | 60 % | 10 | canary of 6 on 10 instances is more             | Use at least 12 instances
          LINEAR  | 5 %  | 40 | step of 2 on 40 instances is outside            | Use 4 to 20, or a percentage.
          CANARY  | 3    | 5  | canary of 3 on 5 instances is more              | Use at least 6 instances
          LINEAR  | 6    | 10 | step of 6 on 10 instances is outside the 10–50 % | Use 1 to 5, or a percentage.
          LINEAR  | 1    | 11 | step of 1 on 11 instances is outside            | Use 2 to 5, or a percentage.
          LINEAR  | 2    | 2  | step of 2 on 2 instances is outside             | Use 1 to 1, or a percentage.
          LINEAR  | 1    | 1  | step of 1 on 1 instance is outside              | Use at least 2 instances
          ROLLING | 11   | 20 | batch of 11 on 20 instances is outside the 5–50 % | Use 1 to 10, or a percentage.
          ROLLING | 1    | 21 | batch of 1 on 21 instances is outside           | Use 2 to 10, or a percentage.
          ROLLING | 1    | 1  | batch of 1 on 1 instance is outside             | Use at least 2 instances
          """)
  void aShareOutsideItsRangeIsRefusedWithAProposal(
      Strategy strategy, String share, int instances, String what, String proposal) {
    assertThatThrownBy(() -> FleetShares.check(SomeRollouts.of(strategy, share), instances))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(what)
        .hasMessageContaining(proposal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1    | 2  | 1 | 2
          3    | 10 | 3 | 4
          10 % | 2  | 1 | 2
          10 % | 10 | 1 | 10
          10 % | 11 | 2 | 6
          33 % | 9  | 3 | 3
          50 % | 5  | 3 | 2
          """)
  void aPercentageIsRoundedUpAndTheLastPartMayBeSmaller(
      String share, int instances, int size, int parts) {
    assertThat(FleetShares.size(SomeRollouts.share(share), instances)).isEqualTo(size);
    assertThat(FleetShares.parts(SomeRollouts.share(share), 10, instances)).isEqualTo(parts);
  }

  @Test
  void whereThePolicySaysNothingTheSmallestShareIsTaken() {
    assertThat(FleetShares.parts(null, 10, 40)).isEqualTo(10);
    assertThat(FleetShares.parts(null, 5, 40)).isEqualTo(20);
    assertThat(FleetShares.parts(null, 5, 0)).as("an empty fleet is reckoned as one").isEqualTo(1);
  }
}
