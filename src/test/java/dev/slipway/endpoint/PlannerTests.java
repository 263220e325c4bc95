package dev.slipway.endpoint;

import static dev.slipway.endpoint.SomeQuestions.codes;
import static dev.slipway.endpoint.SomeQuestions.operations;
import static dev.slipway.endpoint.SomeQuestions.paging;
import static dev.slipway.endpoint.SomeQuestions.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Json;
import dev.slipway.endpoint.Plan.Change;
import dev.slipway.endpoint.Plan.ExpectedSeconds;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Planner.Question;
import dev.slipway.endpoint.Planner.Way;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What bringing an endpoint to a release takes: changes, calls in their order, and time. */
class PlannerTests {

  private static final ReleaseSpec V1 = SomeReleases.article("v1");
  private static final ReleaseSpec V2 = SomeReleases.article("v2");
  private static final String MANAGED = "{'execution_role': {'arn': null, 'managed': true}}";

  private static final String NEEDS_LEVER = "{'needs_lever': true}";

  @Test
  void theFirstReleaseIsCreatedWithoutACanary() {
    Plan plan = Planner.plan(SomeQuestions.of(null, null, V1, Way.FORWARD));
    assertThat(operations(plan))
        .containsExactly(
            "CreateModel prod-fraud-detector-m-…",
            "CreateEndpointConfig prod-fraud-detector-r…",
            "PutMetricAlarm prod-fraud-detector-5xx-errors",
            "PutMetricAlarm prod-fraud-detector-high-latency",
            "CreateEndpoint prod-fraud-detector",
            "RegisterScalableTarget endpoint/prod-fraud-detector/variant/primary",
            "PutScalingPolicy prod-fraud-detector-scaling");
    assertThat(plan.expectedSeconds()).isEqualTo(new ExpectedSeconds(420, 0, 420));
    assertThat(plan.noChanges()).isFalse();
  }

  @Test
  void anUpdateHasRollbackAlarmsAndALever() {
    Plan plan = Planner.plan(update(V2));
    assertThat(operations(plan))
        .containsExactly(
            "CreateModel prod-fraud-detector-m-…",
            "CreateEndpointConfig prod-fraud-detector-r…",
            "PutMetricAlarm prod-fraud-detector-r…-5xx-errors",
            "PutMetricAlarm prod-fraud-detector-r…-high-latency",
            "PutMetricData Slipway/Deployments AbortRequested",
            "PutMetricAlarm prod-fraud-detector-r…-abort",
            "UpdateEndpoint prod-fraud-detector",
            "AddTags prod-fraud-detector");
    assertThat(plan.expectedSeconds()).isEqualTo(new ExpectedSeconds(420, 420, 840));
    assertThat(plan.changes())
        .contains(new Change("model_version", "v1", "v2"))
        .extracting(Change::field)
        .doesNotContain("endpoint_config", "endpoint_status");
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"BACK", "SETTLING"})
  void aWayBackMovesAtOnceAndCarriesOnlyTheLever(Way way) {
    Plan plan = Planner.plan(SomeQuestions.of(V1, SomeEndpoints.live(2), V2, way));
    assertThat(operations(plan))
        .contains("PutMetricAlarm prod-fraud-detector-r…-abort")
        .noneMatch(call -> call.contains("r…-5xx-errors") || call.contains("r…-high-latency"));
    assertThat(codes(plan)).containsExactly("rollback-has-no-canary");
    assertThat(plan.expectedSeconds()).isEqualTo(new ExpectedSeconds(420, 0, 420));
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"BACK", "SETTLING"})
  void aWayBackToASmallerFleetSaysSoWithBothNumbers(Way way) {
    ReleaseSpec unscaled = SomeReleases.but("{'autoscaling': null}");
    ReleaseSpec tighter = SomeReleases.but("{'autoscaling': {'max_instances': 4}}");
    assertThat(shrinks(V2, unscaled, way))
        .containsExactly(
            new Remark(
                Severity.WARNING,
                "capacity-changes",
                "The fleet has 8 instances and will have 2 with this release.",
                "If traffic needs them, promote that version again with hosting.instance_count of"
                    + " at least 8."));
    assertThat(shrinks(V2, tighter, way))
        .singleElement()
        .extracting(Remark::proposal)
        .asString()
        .endsWith("autoscaling.max_instances of at least 8.");
    assertThat(shrinks(unscaled, V2, way)).as("kept").isEmpty();
    assertThat(shrinks(V2, SomeReleases.serverless("v1"), way)).as("no instances").isEmpty();
  }

  private static List<Remark> shrinks(ReleaseSpec serving, ReleaseSpec restored, Way way) {
    Question asked = SomeQuestions.of(serving, SomeEndpoints.live(8), restored, way);
    return Planner.plan(asked).remarks().stream()
        .filter(remark -> remark.code().equals("capacity-changes"))
        .toList();
  }

  @Test
  void whatIsAsWantedNeedsNothing() {
    Plan plan = Planner.plan(update(V1));
    assertThat(plan.noChanges()).isTrue();
    assertThat(plan.calls()).isEmpty();
    assertThat(plan.expectedSeconds()).isEqualTo(new ExpectedSeconds(0, 0, 0));
  }

  @Test
  void whatAwsHasAlreadyIsNotMadeAgain() {
    ReleaseSpec managed = SomeReleases.but(V1, MANAGED);
    Question bare = SomeQuestions.of(null, null, managed, Way.FORWARD);
    assertThat(operations(Planner.plan(bare)).subList(0, 3))
        .containsExactly(
            "CreateRole slipway-prod-fraud-detector",
            "PutRolePolicy slipway-prod-fraud-detector",
            "CreateModel prod-fraud-detector-m-…");
    assertThat(
            operations(
                    Planner.plan(Patched.with(bare, "{'existing': {'role': true, 'model': true}}")))
                .subList(0, 2))
        .containsExactly(
            "PutRolePolicy slipway-prod-fraud-detector",
            "CreateEndpointConfig prod-fraud-detector-r…");
  }

  @Test
  void aManagedRolesPolicyIsPutWhereWhatIsThereIsNotWhatTheReleaseNeeds() {
    ReleaseSpec managed = SomeReleases.but(V2, MANAGED);
    Question asked = SomeQuestions.of(V1, SomeEndpoints.live(2), managed, Way.FORWARD);
    assertThat(operations(Planner.plan(asked)))
        .as("the release before had one that was given")
        .startsWith(
            "CreateRole slipway-prod-fraud-detector", "PutRolePolicy slipway-prod-fraud-detector");
    Question there = Patched.with(asked, "{'existing': {'role': true}}");
    assertThat(operations(Planner.plan(there)))
        .startsWith("PutRolePolicy slipway-prod-fraud-detector");
    assertThat(operations(Planner.plan(Patched.with(there, "{'existing': {'policy': true}}"))))
        .noneMatch(call -> call.contains("Role"));
  }

  @Test
  void whatRetentionLetsGoIsCollectedLast() {
    Question asked =
        Patched.with(
            update(V2),
            "{'collecting': [{'service': 'sagemaker', 'operation': 'DeleteModel', 'subject':"
                + " 'old'}]}");
    assertThat(operations(Planner.plan(asked)))
        .endsWith("AddTags prod-fraud-detector", "DeleteModel old");
    assertThat(Planner.plan(asked).hash()).isNotEqualTo(Planner.plan(update(V2)).hash());
    assertThat(Planner.plan(Patched.with(asked, "{'wanted': " + Json.write(V1) + "}")).calls())
        .as("no changes")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          high-latency             | {'latency_threshold_ms': 500}
          5xx-errors               | {'preset': 'GUARDED'}
          5xx-errors, high-latency | {'sns_topic_arn': 'arn:aws:sns:us-east-1:123456789012:team'}
          """)
  void ofThePagingAlarmsThoseArePutWhoseRulesChange(String put, String rules) {
    assertThat(paging(update(V2))).isEmpty();
    assertThat(paging(update(SomeReleases.but(V2, "{'alarms': " + rules + "}"))))
        .containsExactly(put.split(", "));
  }

  @Test
  void anotherInstanceTypeTakesAutoscalingOffAndPutsItOnAgain() {
    ReleaseSpec bigger = SomeReleases.but("{'hosting': {'instance_type': 'ml.c5.2xlarge'}}");
    assertThat(operations(Planner.plan(update(bigger))))
        .containsSubsequence(
            "DeregisterScalableTarget endpoint/prod-fraud-detector/variant/primary",
            "UpdateEndpoint prod-fraud-detector",
            "RegisterScalableTarget endpoint/prod-fraud-detector/variant/primary",
            "PutScalingPolicy prod-fraud-detector-scaling");
  }

  @Test
  void anUpdateThatNothingCouldStopIsRefusedWhereTheEnvironmentAsksForALever() {
    ReleaseSpec unstoppable =
        SomeReleases.but(
            V2,
            "{'rollout': {'strategy': 'ALL_AT_ONCE', 'canary': null, "
                + "'termination_wait_seconds': 0}}");
    Question asked = SomeQuestions.of(V1, SomeEndpoints.live(2), unstoppable, Way.FORWARD);
    assertThat(codes(Planner.plan(asked))).contains("no-abort-lever");
    assertThatThrownBy(() -> Planner.plan(Patched.with(asked, NEEDS_LEVER)))
        .isInstanceOf(Refused.class);
    assertThat(
            Planner.plan(
                Patched.with(
                    SomeQuestions.of(V1, SomeEndpoints.live(2), V1, Way.BACK), NEEDS_LEVER)))
        .as("a way back is always let pass")
        .isNotNull();
  }

  @Test
  void aPlanIsNamedByWhatItWouldDo() {
    Plan plan = Planner.plan(update(V2));
    assertThat(plan.hash()).hasSize(16).isEqualTo(Planner.plan(update(V2)).hash());
    assertThat(Planner.plan(update(SomeReleases.article("v3"))).hash()).isNotEqualTo(plan.hash());
    assertThat(plan.remarking(new Remark(Severity.NOTE, "x", "x", null)).hash())
        .as("what is remarked changes nothing")
        .isEqualTo(plan.hash());
  }
}
