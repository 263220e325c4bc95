package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.endpoint.Plan.Severity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bakes in which both fleets serve, so that the judge can compare them. */
class JudgedBakesTests {

  /** Two minutes of warm-up, eight points, three minutes of delay and one to abort. */
  private static final int SHORTEST = 14 * 60;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ALL_AT_ONCE |   | 10 | 0
          CANARY      | 1 | 10 | 1
          LINEAR      | 2 | 10 | 4
          LINEAR      |   | 10 | 9
          ROLLING     | 5 | 10 | 1
          ROLLING     |   | 40 | 19
          """)
  void eachBakeWithBothFleetsGetsOneLook(
      Strategy strategy, @Nullable String share, int instances, int looks) {
    assertThat(JudgedBakes.looks(SomeRollouts.of(strategy, share), instances)).isEqualTo(looks);
  }

  @Test
  void whatIsNotJudgedNeedsNoBake() {
    assertThat(JudgedBakes.check(SomeReleases.article("v1"), 2)).isEmpty();
    assertThat(JudgedBakes.nothingToCompare(SomeReleases.article("v1"))).isEmpty();
  }

  @Test
  void aBakeInWhichTheJudgeCouldNotLookAndStillAbortIsRefused() {
    assertThat(JudgedBakes.check(judged(SHORTEST, "CONTINUE"), 2)).isEmpty();
    assertThatThrownBy(() -> JudgedBakes.check(judged(SHORTEST - 1, "CONTINUE"), 2))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("serve together for 839 s at a time, and the judge needs 840 s")
        .hasMessageContaining("8 one-minute points")
        .hasMessageContaining("Set rollout.wait_interval_seconds to at least 840");
  }

  @Test
  void whereGuardrailsAreSkippedThereIsNothingToCompare() {
    String inferentia = "{'hosting': {'instance_type': 'ml.inf1.xlarge'}}";
    ReleaseSpec wanted = judged(SHORTEST, "CONTINUE");
    assertThat(JudgedBakes.looks(wanted, 2)).isEqualTo(1);
    assertThat(JudgedBakes.looks(SomeReleases.but(wanted, inferentia), 2)).isZero();
    assertThat(
            JudgedBakes.check(SomeReleases.but(judged(SHORTEST, "CONTINUE"), inferentia), 2)
                .orElseThrow()
                .proposal())
        .startsWith("Use ml.inf2 or another family,");
    assertThatThrownBy(
            () -> JudgedBakes.check(SomeReleases.but(judged(SHORTEST, "ABORT"), inferentia), 2))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("every update would be. Use ml.inf2 or another family,");
  }

  @Test
  void whereTheFleetsNeverServeTogetherThereIsNothingToCompare() {
    ReleaseSpec atOnce =
        SomeReleases.but(judged(SHORTEST, "CONTINUE"), "{'rollout': {'strategy': 'ALL_AT_ONCE'}}");
    ReleaseSpec serverless =
        SomeReleases.but(
            judged(SHORTEST, "CONTINUE"),
            "{'hosting': {'instance_type': null, 'instance_count': null, 'serverless':"
                + " {'memory_mb': 2048, 'max_concurrency': 5}}}");
    for (ReleaseSpec wanted : new ReleaseSpec[] {atOnce, serverless}) {
      assertThat(JudgedBakes.check(wanted, 2))
          .hasValueSatisfying(remark -> {
            assertThat(remark.code()).isEqualTo("judge-has-nothing-to-compare");
            assertThat(remark.severity()).isEqualTo(Severity.WARNING);
            assertThat(remark.proposal()).contains("CANARY, LINEAR or ROLLING");
          });
    }
    assertThat(JudgedBakes.nothingToCompare(judged(SHORTEST, "CONTINUE"))).isPresent();
  }

  @Test
  void andWhereNoEvidenceIsToAbortEveryUpdateWouldBe() {
    ReleaseSpec strict =
        SomeReleases.but(judged(SHORTEST, "ABORT"), "{'rollout': {'strategy': 'ALL_AT_ONCE'}}");
    assertThatThrownBy(() -> JudgedBakes.check(strict, 2))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("no evidence is to abort the update here")
        .hasMessageContaining("do without the judge");
  }

  private static ReleaseSpec judged(int bake, String withoutEvidence) {
    return SomeReleases.but(
        """
        {'rollout': {'wait_interval_seconds': %d},
         'judge': {'metrics': [], 'on_fail': 'ABORT', 'on_insufficient_evidence': '%s'}}
        """
            .formatted(bake, withoutEvidence));
  }
}
