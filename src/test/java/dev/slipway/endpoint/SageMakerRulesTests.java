package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.RolloutPolicy.FleetShare.Unit;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.cloud.Serverless;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile.AlarmRules.Preset;
import dev.slipway.environment.Scaling;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SageMakerRulesTests {

  private static final Scaling SCALING = new Scaling(1, 2, 100, 300, 60);
  private static final RolloutPolicy ALL_AT_ONCE =
      new RolloutPolicy(Strategy.ALL_AT_ONCE, null, null, 0, 300, 1800);

  @Test
  void theArticlesProductionIsAccepted() {
    assertThat(SageMakerRules.check(SomeReleases.article("v1"), SomeReleases.article("v2"), 2))
        .extracting(Plan.Remark::code)
        .containsExactly(
            "artifact-is-read-again",
            "rollback-alarms-watch-the-new-fleet",
            "capacity-is-kept",
            "fleet-doubles");
  }

  @Test
  void aCanaryOfOneOnOneInstanceIsRefusedWithAProposal() {
    ReleaseSpec small = SomeReleases.but("{'autoscaling': {'min_instances': 1}}");
    assertThatThrownBy(() -> SageMakerRules.check(small, small, 1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("50 %")
        .hasMessageContaining("Use at least 2 instances, or the strategy ALL_AT_ONCE");
  }

  @Test
  void aFleetThatWasShrunkBelowTheLeastOfItsReleaseIsHeldToTheRulesOfThatLeast() {
    assertThat(SageMakerRules.check(SomeReleases.article("v1"), SomeReleases.article("v2"), 1))
        .extracting(Plan.Remark::code)
        .contains("capacity-changes");
  }

  @Test
  void aBurstableTypeUnderAutoscalingIsRefusedWithAProposal() {
    ReleaseSpec dev =
        SomeReleases.of("v1", new Hosting("ml.t2.medium", 1), SCALING, ALL_AT_ONCE, Preset.ARTICLE);
    assertThatThrownBy(() -> SageMakerRules.check(null, dev, 1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("ml.t2.medium")
        .hasMessageContaining("ml.m5.large");
  }

  @Test
  void anotherInstanceTypeTakesAutoscalingOffForTheUpdateAndKeepsTheCount() {
    ReleaseSpec bigger =
        SomeReleases.of(
            "v1",
            new Hosting("ml.c5.2xlarge", 2),
            new Scaling(2, 10, 500, 300, 60),
            SomeReleases.ARTICLE_CANARY,
            Preset.ARTICLE);
    assertThat(SageMakerRules.check(SomeReleases.article("v1"), bigger, 7))
        .extracting(Plan.Remark::code)
        .contains("autoscaling-is-taken-off", "capacity-is-kept", "fleet-doubles");
  }

  @Test
  void aRollingBatchOutsideItsRangeIsRefusedWithAProposal() {
    RolloutPolicy rolling =
        new RolloutPolicy(
            Strategy.ROLLING,
            null,
            null,
            new FleetShare(Unit.INSTANCE_COUNT, 3),
            null,
            300,
            0,
            1800);
    ReleaseSpec wanted =
        SomeReleases.of("v2", new Hosting("ml.c5.xlarge", 4), null, rolling, Preset.ARTICLE);
    assertThatThrownBy(() -> SageMakerRules.check(wanted, wanted, 4))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Use 1 to 2");
    assertThatThrownBy(() -> SageMakerRules.refuse(wanted, 1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("at least 2 instances");
  }

  @Test
  void aFleetThatShrinksIsAWarning() {
    ReleaseSpec unscaled =
        SomeReleases.of(
            "v2",
            new Hosting("ml.c5.xlarge", 2),
            null,
            SomeReleases.ARTICLE_CANARY,
            Preset.ARTICLE);
    assertThat(SageMakerRules.check(SomeReleases.article("v1"), unscaled, 6))
        .filteredOn(remark -> remark.severity() == Plan.Severity.WARNING)
        .extracting(Plan.Remark::code)
        .containsExactlyInAnyOrder("capacity-changes", "something-is-taken-away");
  }

  @Test
  void whatGuardrailsSilentlySkipIsSaid() {
    ReleaseSpec inferentia =
        SomeReleases.of(
            "v2",
            new Hosting("ml.inf1.xlarge", 2),
            null,
            SomeReleases.ARTICLE_CANARY,
            Preset.ARTICLE);
    assertThat(SageMakerRules.check(inferentia, inferentia, 2))
        .extracting(Plan.Remark::code)
        .contains("guardrails-are-skipped")
        .as("nobody watches alarms there")
        .doesNotContain("rollback-alarms-watch-the-new-fleet");
    assertThat(
            TrafficRemarks.of(
                inferentia,
                inferentia,
                new Capacity(2, true),
                new Traffic(180, 900, 900, null, null)))
        .isEmpty();
  }

  @Test
  void anEndpointThatTakesAnothersPlaceCanBeSwitchedBackAndOneThatIsServerlessNeedsItsAlarms() {
    ReleaseSpec serverless =
        SomeReleases.of(
            "v2", Hosting.of(new Serverless(2048, 20, null)), null, ALL_AT_ONCE, Preset.ARTICLE);
    assertThat(SageMakerRules.check(SomeReleases.article("v1"), serverless, 2))
        .extracting(Plan.Remark::code)
        .doesNotContain("no-abort-lever", "serverless-has-no-guardrails");
    assertThat(SageMakerRules.check(serverless, SomeReleases.article("v1"), null))
        .extracting(Plan.Remark::code)
        .doesNotContain("no-abort-lever", "rollback-alarms-watch-the-new-fleet");
    assertThat(SageMakerRules.check(serverless, serverless, null))
        .as("its latency alarm needs more than the 300 s that it bakes")
        .extracting(Plan.Remark::code)
        .containsExactly(
            "serverless-has-no-guardrails", "no-abort-lever", "bake-shorter-than-alarm");
  }

  @Test
  void aPipelineOnServerlessIsRefusedWithAProposalBeforeAnythingIsMade() {
    String pipeline =
        "{'further_containers': [{'hostname': 'post', 'image': 'post:v1', 'environment': {}}]}";
    ReleaseSpec serverless = SomeReleases.but(SomeReleases.serverless("v2"), pipeline);
    for (@Nullable ReleaseSpec before :
        new ReleaseSpec[] {null, SomeReleases.article("v1"), SomeReleases.serverless("v1")}) {
      assertThatThrownBy(() -> SageMakerRules.check(before, serverless, null))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("2 containers")
          .hasMessageContaining("Use instances");
    }
    assertThatThrownBy(() -> SageMakerRules.refuse(serverless, 0)).isInstanceOf(Refused.class);
    assertThatCode(() -> SageMakerRules.check(null, SomeReleases.but(pipeline), 2))
        .as("on instances it may have several")
        .doesNotThrowAnyException();
  }

  @Test
  void theCountIsKeptUnlessTheReleaseItselfChangesIt() {
    ReleaseSpec serving = SomeReleases.article("v1");
    assertThat(Capacity.of(serving, SomeReleases.article("v2"), 7))
        .isEqualTo(new Capacity(7, true));
    ReleaseSpec more =
        SomeReleases.of(
            "v2",
            new Hosting("ml.c5.xlarge", 9),
            new Scaling(2, 10, 500, 300, 60),
            SomeReleases.ARTICLE_CANARY,
            Preset.ARTICLE);
    assertThat(Capacity.of(serving, more, 7)).isEqualTo(new Capacity(9, false));
    assertThat(Capacity.of(serving, more, 10)).isEqualTo(new Capacity(10, true));
    ReleaseSpec tighter =
        SomeReleases.of(
            "v2",
            new Hosting("ml.c5.xlarge", 2),
            new Scaling(2, 4, 500, 300, 60),
            SomeReleases.ARTICLE_CANARY,
            Preset.ARTICLE);
    assertThat(Capacity.of(serving, tighter, 7)).isEqualTo(new Capacity(4, false));
  }

  @Test
  void aTimeoutThatTheWaitsOutlastIsRefused() {
    RolloutPolicy slow =
        new RolloutPolicy(
            Strategy.CANARY, new FleetShare(Unit.CAPACITY_PERCENT, 10), null, 900, 1800, 2700);
    ReleaseSpec wanted =
        SomeReleases.of("v2", new Hosting("ml.c5.xlarge", 10), null, slow, Preset.GUARDED);
    assertThatThrownBy(() -> SageMakerRules.check(wanted, wanted, 10))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("2700 s");
  }

  @Test
  void aBakeTooShortForItsAlarmIsAWarningUnderTheArticlesFiguresAndARefusalUnderTheGuardedOnes() {
    RolloutPolicy hasty = new RolloutPolicy(Strategy.ALL_AT_ONCE, null, null, 0, 60, 1800);
    Hosting one = new Hosting("ml.m5.large", 1);
    ReleaseSpec article = SomeReleases.of("v2", one, null, hasty, Preset.ARTICLE);
    assertThat(SageMakerRules.check(article, article, 1))
        .extracting(Plan.Remark::code)
        .contains("bake-shorter-than-alarm");
    ReleaseSpec guarded = SomeReleases.of("v2", one, null, hasty, Preset.GUARDED);
    assertThatThrownBy(() -> SageMakerRules.check(guarded, guarded, 1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("a bad release would pass");
  }

  @Test
  void anEndpointThatTakesAnothersPlaceBakesLongEnoughForItsAlarmsWhateverThePolicySays() {
    RolloutPolicy hasty = new RolloutPolicy(Strategy.ALL_AT_ONCE, null, null, 0, 60, 1800);
    ReleaseSpec serverless =
        SomeReleases.of(
            "v1", Hosting.of(new Serverless(2048, 20, null)), null, hasty, Preset.GUARDED);
    ReleaseSpec instances =
        SomeReleases.of("v2", new Hosting("ml.m5.large", 1), null, hasty, Preset.GUARDED);
    for (ReleaseSpec wanted : List.of(instances, serverless)) {
      ReleaseSpec before = wanted == instances ? serverless : instances;
      assertThat(SageMakerRules.check(before, wanted, null))
          .extracting(Plan.Remark::code)
          .doesNotContain("bake-shorter-than-alarm");
      assertThat(SwapPlan.bakeSeconds(wanted, Planner.Way.FORWARD)).isEqualTo(600);
    }
    assertThatThrownBy(() -> SageMakerRules.check(serverless, serverless, null))
        .as("an update of a serverless endpoint bakes for 60 s")
        .isInstanceOf(Refused.class)
        .hasMessageContaining("a bad release would pass");
  }

  @Test
  void aPercentageIsAtLeastOneInstance() {
    assertThat(FleetShares.size(new FleetShare(Unit.CAPACITY_PERCENT, 10), 2)).isEqualTo(1);
    assertThat(FleetShares.size(new FleetShare(Unit.CAPACITY_PERCENT, 10), 11)).isEqualTo(2);
  }

  @Test
  void aCreationHasNoCanaryAndServerlessNothingThatCouldStopIt() {
    assertThat(codes(null, SomeReleases.article("v1")))
        .containsExactly("artifact-is-read-again", "no-abort-lever", "creation-has-no-canary");
    assertThat(codes(null, SomeReleases.serverless("v1")))
        .containsExactly("serverless-has-no-guardrails", "no-abort-lever");
  }

  @Test
  void anEndpointThatTakesAnothersPlaceIsHeldToTheRulesOfItsLaterUpdates() {
    ReleaseSpec serverless = SomeReleases.serverless("v1");
    assertThatThrownBy(() ->
            SageMakerRules.check(
                serverless,
                SomeReleases.but("{'autoscaling': null, 'hosting': {'instance_count': 1}}"),
                null))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("50 %");
    assertThatThrownBy(() ->
            SageMakerRules.check(
                serverless,
                SomeReleases.but("{'rollout': {'maximum_execution_timeout_seconds': 400}}"),
                null))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("The timeout of 400 s");
  }

  @Test
  void whatIsJudgedNeedsABakeWithBothFleets() {
    String judged =
        "{'rollout': {'wait_interval_seconds': 600, 'maximum_execution_timeout_seconds': 3600},"
            + " 'judge': {'metrics': [], 'on_fail': 'ABORT', 'on_insufficient_evidence':"
            + " 'CONTINUE'}}";
    ReleaseSpec article = SomeReleases.article("v1");
    ReleaseSpec serverless = SomeReleases.serverless("v1");
    ReleaseSpec judgedServerless = SomeReleases.but(serverless, judged);
    assertThatThrownBy(() -> SageMakerRules.check(article, SomeReleases.but(judged), 2))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("the judge needs 840 s");
    assertThat(codes(article, judgedServerless)).contains("judge-has-nothing-to-compare");
    assertThat(codes(serverless, judgedServerless)).contains("judge-has-nothing-to-compare");
  }

  @Test
  void anUpdateOfServerlessMustBakeLongEnoughForItsAlarms() {
    ReleaseSpec hasty =
        SomeReleases.but(
            SomeReleases.serverless("v2"),
            "{'rollout': {'strategy': 'ALL_AT_ONCE', 'canary': null, 'termination_wait_seconds':"
                + " 60}}");
    assertThat(codes(SomeReleases.serverless("v1"), hasty)).contains("bake-shorter-than-alarm");
  }

  @Test
  void justBeforeTheCallTheRulesAreAskedAgainOfWhatIsThen() {
    ReleaseSpec article = SomeReleases.article("v1");
    assertThatCode(() -> SageMakerRules.refuse(article, 2)).doesNotThrowAnyException();
    assertThatCode(() -> SageMakerRules.refuse(SomeReleases.serverless("v1"), 0))
        .doesNotThrowAnyException();
    for (String refused :
        List.of(
            "{'hosting': {'instance_type': 'ml.t2.medium'}}",
            "{'rollout': {'maximum_execution_timeout_seconds': 400}}",
            "{'rollout': {'canary': {'type': 'INSTANCE_COUNT', 'value': 2}}}")) {
      assertThatThrownBy(() -> SageMakerRules.refuse(SomeReleases.but(refused), 2))
          .as(refused)
          .isInstanceOf(Refused.class);
    }
  }

  private static List<String> codes(@Nullable ReleaseSpec current, ReleaseSpec wanted) {
    return SageMakerRules.check(current, wanted, 2).stream().map(Plan.Remark::code).toList();
  }
}
