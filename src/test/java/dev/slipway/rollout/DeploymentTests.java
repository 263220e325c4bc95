package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.wire.Calls;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/** Deployments from request to end, with every AWS call over the wire and time ticked by hand. */
@Conforming
class DeploymentTests extends ProdStage {

  @Test
  void theFirstReleaseCreatesOneOfEachAndBecomesCurrent() {
    Answer deployment = rehearsal.live("v1");
    assertThat(deployment.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().models()).hasSize(1);
    assertThat(rehearsal.aws().alarms().names())
        .contains(ENDPOINT + "-5xx-errors", ENDPOINT + "-high-latency");
    Answer endpoint = rehearsal.api().get("/v1/endpoints/" + ENDPOINT);
    assertThat(endpoint.at("/current_release/model_version")).isEqualTo("v1");
    Answer live = rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/live");
    assertThat(live.json().path("as_expected").asBoolean()).isTrue();
    assertThat(live.json().path("autoscaling").path("max_instances").asInt()).isEqualTo(10);
  }

  @Test
  void anUpdateShowsTwoFleetsWhileItsCanaryBakesAndKeepsTheOldConfiguration() {
    rehearsal.live("v1");
    String before = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    Answer baking = rehearsal.deployment(update);
    assertThat(baking.json().at("/fleets/0/side").asString("")).isEqualTo("BLUE");
    assertThat(baking.json().at("/fleets/0/traffic_percent").asInt()).isEqualTo(50);
    assertThat(baking.at("/waiting_for")).contains("Baking");
    assertThat(rehearsal.api().get("/v1/deployments/" + update + "/fleets").status())
        .isEqualTo(200);
    assertThat(rehearsal.api().get("/v1/endpoints").at("/items/0/active_deployment"))
        .isEqualTo(update.toString());
    assertThat(rehearsal.aws().hasEndpointConfig(before)).as("while it may go back").isTrue();
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.api().get("/v1/endpoints/" + ENDPOINT).json().has("active_deployment"))
        .isFalse();
    assertThat(rehearsal.calls())
        .extracting(Calls.Made::operation)
        .doesNotContain("DeleteEndpointConfig", "DeleteModel");
    assertThat(rehearsal.aws().hasEndpointConfig(before)).isTrue();
    assertThat(rehearsal.aws().artifactOf(ENDPOINT)).endsWith("/v2/model.tar.gz");
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointConfigName())
        .startsWith(ENDPOINT + "-r2-a2-");
  }

  @Test
  void anAlarmInTheCanaryEndsRolledBackWithItsReasonAndTheOldReleaseUntouched() {
    rehearsal.live("v1");
    String before = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    List<String> models = rehearsal.aws().models();
    UUID update = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.aws().alarms().fireErrorsOf("-r2-a2-");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason")).contains("-5xx-errors").contains("3 of 5 requests failed");
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointConfigName()).isEqualTo(before);
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointStatus())
        .isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(rehearsal.aws().hasEndpointConfig(before)).isTrue();
    assertThat(rehearsal.aws().models()).isEqualTo(models);
    assertThat(rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/number"))
        .isEqualTo("1");
  }

  @Test
  void goingBackByHandRestoresTheEarlierReleaseAllAtOnce() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    Answer plan = act("rollbacks?dry_run=true", reason("v2 is slow"));
    assertThat(plan.status()).isEqualTo(200);
    assertThat(plan.at("/release/model_version")).isEqualTo("v1");
    Answer accepted = act("rollbacks", reason("v2 is slow"));
    assertThat(accepted.status()).isEqualTo(202);
    Answer ended = rehearsal.untilEnd(UUID.fromString(accepted.at("/id")));
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/requested_reason")).isEqualTo("v2 is slow");
    assertThat(rehearsal.aws().routing(ENDPOINT)).isEqualTo("ALL_AT_ONCE");
    assertThat(rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/number"))
        .isEqualTo("1");
  }

  @Test
  void aSecondDeploymentIsToldWhatStandsInTheWay() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    Answer second =
        rehearsal
            .api()
            .post(
                "/v1/promotions",
                """
                {"model": "fraud-detector", "version": "v3", "to": "prod", "reason": "hurry"}
                """);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.at("/link")).isEqualTo("/v1/deployments/" + update);
  }

  @Test
  void whatRunsAlreadyIsNotDeployedAgain() {
    rehearsal.live("v1");
    Answer again =
        rehearsal
            .api()
            .post(
                "/v1/promotions",
                """
                {"model": "fraud-detector", "version": "v1", "to": "prod", "reason": "again"}
                """);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.at("/outcome")).isEqualTo("NO_CHANGES");
  }

  @Test
  void aPlanThatIsNoLongerTrueIsNotCarriedOut() {
    String promotion =
        """
        {"model": "fraud-detector", "version": "v1", "to": "prod", "reason": "a test"%s}
        """;
    Answer plan = rehearsal.api().post("/v1/promotions?dry_run=true", promotion.formatted(""));
    assertThat(plan.status()).isEqualTo(200);
    String agreed = promotion.formatted(", \"plan_hash\": \"" + plan.at("/hash") + "\"");
    rehearsal.live("v2");
    Answer stale = rehearsal.api().post("/v1/promotions", agreed);
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.at("/code")).isEqualTo("plan-stale");
  }

  @Test
  void anArtifactThatVanishesBeforeTheUpdateFailsTheAttemptAndLeavesNothing() {
    rehearsal.live("v1");
    List<String> models = rehearsal.aws().models();
    List<String> alarms = rehearsal.aws().alarms().names();
    UUID update = rehearsal.promote("v2");
    rehearsal.aws().artifacts().delete("v2");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("artifact-missing");
    assertThat(rehearsal.aws().models()).isEqualTo(models);
    assertThat(rehearsal.aws().alarms().names()).isEqualTo(alarms);
  }

  @Test
  void anEndpointThatCouldNotBeCreatedIsMadeAnewByTheNextDeployment() {
    rehearsal.aws().artifacts().put("v1", new byte[] {1, 2, 3});
    Answer failed = rehearsal.live("v1");
    assertThat(failed.at("/state")).isEqualTo("FAILED");
    assertThat(failed.at("/reason_code")).isEqualTo("endpoint-creation-failed");
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointStatus())
        .isEqualTo(EndpointStatus.FAILED);
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void anEndpointThatSomebodyElseMovesNeedsAPersonAndARollbackSettlesIt() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.aws().moveElsewhere(ENDPOINT, "somebodys-own");
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "CreateModel", "status": 500,
         "code": "InternalFailure", "message": "later", "times": 4}
        """);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isIn("SUCCEEDED", "NEEDS_ATTENTION");
    Answer back = act("rollbacks", "{\"release\": 1, \"reason\": \"settle it\"}");
    assertThat(back.status()).isEqualTo(202);
    assertThat(rehearsal.untilEnd(UUID.fromString(back.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void anUnansweringAwsIsWaitedForAndNeverAFailure() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "*", "status": 400,
         "code": "ThrottlingException", "message": "Rate exceeded"}
        """);
    rehearsal.advance(Duration.ofMinutes(10));
    Answer waiting = rehearsal.deployment(update);
    assertThat(waiting.at("/state")).isEqualTo("PREPARING");
    assertThat(waiting.at("/waiting_for")).contains("Rate exceeded");
    rehearsal.noFaults();
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void aTickThatIsNotTheNextDoesNothing() {
    UUID first = rehearsal.promote("v1");
    rehearsal.runDue();
    String before = rehearsal.deployment(first).http().body();
    rehearsal.scheduler().tick(first, 0);
    rehearsal.scheduler().tick(first, 99);
    assertThat(rehearsal.deployment(first).http().body()).isEqualTo(before);
  }

  @Test
  void retiringTakesAwayAllThatIsOursAndNothingOfAStrangers() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    String ours = rehearsal.aws().models().getFirst();
    rehearsal.aws().copyModel(ours, ENDPOINT + "-m-stranger");
    rehearsal.aws().make().alarm(ENDPOINT + "-5xx-errors-too");
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().models()).containsExactly(ENDPOINT + "-m-stranger");
    assertThat(rehearsal.aws().alarms().names()).containsExactly(ENDPOINT + "-5xx-errors-too");
    assertThat(rehearsal.snapshot().path("sagemaker.endpoint").size()).isZero();
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void aNameThatAStrangerHoldsIsLeftAloneAndSaid() {
    UUID first = rehearsal.promote("v1");
    rehearsal.aws().make().alarm(ENDPOINT + "-5xx-errors");
    Answer ended = rehearsal.untilEnd(first);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("name-taken");
    assertThat(rehearsal.aws().alarms().names()).containsExactly(ENDPOINT + "-5xx-errors");
  }

  @Test
  void everyStepIsOnRecordInOrderWithAwsRequestIds() {
    UUID first = UUID.fromString(rehearsal.live("v1").at("/id"));
    Answer events = rehearsal.api().get("/v1/deployments/" + first + "/events?page_size=200");
    List<String> steps =
        events
            .json()
            .path("items")
            .valueStream()
            .filter(
                event -> event.path("type").asString("").matches("step.done|deployment.succeeded"))
            .map(event -> event.path("data").path("step").asString(""))
            .toList();
    assertThat(steps)
        .containsExactly(
            "PREFLIGHT",
            "EXECUTION_ROLE",
            "MODEL",
            "ENDPOINT_CONFIG",
            "ALARMS",
            "AUTOSCALING_BEFORE",
            "ENDPOINT",
            "AWAIT",
            "BAKE",
            "AUTOSCALING",
            "MARK",
            "FINISH");
    assertThat(events.http().body()).contains("\"operation\":\"CreateEndpoint\",\"request_id\":\"");
    assertThat(
            rehearsal
                .api()
                .get("/v1/audit-events/verification?subject_type=endpoint&subject=" + ENDPOINT)
                .json()
                .path("intact")
                .asBoolean())
        .isTrue();
  }
}
