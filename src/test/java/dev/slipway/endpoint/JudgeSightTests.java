package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.judge.Traffic;
import dev.slipway.judge.Traffic.Spread;
import org.junit.jupiter.api.Test;

/** What the judge will be able to see of an update, said before it begins. */
class JudgeSightTests {

  private static final Traffic BUSY =
      new Traffic(2000, 0.002, 0, new Spread(100, 0.05), new Spread(5, 0.05));

  private static final Traffic QUIET =
      new Traffic(40, 0.002, 0, new Spread(100, 0.05), new Spread(5, 0.05));

  @Test
  void whereNothingIsJudgedOrComparedNothingIsSaid() {
    assertThat(JudgeSight.remark(SomeReleases.article("v2"), 4, BUSY)).isEmpty();
    assertThat(
            JudgeSight.remark(
                SomeReleases.but(judged("CONTINUE"), "{'rollout': {'strategy': 'ALL_AT_ONCE'}}"),
                4,
                BUSY))
        .isEmpty();
  }

  @Test
  void withTrafficItSaysHowSmallAFaultIsFound() {
    Remark sees = JudgeSight.remark(judged("CONTINUE"), 4, BUSY).orElseThrow();
    assertThat(sees.code()).isEqualTo("judge-sees");
    assertThat(sees.severity()).isEqualTo(Severity.NOTE);
    assertThat(sees.message())
        .startsWith(
            "The judge looks once, at 9 minutes of both fleets each time. At the recent 2000"
                + " requests/min, of which the new fleet gets 25 % in its first bake, it finds in"
                + " nine of ten deployments: ");
  }

  @Test
  void aLinearRolloutIsLookedAtInEachBakeWithBothFleets() {
    ReleaseSpec linear =
        SomeReleases.but(
            judged("CONTINUE"),
            "{'rollout': {'strategy': 'LINEAR', 'linear_step': {'type': 'INSTANCE_COUNT', 'value':"
                + " 1}}}");
    assertThat(JudgeSight.remark(linear, 4, BUSY).orElseThrow().message())
        .startsWith("The judge looks 3 times,");
  }

  @Test
  void aShareIsThatOfTheInstancesThatItIsRoundedTo() {
    ReleaseSpec half =
        SomeReleases.but(
            judged("CONTINUE"),
            "{'rollout': {'canary': {'type': 'CAPACITY_PERCENT', 'value': 50}}}");
    assertThat(JudgeSight.remark(half, 3, BUSY).orElseThrow().message())
        .contains("of which the new fleet gets 67 % in its first bake");
  }

  @Test
  void aLastBakeInWhichTheOldFleetIsTooSmallToCompareByIsAWarning() {
    ReleaseSpec linear =
        SomeReleases.but(
            judged("ABORT"),
            "{'rollout': {'strategy': 'LINEAR', 'canary': null, 'linear_step': {'type':"
                + " 'INSTANCE_COUNT', 'value': 2}},"
                + " 'judge': {'metrics': [{'metric': 'ERROR_RATE', 'direction': 'INCREASE',"
                + " 'tolerance': 0.01, 'critical': true}]}}");
    Traffic some = new Traffic(250, 0.002, 0, new Spread(100, 0.05), new Spread(5, 0.05));

    Remark blind = JudgeSight.remark(linear, 5, some).orElseThrow();

    assertThat(blind.code()).isEqualTo("judge-is-blind");
    assertThat(blind.message())
        .contains("In its last bake, where the old fleet gets 20 %: ")
        .contains("a fleet would see 450 requests and 500 are needed");
    assertThat(blind.proposal()).startsWith("Move larger parts");
  }

  @Test
  void aJudgeWhoCannotSeeWhatIsCriticalIsAWarningThatSaysWhatFollows() {
    Remark goesOn = JudgeSight.remark(judged("CONTINUE"), 4, QUIET).orElseThrow();
    assertThat(goesOn.code()).isEqualTo("judge-is-blind");
    assertThat(goesOn.severity()).isEqualTo(Severity.WARNING);
    assertThat(goesOn.message()).endsWith("Where it cannot tell, the update goes on.");
    assertThat(goesOn.proposal()).contains("larger canary");
    assertThat(JudgeSight.remark(judged("ABORT"), 4, QUIET).orElseThrow().message())
        .endsWith("Where it cannot tell, the update is aborted.");
  }

  @Test
  void whatIsNotCriticalMayStayUnseen() {
    ReleaseSpec lenient =
        SomeReleases.but(
            judged("CONTINUE"),
            "{'judge': {'metrics': [{'metric': 'MODEL_LATENCY', 'direction': 'INCREASE',"
                + " 'tolerance': 0.2, 'critical': false}]}}");
    assertThat(JudgeSight.remark(lenient, 4, QUIET).orElseThrow().code()).isEqualTo("judge-sees");
  }

  private static ReleaseSpec judged(String withoutEvidence) {
    return SomeReleases.but(
        """
        {'rollout': {'wait_interval_seconds': 900},
         'judge': {'metrics': [{'metric': 'MODEL_LATENCY', 'direction': 'INCREASE',
           'tolerance': 0.2, 'critical': true}], 'on_fail': 'ABORT',
           'on_insufficient_evidence': '%s'}}
        """
            .formatted(withoutEvidence));
  }
}
