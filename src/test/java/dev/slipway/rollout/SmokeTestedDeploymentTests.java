package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Updates whose new fleet is sent the model's samples before its release counts as good. */
@Conforming
class SmokeTestedDeploymentTests {

  private static final String FINAL_BAKE =
      """
      {"strategy": "CANARY", "canary": {"type": "CAPACITY_PERCENT", "value": 50},
       "wait_interval_seconds": 300, "termination_wait_seconds": 300}
      """;
  private static final String FIRST_BAKE =
      """
      {"strategy": "CANARY", "canary": {"type": "CAPACITY_PERCENT", "value": 50},
       "wait_interval_seconds": 400, "termination_wait_seconds": 0}
      """;
  private static final String NO_BAKE =
      """
      {"strategy": "ALL_AT_ONCE", "termination_wait_seconds": 0}
      """;

  @AutoClose private static SmokeStage stage;
  private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    stage = new SmokeStage();
    rehearsal = stage.rehearsal();
  }

  @AfterEach
  void clear() {
    stage.clear();
  }

  @Test
  void aGoodModelAnswersItsSamplesInTheLastBakeAndTheRecordSaysSo() {
    stage.environment("good", SmokeStage.INSTANCES, FINAL_BAKE, "");
    stage.samplesOfTheModel();
    stage.promote("v1");
    Answer plan = stage.plan("v2");
    assertThat(plan.at("/smoke_test/when")).isEqualTo("FINAL_BAKE");
    assertThat(SmokeStage.remark(plan, "smoke-test-runs"))
        .contains("all traffic is on the new fleet", "large, small", "SageMaker moves all traffic");
    int before = stage.asked();
    UUID update = rehearsal.promote("v2", "good");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/smoke_test/outcome")).isEqualTo("PASS");
    assertThat(ended.at("/smoke_test/when")).isEqualTo("FINAL_BAKE");
    assertThat(ended.at("/smoke_test/samples/1/sample")).isEqualTo("small");
    assertThat(ended.at("/smoke_test/samples/1/status")).isEqualTo("200");
    assertThat(ended.at("/smoke_test/samples/1/digest"))
        .isEqualTo(plan.at("/smoke_test/samples/1/digest"));
    assertThat(stage.events(update)).contains("smoke-test.passed").doesNotContain("features");
    assertThat(stage.asked() - before).isEqualTo(2);
  }

  @Test
  void aModelWithWrongAnswersIsRolledBackByItsSamplesAndTheRecordSaysWhy() {
    stage.environment("wrong", SmokeStage.INSTANCES, FINAL_BAKE, "");
    stage.samplesOfTheModel();
    stage.promote("v1");
    String before = rehearsal.aws().endpoint(stage.endpoint()).endpointConfigName();
    UUID update = rehearsal.promote("other", "wrong");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("failed-its-smoke-test");
    assertThat(ended.at("/reason")).contains("sample small", "/version", "\"type\"");
    assertThat(ended.at("/abort/cause")).isEqualTo("SMOKE_TEST");
    assertThat(ended.at("/smoke_test/outcome")).isEqualTo("FAIL");
    assertThat(ended.at("/smoke_test/followed")).isEqualTo("ABORT");
    assertThat(ended.at("/smoke_test/samples/0/fault")).isEmpty();
    assertThat(ended.at("/smoke_test/samples/1/wrong")).isEqualTo("1");
    assertThat(rehearsal.aws().endpoint(stage.endpoint()).endpointConfigName()).isEqualTo(before);
    assertThat(stage.events(update)).contains("smoke-test.failed", "The deployment is undone.");
    Answer release = rehearsal.api().get("/v1/endpoints/" + stage.endpoint() + "/releases/2");
    assertThat(release.at("/quarantine/cause")).isEqualTo("SMOKE_TEST");
    assertThat(release.at("/quarantine/reason")).contains("The smoke test failed");
    assertThat(stage.promotion("other").at("/code")).isEqualTo("version-quarantined");
  }

  @Test
  void whereBothFleetsServeSamplesAreSentSoOftenThatTheNewOneIsNotMissed() {
    stage.environment("mixed", SmokeStage.INSTANCES, FIRST_BAKE, "");
    stage.samplesOfTheModel();
    stage.promote("v1");
    Answer plan = stage.plan("other");
    assertThat(plan.at("/smoke_test/when")).isEqualTo("FIRST_BAKE");
    // Half of the traffic: 0.5^10 is less than one in a thousand.
    assertThat(plan.at("/smoke_test/samples/0/calls")).isEqualTo("10");
    Answer ended = stage.promote("other");
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/smoke_test/outcome")).isEqualTo("FAIL");
    assertThat(ended.at("/reason")).contains("calls", "/version");
  }

  @Test
  void aSampleThatNeitherFleetAnswersRightlyIsNoEvidenceAgainstTheNewOne() {
    stage.environment("neither", SmokeStage.INSTANCES, FIRST_BAKE, "");
    rehearsal.sample(
        "odd", "{\"content_type\": \"application/json\", \"body\": \"not what it takes\"}");
    stage.promote("v1");
    Answer first = rehearsal.api().get("/v1/endpoints/" + stage.endpoint());
    // The first release was taken away by it: nothing else was ever asked.
    assertThat(first.at("/current_release")).isEmpty();

    stage.delete("odd");
    stage.promote("v2");
    rehearsal.sample(
        "odd", "{\"content_type\": \"application/json\", \"body\": \"not what it takes\"}");
    Answer ended = stage.promote("v3");
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/smoke_test/outcome")).isEqualTo("INSUFFICIENT_EVIDENCE");
    assertThat(ended.at("/smoke_test/sentence")).contains("the old fleet answers it wrongly too");
  }

  @Test
  void aFirstReleaseThatFailsIsDeletedAndQuarantined() {
    stage.environment("first", SmokeStage.INSTANCES, FINAL_BAKE, "");
    stage.samplesOfTheModel();
    assertThat(SmokeStage.remark(stage.plan("mute"), "smoke-test-runs"))
        .contains("never served, is deleted");
    UUID creation = rehearsal.promote("mute", "first");
    Answer ended = rehearsal.untilEnd(creation);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("failed-its-smoke-test");
    assertThat(ended.at("/smoke_test/samples/0/status")).isEqualTo("500");
    assertThat(ended.at("/reason")).contains("the container answered HTTP 500");
    assertThat(rehearsal.snapshot().path("endpoint").toString()).doesNotContain(stage.endpoint());
    assertThat(stage.promotion("mute").at("/code")).isEqualTo("version-quarantined");
    assertThat(stage.promote("v1").at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void anUpdateThatIsToGoBackIsSentNoSamplesAlsoWhereItsAlarmIsQuietAgain() {
    stage.environment("alarmed", SmokeStage.INSTANCES, FINAL_BAKE, "");
    stage.samplesOfTheModel();
    stage.promote("v1");
    UUID update = rehearsal.promote("v2", "alarmed");
    rehearsal.untilWaitingFor(update, "Launching");
    // SageMaker watches no alarm before it bakes.
    rehearsal.fire(rehearsal.aws().alarms().of(stage.endpoint() + "-r2-", "-5xx-errors"));
    rehearsal.scheduler().tick(update);
    assertThat(rehearsal.deployment(update).at("/state")).isEqualTo("ROLLING_BACK");
    int before = stage.asked();
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("CANCELED");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(ended.json().has("smoke_test")).as(ended.http().body()).isFalse();
    assertThat(stage.asked()).isEqualTo(before);
  }

  @Test
  void whatBakesNowhereIsTakenBackByADeploymentOfTheReleaseBeforeIt() {
    stage.environment(
        "bakeless", SmokeStage.INSTANCES, NO_BAKE, ", \"alarms\": {\"preset\": \"ARTICLE\"}");
    stage.promote("v1");
    stage.samplesOfTheModel();
    String before = rehearsal.aws().endpoint(stage.endpoint()).endpointConfigName();
    UUID update = rehearsal.promote("mute", "bakeless");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("CANCELED");
    assertThat(ended.at("/reason_code")).isEqualTo("failed-its-smoke-test");
    Answer back = rehearsal.untilEnd(UUID.fromString(ended.at("/compensated_by")));
    assertThat(back.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(back.json().has("smoke_test")).isFalse();
    assertThat(rehearsal.aws().endpoint(stage.endpoint()).endpointConfigName())
        .isNotEqualTo(before);
    assertThat(
            rehearsal.api().get("/v1/endpoints/" + stage.endpoint()).at("/current_release/number"))
        .isEqualTo("1");
    assertThat(stage.promotion("mute").at("/code")).isEqualTo("version-quarantined");
  }

  @Test
  void aTickWhoseAnswerWasLostIsRepeatedAndTheVerdictStaysOne() {
    stage.environment("lost", SmokeStage.INSTANCES, FINAL_BAKE, "");
    stage.samplesOfTheModel();
    stage.promote("v1");
    UUID update = rehearsal.promote("v2", "lost");
    rehearsal.fault(
        """
        {"kind": "lost_answer", "service": "sagemaker", "operation": "InvokeEndpoint",
         "call": 2}
        """);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/smoke_test/outcome")).isEqualTo("PASS");
    assertThat(ended.at("/smoke_test/samples/0/calls")).isEqualTo("1");
    assertThat(stage.events(update).split("\"smoke-test.passed\"", -1)).hasSize(2);
  }

  @Test
  void aRefusalToPassSamplesOnIsNoEvidenceAndTheEnvironmentSaysWhatFollows() {
    stage.environment(
        "denied",
        SmokeStage.INSTANCES,
        FINAL_BAKE,
        ", \"smoke_test\": {\"on_insufficient_evidence\": \"ABORT\"}");
    stage.samplesOfTheModel();
    stage.promote("v1");
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "InvokeEndpoint",
         "status": 403, "code": "AccessDeniedException", "message": "not for you"}
        """);
    Answer ended = stage.promote("v2");
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("insufficient-evidence");
    assertThat(ended.at("/reason")).contains("not for you");
    assertThat(
            rehearsal
                .api()
                .get("/v1/endpoints/" + stage.endpoint() + "/releases/2")
                .json()
                .has("quarantine"))
        .isFalse();
  }

  @Test
  void withoutSamplesThePlanSaysThatNothingIsSentOrRefuses() {
    stage.environment("none", SmokeStage.INSTANCES, FINAL_BAKE, "");
    assertThat(SmokeStage.remark(stage.plan("v1"), "smoke-test-has-no-samples"))
        .contains("no sample payloads");
    assertThat(stage.plan("v1").json().has("smoke_test")).isFalse();
    Answer ended = stage.promote("v1");
    assertThat(ended.json().has("smoke_test")).isFalse();
    Answer set =
        rehearsal.override(
            stage.endpoint(),
            "{\"smoke_test\": {\"on_fail\": \"ABORT\", \"on_insufficient_evidence\": \"ABORT\"}}");
    assertThat(set.status()).as(set.http().body()).isEqualTo(200);
    Answer refused = stage.promotion("v2");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("smoke-test-has-no-samples");
    rehearsal.override(stage.endpoint(), "{\"smoke_test\": null, \"without\": [\"SMOKE_TEST\"]}");
    assertThat(stage.promotion("v2").json().toString()).doesNotContain("smoke");
  }
}
