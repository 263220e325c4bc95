package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.serving.ModelArchive;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

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

  private static Rehearsal rehearsal;
  private String environment = "";

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    rehearsal.aws().putArtifact("mute", archive("\"faults\": {\"error_rate\": 1}"));
    rehearsal.aws().putArtifact("other", archive("\"answer\": {\"version\": 3}"));
    for (String version : new String[] {"mute", "other"}) {
      Answer registered =
          rehearsal
              .api()
              .post(
                  "/v1/models/fraud-detector/versions",
                  """
                  {"name": "%s",
                   "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0",
                   "artifact": "s3://ml-models/fraud-detector/%s/model.tar.gz"}
                  """
                      .formatted(version, version));
      assertThat(registered.status()).isEqualTo(201);
    }
  }

  @AfterAll
  static void close() {
    rehearsal.close();
  }

  @AfterEach
  void noSamples() {
    rehearsal.noFaults();
    for (JsonNode one : samples().json().path("items")) {
      assertThat(send("DELETE", one.path("name").asString(), null).status()).isEqualTo(204);
    }
  }

  @Test
  void aGoodModelAnswersItsSamplesInTheLastBakeAndTheRecordSaysSo() {
    environment("good", FINAL_BAKE, "");
    samplesOfTheModel();
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    Answer plan = plan("v2");
    assertThat(plan.at("/smoke_test/when")).isEqualTo("FINAL_BAKE");
    assertThat(remark(plan, "smoke-test-runs"))
        .contains("all traffic is on the new fleet", "large, small", "SageMaker moves all traffic");
    int before = asked();
    UUID update = rehearsal.promote("v2", environment);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/smoke_test/outcome")).isEqualTo("PASS");
    assertThat(ended.at("/smoke_test/when")).isEqualTo("FINAL_BAKE");
    assertThat(ended.at("/smoke_test/samples/1/sample")).isEqualTo("small");
    assertThat(ended.at("/smoke_test/samples/1/status")).isEqualTo("200");
    assertThat(ended.at("/smoke_test/samples/1/digest"))
        .isEqualTo(plan.at("/smoke_test/samples/1/digest"));
    assertThat(events(update)).contains("smoke-test.passed").doesNotContain("features");
    assertThat(asked() - before).isEqualTo(2);
  }

  @Test
  void aModelWithWrongAnswersIsRolledBackByItsSamplesAndTheRecordSaysWhy() {
    environment("wrong", FINAL_BAKE, "");
    samplesOfTheModel();
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    String before = rehearsal.aws().endpoint(endpoint()).endpointConfigName();
    UUID update = rehearsal.promote("other", environment);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("failed-its-smoke-test");
    assertThat(ended.at("/reason")).contains("sample small", "/version", "\"type\"");
    assertThat(ended.at("/abort/cause")).isEqualTo("SMOKE_TEST");
    assertThat(ended.at("/smoke_test/outcome")).isEqualTo("FAIL");
    assertThat(ended.at("/smoke_test/followed")).isEqualTo("ABORT");
    assertThat(ended.at("/smoke_test/samples/0/fault")).isEmpty();
    assertThat(ended.at("/smoke_test/samples/1/wrong")).isEqualTo("1");
    assertThat(rehearsal.aws().endpoint(endpoint()).endpointConfigName()).isEqualTo(before);
    assertThat(events(update)).contains("smoke-test.failed", "The deployment is undone.");
    Answer release = rehearsal.api().get("/v1/endpoints/" + endpoint() + "/releases/2");
    assertThat(release.at("/quarantine/cause")).isEqualTo("SMOKE_TEST");
    assertThat(release.at("/quarantine/reason")).contains("The smoke test failed");
    assertThat(promotion("other", true).at("/code")).isEqualTo("version-quarantined");
  }

  @Test
  void whereBothFleetsServeSamplesAreSentSoOftenThatTheNewOneIsNotMissed() {
    environment("mixed", FIRST_BAKE, "");
    samplesOfTheModel();
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    Answer plan = plan("other");
    assertThat(plan.at("/smoke_test/when")).isEqualTo("FIRST_BAKE");
    // Half of the traffic: 0.5^10 is less than one in a thousand.
    assertThat(plan.at("/smoke_test/samples/0/calls")).isEqualTo("10");
    Answer ended = rehearsal.untilEnd(rehearsal.promote("other", environment));
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/smoke_test/outcome")).isEqualTo("FAIL");
    assertThat(ended.at("/reason")).contains("calls", "/version");
  }

  @Test
  void aSampleThatNeitherFleetAnswersRightlyIsNoEvidenceAgainstTheNewOne() {
    environment("neither", FIRST_BAKE, "");
    put("odd", "{\"content_type\": \"application/json\", \"body\": \"not what it takes\"}");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    Answer first = rehearsal.api().get("/v1/endpoints/" + endpoint());
    // The first release was taken away by it: nothing else was ever asked.
    assertThat(first.at("/current_release")).isEmpty();

    send("DELETE", "odd", null);
    rehearsal.untilEnd(rehearsal.promote("v2", environment));
    put("odd", "{\"content_type\": \"application/json\", \"body\": \"not what it takes\"}");
    Answer ended = rehearsal.untilEnd(rehearsal.promote("v3", environment));
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/smoke_test/outcome")).isEqualTo("INSUFFICIENT_EVIDENCE");
    assertThat(ended.at("/smoke_test/sentence")).contains("the old fleet answers it wrongly too");
  }

  @Test
  void aFirstReleaseThatFailsIsDeletedAndQuarantined() {
    environment("first", FINAL_BAKE, "");
    samplesOfTheModel();
    assertThat(remark(plan("mute"), "smoke-test-runs")).contains("never served, is deleted");
    UUID creation = rehearsal.promote("mute", environment);
    Answer ended = rehearsal.untilEnd(creation);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("failed-its-smoke-test");
    assertThat(ended.at("/smoke_test/samples/0/status")).isEqualTo("500");
    assertThat(ended.at("/reason")).contains("the container answered HTTP 500");
    assertThat(rehearsal.snapshot().path("endpoint").toString()).doesNotContain(endpoint());
    assertThat(promotion("mute", true).at("/code")).isEqualTo("version-quarantined");
    assertThat(rehearsal.untilEnd(rehearsal.promote("v1", environment)).at("/state"))
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void whatBakesNowhereIsTakenBackByADeploymentOfTheReleaseBeforeIt() {
    environment("bakeless", NO_BAKE, ", \"alarms\": {\"preset\": \"ARTICLE\"}");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    samplesOfTheModel();
    String before = rehearsal.aws().endpoint(endpoint()).endpointConfigName();
    UUID update = rehearsal.promote("mute", environment);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("CANCELED");
    assertThat(ended.at("/reason_code")).isEqualTo("failed-its-smoke-test");
    Answer back = rehearsal.untilEnd(UUID.fromString(ended.at("/compensated_by")));
    assertThat(back.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(back.json().has("smoke_test")).isFalse();
    assertThat(rehearsal.aws().endpoint(endpoint()).endpointConfigName()).isNotEqualTo(before);
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint()).at("/current_release/number"))
        .isEqualTo("1");
    assertThat(promotion("mute", true).at("/code")).isEqualTo("version-quarantined");
  }

  @Test
  void aTickWhoseAnswerWasLostIsRepeatedAndTheVerdictStaysOne() {
    environment("lost", FINAL_BAKE, "");
    samplesOfTheModel();
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    UUID update = rehearsal.promote("v2", environment);
    rehearsal.fault(
        """
        {"kind": "lost_answer", "service": "sagemaker", "operation": "InvokeEndpoint",
         "call": 2}
        """);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/smoke_test/outcome")).isEqualTo("PASS");
    assertThat(ended.at("/smoke_test/samples/0/calls")).isEqualTo("1");
    assertThat(events(update).split("\"smoke-test.passed\"", -1)).hasSize(2);
  }

  @Test
  void aRefusalToPassSamplesOnIsNoEvidenceAndTheEnvironmentSaysWhatFollows() {
    environment(
        "denied", FINAL_BAKE, ", \"smoke_test\": {\"on_insufficient_evidence\": \"ABORT\"}");
    samplesOfTheModel();
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "InvokeEndpoint",
         "status": 403, "code": "AccessDeniedException", "message": "not for you"}
        """);
    Answer ended = rehearsal.untilEnd(rehearsal.promote("v2", environment));
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("insufficient-evidence");
    assertThat(ended.at("/reason")).contains("not for you");
    assertThat(
            rehearsal
                .api()
                .get("/v1/endpoints/" + endpoint() + "/releases/2")
                .json()
                .has("quarantine"))
        .isFalse();
  }

  @Test
  void withoutSamplesThePlanSaysThatNothingIsSentOrRefuses() {
    environment("none", FINAL_BAKE, "");
    assertThat(remark(plan("v1"), "smoke-test-has-no-samples")).contains("no sample payloads");
    assertThat(plan("v1").json().has("smoke_test")).isFalse();
    Answer ended = rehearsal.untilEnd(rehearsal.promote("v1", environment));
    assertThat(ended.json().has("smoke_test")).isFalse();
    Answer set =
        rehearsal.override(
            endpoint(),
            "{\"smoke_test\": {\"on_fail\": \"ABORT\", \"on_insufficient_evidence\": \"ABORT\"}}");
    assertThat(set.status()).as(set.http().body()).isEqualTo(200);
    Answer refused = promotion("v2", true);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("smoke-test-has-no-samples");
    rehearsal.override(endpoint(), "{\"smoke_test\": null, \"without\": [\"SMOKE_TEST\"]}");
    assertThat(promotion("v2", true).json().toString()).doesNotContain("smoke");
  }

  private static void samplesOfTheModel() {
    put(
        "small",
        """
        {"content_type": "application/json", "body": "{\\"features\\": [1.0, 2.0, 3.0, 4.0]}",
         "response_schema": {"type": "object", "required": ["score"],
           "properties": {"score": {"type": "number", "minimum": 0, "maximum": 1},
             "version": {"type": "string"}}}}
        """);
    put(
        "large",
        """
        {"content_type": "application/json",
         "body_base64": "eyJmZWF0dXJlcyI6IFs5LjAsIDkuMCwgOS4wLCA5LjBdfQ=="}
        """);
  }

  private static void put(String name, String sample) {
    Answer put = send("PUT", name, sample);
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
  }

  private static Answer send(String method, String name, @Nullable String body) {
    return rehearsal
        .api()
        .send(
            method,
            "/v1/models/fraud-detector/samples/" + name,
            body,
            "Authorization",
            "Bearer " + ApiServer.TOKEN);
  }

  private static Answer samples() {
    return rehearsal.api().get("/v1/models/fraud-detector/samples");
  }

  private static int asked() {
    return (int)
        rehearsal.calls().stream().filter(it -> it.operation().equals("InvokeEndpoint")).count();
  }

  private static byte[] archive(String more) {
    return ModelArchive.pack(
        """
        {"kind": "logistic_regression", "weights": [0.1, 0.2, 0.3, 0.4], "bias": -1.0, %s}
        """
            .formatted(more));
  }

  private void environment(String name, String rollout, String more) {
    environment = name;
    Answer answer =
        rehearsal
            .api()
            .post(
                "/v1/environments",
                """
                {"name": "%s", "preset": "guarded", "profile": {
                  "location": {"account_id": "123456789012", "region": "us-east-1"},
                  "execution_role": {"managed": true},
                  "artifact_mappings": [{"from": "s3://ml-models/", "to": "s3://ml-models-prod/"}],
                  "rollout": %s, "judge": null,
                  "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2}%s}}
                """
                    .formatted(name, rollout, more));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(201);
    assertThat(answer.at("/profile/smoke_test/on_fail")).isEqualTo("ABORT");
  }

  private String endpoint() {
    return environment + "-fraud-detector";
  }

  private Answer plan(String version) {
    Answer plan = promotion(version, true);
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan;
  }

  private Answer promotion(String version, boolean dry) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions?dry_run=" + dry,
            """
            {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test"}
            """
                .formatted(version, environment));
  }

  private static String remark(Answer plan, String code) {
    for (JsonNode remark : plan.json().path("remarks")) {
      if (remark.path("code").asString().equals(code)) return remark.path("message").asString();
    }
    throw new AssertionError("no " + code + " in " + plan.http().body());
  }

  private static String events(UUID deployment) {
    return rehearsal
        .api()
        .get("/v1/deployments/" + deployment + "/events?page_size=200")
        .http()
        .body();
  }
}
