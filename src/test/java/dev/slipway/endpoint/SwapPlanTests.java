package dev.slipway.endpoint;

import static dev.slipway.endpoint.SomeQuestions.codes;
import static dev.slipway.endpoint.SomeQuestions.operations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Planner.Question;
import dev.slipway.endpoint.Planner.Way;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of an update between instances and serverless. */
class SwapPlanTests {

  private static final ReleaseSpec SERVERLESS = SomeReleases.serverless("v1");
  private static final ReleaseSpec INSTANCES = SomeReleases.article("v2");

  @Test
  void towardsServerlessSageMakerDoesNotTurnTheEndpoint() {
    List<Remark> remarks = SwapPlan.remarks(SomeEndpoints.made(), SERVERLESS, Way.FORWARD);
    assertThat(remarks)
        .extracting(Remark::code, Remark::severity)
        .containsExactly(
            tuple("endpoint-is-replaced", Severity.NOTE),
            tuple("direct-callers-must-follow", Severity.WARNING));
    assertThat(remarks.getFirst().message())
        .contains("SageMaker does not turn instances into serverless.")
        .contains("prod-fraud-detector--s…")
        .contains("Slipway watches the rollback alarms itself")
        .contains("stands for at least 600 s more");
  }

  @Test
  void towardsInstancesTheFleetBeginsAsReleased() {
    List<Remark> remarks = SwapPlan.remarks(SomeEndpoints.made(), INSTANCES, Way.FORWARD);
    assertThat(remarks.getFirst().message()).contains("but never back.");
    assertThat(remarks.getLast().code()).isEqualTo("fleet-begins-as-released");
    assertThat(remarks.getLast().message())
        .isEqualTo(
            "The fleet begins with 2 instances, and autoscaling follows the traffic as soon as it"
                + " is switched.");
    ReleaseSpec unscaled = SomeReleases.but(INSTANCES, "{'autoscaling': null}");
    assertThat(SwapPlan.remarks(SomeEndpoints.made(), unscaled, Way.FORWARD).getLast().message())
        .isEqualTo("The fleet begins with 2 instances.");
  }

  @Test
  void onTheWayBackNoAlarmIsWatchedAndOnlyRequestsUnderWayAreWaitedFor() {
    ReleaseSpec patient =
        SomeReleases.but(SERVERLESS, "{'rollout': {'termination_wait_seconds': 1200}}");
    assertThat(SwapPlan.bakeSeconds(patient, Way.FORWARD)).isEqualTo(300 + 1200);
    assertThat(SwapPlan.bakeSeconds(patient, Way.BACK)).isEqualTo(600);
    assertThat(SwapPlan.remarks(SomeEndpoints.made(), patient, Way.BACK).getFirst().message())
        .doesNotContain("Slipway watches");
  }

  @Test
  void serverlessHasNoLeverAndItsUpdateNoPublishedMetric() {
    ReleaseSpec wanted = SomeReleases.serverless("v2");
    Plan plan = Planner.plan(SomeQuestions.of(SERVERLESS, onDemand(), wanted, Way.FORWARD));
    assertThat(operations(plan))
        .contains("PutMetricAlarm prod-fraud-detector-r…-5xx-errors")
        .noneMatch(call -> call.contains("PutMetricData") || call.endsWith("-abort"));
  }

  @Test
  void betweenInstancesAndServerlessAnotherEndpointTakesThePlace() {
    Plan plan =
        Planner.plan(
            Patched.with(
                SomeQuestions.of(INSTANCES, SomeEndpoints.live(2), SERVERLESS, Way.FORWARD),
                """
                {'collecting': [
                  {'service': 'application-autoscaling', 'operation': 'DeregisterScalableTarget',
                   'subject': 'endpoint/prod-fraud-detector/variant/primary'},
                  {'service': 'sagemaker', 'operation': 'DeleteEndpoint',
                   'subject': 'prod-fraud-detector'}]}
                """));
    assertThat(operations(plan))
        .containsExactly(
            "CreateModel prod-fraud-detector-m-…",
            "CreateEndpointConfig prod-fraud-detector-r…",
            "PutMetricAlarm prod-fraud-detector-r…-5xx-errors",
            "PutMetricAlarm prod-fraud-detector-r…-high-latency",
            "CreateEndpoint prod-fraud-detector--s…",
            "PutMetricAlarm prod-fraud-detector-5xx-errors",
            "PutMetricAlarm prod-fraud-detector-high-latency",
            "DeregisterScalableTarget endpoint/prod-fraud-detector/variant/primary",
            "DeleteEndpoint prod-fraud-detector");
    assertThat(codes(plan)).contains("endpoint-is-replaced");
    assertThat(plan.expectedSeconds().baking()).isEqualTo(600);
    Plan back = Planner.plan(SomeQuestions.of(SERVERLESS, onDemand(), INSTANCES, Way.BACK));
    assertThat(operations(back))
        .contains("RegisterScalableTarget endpoint/prod-fraud-detector--s…/variant/primary")
        .noneMatch(call -> call.contains("r…-5xx-errors") || call.contains("Deregister"));
  }

  @Test
  void alarmsOfOthersAreRefusedForwardAndNamedOnTheWayBack() {
    Question question = SomeQuestions.of(SERVERLESS, onDemand(), INSTANCES, Way.FORWARD);
    String others = "{'others_alarms': ['prod-fraud-detector-high-latency'], 'way': '%s'}";
    assertThatThrownBy(() -> Planner.plan(Patched.with(question, others.formatted("FORWARD"))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("alarms-of-others");
              assertThat(refused.violations().getFirst().pointer()).isEqualTo("/alarms/adopted");
            });
    for (String way : List.of("BACK", "SETTLING")) {
      Plan back = Planner.plan(Patched.with(question, others.formatted(way)));
      assertThat(codes(back)).contains("alarms-of-others");
      assertThat(operations(back))
          .contains("PutMetricAlarm prod-fraud-detector-5xx-errors")
          .doesNotContain("PutMetricAlarm prod-fraud-detector-high-latency");
    }
  }

  private static LiveEndpoint onDemand() {
    return SomeEndpoints.live(
        EndpointStatus.IN_SERVICE, "InService", SomeEndpoints.onDemand(2048, 20));
  }
}
