package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A plan names the changing AWS calls that its run makes, in their order, to the last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Conforming
class PlannedCallsTests {

  private static final String ENDPOINT = "prod-fraud-detector";

  @AutoClose private final Rehearsal rehearsal = Rehearsal.start();
  private final PlanAndRun run = new PlanAndRun(rehearsal);

  @Test
  void creationUpdateTypeChangeAndRollbackMakeTheCallsOfTheirPlans() {
    assertThat(run.promoted("v1", "prod"))
        .contains("CreateRole", "CreateEndpoint", "PutScalingPolicy");
    assertThat(run.promoted("v2", "prod")).contains("UpdateEndpoint").doesNotContain("CreateRole");
    rehearsal.override(
        ENDPOINT,
        """
        {"hosting": {"instance_type": "ml.m5.xlarge", "instance_count": 2},
         "autoscaling": {"min_instances": 2, "max_instances": 8, "scale_in_cooldown_seconds": 300,
          "scale_out_cooldown_seconds": 60, "target_invocations_per_instance": 400,
          "step_policies": [{"name": "surge", "metric": "INVOCATIONS_PER_INSTANCE",
            "comparison": "GREATER_THAN", "threshold": 900, "period_seconds": 60,
            "evaluation_periods": 1, "adjustment": "CHANGE_IN_CAPACITY", "cooldown_seconds": 60,
            "steps": [{"lower_bound": 0, "adjustment": 2}]}],
          "scheduled_actions": [{"name": "night", "schedule": "cron(0 20 ? * MON-FRI *)",
            "max_instances": 3}]}}
        """);
    assertThat(run.promoted("v3", "prod"))
        .containsSubsequence(
            "DeregisterScalableTarget",
            "UpdateEndpoint",
            "RegisterScalableTarget",
            "PutScalingPolicy",
            "PutScalingPolicy",
            "PutMetricAlarm",
            "PutScheduledAction",
            "DeleteAlarms");
    assertThat(run.wentBack(ENDPOINT, 2)).contains("UpdateEndpoint");
  }

  @Test
  void anEndpointThatTakesAnothersPlaceMakesTheCallsOfItsPlanAndSaysWhatItIs() {
    rehearsal.environment("other");
    rehearsal.untilEnd(rehearsal.promote("v1", "other"));
    rehearsal.override(
        "other-fraud-detector",
        "{\"hosting\": {\"instance_type\": null, \"instance_count\": null, \"serverless\":"
            + " {\"memory_mb\": 2048, \"max_concurrency\": 20}}}");
    JsonNode plan = run.planned("v2", "other");
    UUID deployment = rehearsal.promote("v2", "other");
    assertThat(rehearsal.untilEnd(deployment).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(run.made(deployment.toString()))
        .isEqualTo(PlanAndRun.operations(plan))
        .containsSubsequence("CreateEndpoint", "DeregisterScalableTarget", "DeleteEndpoint")
        .doesNotContain("UpdateEndpoint");
    assertThat(plan.path("remarks").findValuesAsString("code"))
        .contains("endpoint-is-replaced", "direct-callers-must-follow")
        .doesNotContain("no-abort-lever");
    assertThat(plan.at("/expected_seconds/baking").asInt()).isEqualTo(600);
    assertThat(plan.path("fleet").has("cost_difference")).as("nobody has asked it").isFalse();
    assertThat(plan.path("remarks").findValuesAsString("code")).contains("requests-are-billed");
  }

  @Test
  void whatRetentionLetsGoAndTheRoleOfAnEndpointThatIsRetiredAreInTheirPlans() {
    rehearsal.environment("few", "\"keep_releases\": 1");
    run.promoted("v1", "few");
    run.promoted("v2", "few");
    assertThat(run.promoted("v3", "few"))
        .endsWith("DeleteAlarms", "DeleteAlarms", "DeleteEndpointConfig", "DeleteModel");
    String retirements = "/v1/endpoints/few-fraud-detector/retirements";
    String reason = "{\"reason\": \"a test\"}";
    JsonNode plan = rehearsal.api().post(retirements + "?dry_run=true", reason).json();
    Answer accepted = rehearsal.api().post(retirements, reason);
    assertThat(rehearsal.untilEnd(UUID.fromString(accepted.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
    List<String> made = new ArrayList<>(run.made(accepted.at("/id")));
    made.addAll(List.of("DeleteRolePolicy", "DeleteRole"));
    assertThat(PlanAndRun.operations(plan)).isEqualTo(made);
    assertThat(plan.path("remarks").findValuesAsString("code")).contains("role-goes-later");
  }

  @Test
  void aManagedRolesPolicyIsPutWhenABucketComesAndWhenTheOneBeforeItGoes() {
    rehearsal.aws().artifacts().makeBucket("ml-models-second", "v2", "v3");
    rehearsal.environment("moving");
    assertThat(run.promoted("v1", "moving")).contains("PutRolePolicy");
    String path = "/v1/environments/moving";
    Answer moved =
        rehearsal
            .api()
            .patch(
                path,
                rehearsal.api().get(path).header("ETag"),
                """
                {"profile": {"artifact_mappings":
                  [{"from": "s3://ml-models/", "to": "s3://ml-models-second/"}]}}
                """);
    assertThat(moved.status()).as(moved.http().body()).isEqualTo(200);
    assertThat(run.promoted("v2", "moving")).as("both buckets").contains("PutRolePolicy");
    assertThat(run.promoted("v3", "moving")).as("the second alone").contains("PutRolePolicy");
    rehearsal.aws().make().removeRole("slipway-moving-fraud-detector");
    assertThat(run.promoted("v3", "moving"))
        .as("the model is named by a role of the same ARN")
        .contains("CreateRole", "PutRolePolicy")
        .doesNotContain("CreateModel");
  }

  @Test
  void aFirstReleaseOfAnEndpointThatOthersMadeIsRefusedWithTheWayOut() {
    rehearsal.environment("held");
    rehearsal.aws().elsewhere().make("held-fraud-detector");
    for (boolean dry : new boolean[] {true, false}) {
      Answer refused = run.asked("fraud-detector", "v1", "held", dry);
      assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
      assertThat(refused.at("/code")).isEqualTo("name-taken");
      assertThat(refused.at("/detail"))
          .contains("held-fraud-detector", "Import it", "another name")
          .contains("slipway:endpoint=held-fraud-detector");
    }
  }

  @Test
  void anEndpointThatFailedAtFirstIsDeletedAndMadeAnewAsThePlanSays() {
    rehearsal.environment("anew");
    rehearsal.fault(
        """
        {"kind": "start_failure", "endpoint": "anew-fraud-detector", "reason": "no module"}
        """);
    assertThat(rehearsal.untilEnd(rehearsal.promote("v1", "anew")).at("/state"))
        .isEqualTo("FAILED");
    rehearsal.noFaults();
    assertThat(run.planned("v2", "anew").path("remarks").findValuesAsString("code"))
        .contains("endpoint-serves-nothing-on-record");
    assertThat(run.promoted("v2", "anew"))
        .containsSubsequence("DeleteEndpoint", "CreateEndpoint")
        .doesNotContain("UpdateEndpoint", "AddTags");
  }

  @Test
  void aFleetThatIsEnlargedFirstHasItsBoundsRaisedAndPutBackInThePlan() {
    rehearsal.environment("busy");
    rehearsal.untilEnd(rehearsal.promote("v1", "busy"));
    rehearsal.override(
        "busy-fraud-detector",
        """
        {"autoscaling": {"min_instances": 2, "max_instances": 10, "scale_in_cooldown_seconds": 300,
          "scale_out_cooldown_seconds": 60, "target_invocations_per_instance": 500,
          "scale_out_before_updates": true}}
        """);
    String config = rehearsal.aws().endpoint("busy-fraud-detector").endpointConfigName();
    new SomeTraffic(rehearsal.simulator(), "busy-fraud-detector").minute(config, 1900, 20, 0);
    rehearsal.advance(Duration.ofMinutes(20));
    assertThat(run.promoted("v2", "busy"))
        .containsSubsequence("RegisterScalableTarget", "UpdateEndpoint", "RegisterScalableTarget");
  }

  @Test
  void alarmsArePutOneByOneWhereTheirRulesChangeOrSomebodyChangedThem() {
    rehearsal.environment("told");
    String endpoint = "told-fraud-detector";
    run.promoted("v1", "told");
    rehearsal.override(
        endpoint,
        """
        {"alarms": {"preset": "ARTICLE", "latency_threshold_ms": 800},
         "autoscaling": {"min_instances": 2, "max_instances": 10, "scale_in_cooldown_seconds": 300,
          "scale_out_cooldown_seconds": 60, "target_invocations_per_instance": 400,
          "step_policies": [{"name": "surge", "metric": "INVOCATIONS_PER_INSTANCE",
            "comparison": "GREATER_THAN", "threshold": 900, "period_seconds": 60,
            "evaluation_periods": 1, "adjustment": "CHANGE_IN_CAPACITY", "cooldown_seconds": 60,
            "steps": [{"lower_bound": 0, "adjustment": 2}]}]}}
        """);
    assertThat(put(run.promoted("v1", "told")))
        .as("latency's, the attempt's three and the step policy's")
        .isEqualTo(1 + 3 + 1);
    rehearsal.override(
        endpoint, "{\"alarms\": {\"preset\": \"GUARDED\", \"latency_threshold_ms\": 800}}");
    assertThat(put(run.promoted("v1", "told"))).as("errors' and the attempt's").isEqualTo(1 + 3);
    rehearsal.aws().alarms().changeThreshold(endpoint + "-scaling-surge", 70);
    assertThat(put(run.promoted("v1", "told")))
        .as("the attempt's and the step policy's")
        .isEqualTo(3 + 1);
    rehearsal.aws().scaling().changeStep(endpoint, endpoint + "-scaling-surge", 5);
    assertThat(run.promoted("v1", "told"))
        .contains("PutScalingPolicy")
        .doesNotContain("RegisterScalableTarget");
    rehearsal.aws().scaling().bound(endpoint, 2, 4);
    assertThat(run.promoted("v1", "told"))
        .contains("RegisterScalableTarget")
        .doesNotContain("PutScalingPolicy");
  }

  @Test
  void theScalingAndTheAlarmsOfAClaimedEndpointHaveTheirOwnNamesInItsPlans() {
    rehearsal.environment("own");
    rehearsal.aws().elsewhere().make("churn");
    rehearsal.advance(Duration.ofMinutes(12));
    rehearsal.aws().scalingElsewhere().followTraffic("churn");
    String reason = "{\"reason\": \"a test\"}";
    Answer imported =
        rehearsal
            .api()
            .post(
                "/v1/endpoint-imports",
                """
                {"environment": "own", "model": "churn-model", "version": "v1",
                 "physical_name": "churn"}
                """);
    assertThat(imported.status()).as(imported.http().body()).isEqualTo(201);
    String endpoint = "own-churn-model";
    Answer claim = rehearsal.api().post("/v1/endpoints/" + endpoint + "/claims", reason);
    assertThat(rehearsal.untilEnd(UUID.fromString(claim.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
    rehearsal.override(
        endpoint,
        """
        {"autoscaling": {"target_invocations_per_instance": 200, "scheduled_actions":
          [{"name": "mornings", "schedule": "cron(0 7 * * ? *)", "timezone": "Europe/Berlin",
            "min_instances": 3, "max_instances": 6}]}}
        """);
    JsonNode plan = run.asked("churn-model", "v1", "own", true).json();
    assertThat(plan.path("calls").findValuesAsString("subject"))
        .contains("follow-traffic", "mornings")
        .doesNotContain(endpoint + "-scaling", endpoint + "-schedule-mornings");
    assertThat(run.promoted("churn-model", "v1", "own"))
        .containsSubsequence("PutScalingPolicy", "PutScheduledAction");
    assertThat(rehearsal.aws().scalingElsewhere().policies("churn"))
        .containsExactly("follow-traffic");
    rehearsal.aws().alarms().changeThreshold("churn-errors", 77);
    plan = run.asked("churn-model", "v1", "own", true).json();
    assertThat(plan.path("calls").findValuesAsString("subject")).contains("churn-errors");
    run.promoted("churn-model", "v1", "own");
  }

  private static long put(List<String> operations) {
    return operations.stream().filter("PutMetricAlarm"::equals).count();
  }
}
