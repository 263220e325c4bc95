package dev.slipway.endpoint;

import static dev.slipway.endpoint.SomeQuestions.codes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.ExpectedSeconds;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Planner.Question;
import dev.slipway.endpoint.Planner.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a plan expects its run to take. */
class ExpectedTimeTests {

  private static final ReleaseSpec V1 = SomeReleases.article("v1");
  private static final ReleaseSpec V2 = SomeReleases.article("v2");

  @Test
  void theEndpointsOwnHistorySaysHowLongProvisioningTakes() {
    Question known =
        Patched.with(
            SomeQuestions.of(V1, SomeEndpoints.live(2), V2, Way.FORWARD),
            "{'provisioning_seconds': 95, 'number': 2}");
    assertThat(Planner.plan(known).expectedSeconds()).isEqualTo(new ExpectedSeconds(95, 420, 515));
    assertThat(Planner.plan(known).release().number()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # four instances in batches of one or two; in blue/green the whole fleet comes up once
          4 | {'strategy': 'ROLLING', 'canary': null, 'maximum_batch_size': {'type': 'INSTANCE_COUNT', 'value': 1}}
          2 | {'strategy': 'ROLLING', 'canary': null, 'maximum_batch_size': {'type': 'CAPACITY_PERCENT', 'value': 50}}
          1 | {'strategy': 'LINEAR', 'canary': null, 'linear_step': {'type': 'INSTANCE_COUNT', 'value': 1}}
          1 | {}
          """)
  void eachBatchOfARollingUpdateIsBroughtUpAnew(int batches, String rollout) {
    ReleaseSpec wanted = SomeReleases.but(V2, "{'rollout': " + rollout + "}");
    Question asked = SomeQuestions.of(V1, SomeEndpoints.live(4), wanted, Way.FORWARD);
    Question known =
        Patched.with(
            asked,
            "{'provisioning_seconds': 100, 'wanted': {'rollout':"
                + " {'maximum_execution_timeout_seconds': 28800}}}");
    assertThat(Planner.plan(known).expectedSeconds().provisioning()).isEqualTo(100 * batches);
    Question back =
        Patched.with(
            SomeQuestions.of(wanted, SomeEndpoints.live(4), V1, Way.BACK),
            "{'provisioning_seconds': 100}");
    assertThat(Planner.plan(back).expectedSeconds().provisioning())
        .as("and back in two batches, or at once")
        .isEqualTo(100 * Math.min(batches, 2));
    Question first = SomeQuestions.of(null, null, known.wanted(), Way.FORWARD);
    assertThat(Planner.plan(first).expectedSeconds().provisioning())
        .as("a creation comes up whole")
        .isEqualTo(420);
  }

  @ParameterizedTest
  @CsvSource({"1260, false", "1261, true", "5000, true"})
  void aTimeLimitThatTheExpectedTimeOutlastsIsAWarning(int provisioning, boolean warned) {
    Question asked =
        Patched.with(
            SomeQuestions.of(V1, SomeEndpoints.live(4), V2, Way.FORWARD),
            "{'provisioning_seconds': %d, 'wanted': {'rollout': {'wait_interval_seconds': 420}}}"
                .formatted(provisioning));
    Plan plan = Planner.plan(asked);
    assertThat(codes(plan).contains("timeout-shorter-than-expected")).isEqualTo(warned);
    if (warned) {
      Remark remark = plan.remarks().getLast();
      assertThat(remark.severity()).isEqualTo(Severity.WARNING);
      assertThat(remark.message()).contains((540 + provisioning) + " s", "after 1800 s");
    }
    assertThat(codes(Planner.plan(Patched.with(asked, "{'way': 'BACK'}"))))
        .doesNotContain("timeout-shorter-than-expected");
  }
}
