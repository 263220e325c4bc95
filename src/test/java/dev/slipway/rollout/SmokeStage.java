package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.serving.ModelArchive;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A rehearsal whose model has a version that fails every request ("mute") and one that answers what
 * its samples do not allow ("other"), in environments that send samples.
 */
final class SmokeStage implements AutoCloseable {

  static final String INSTANCES =
      """
      {"instance_type": "ml.c5.xlarge", "instance_count": 2}
      """;

  private final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);
  private String environment = "";

  SmokeStage() {
    rehearsal.aws().artifacts().put("mute", archive("\"faults\": {\"error_rate\": 1}"));
    rehearsal.aws().artifacts().put("other", archive("\"answer\": {\"version\": 3}"));
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

  Rehearsal rehearsal() {
    return rehearsal;
  }

  @Override
  public void close() {
    rehearsal.close();
  }

  /** Without faults and samples. */
  void clear() {
    rehearsal.noFaults();
    for (JsonNode one : samples().json().path("items")) {
      assertThat(send("DELETE", one.path("name").asString(), null).status()).isEqualTo(204);
    }
  }

  /** Gives the model two samples; the answer to the small one is held to a schema. */
  void samplesOfTheModel() {
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

  void put(String name, String sample) {
    Answer put = send("PUT", name, sample);
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
  }

  Answer send(String method, String name, @Nullable String body) {
    return rehearsal
        .api()
        .send(
            method,
            "/v1/models/fraud-detector/samples/" + name,
            body,
            "Authorization",
            "Bearer " + ApiServer.TOKEN);
  }

  private Answer samples() {
    return rehearsal.api().get("/v1/models/fraud-detector/samples");
  }

  /** How many predictions were asked for. */
  int asked() {
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

  /** Makes the environment that the test is about, with this much more in its profile. */
  void environment(String name, String hosting, String rollout, String more) {
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
                  "rollout": %s, "judge": null, "hosting": %s%s}}
                """
                    .formatted(name, rollout, hosting, more));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(201);
    assertThat(answer.at("/profile/smoke_test/on_fail")).isEqualTo("ABORT");
  }

  String endpoint() {
    return environment + "-fraud-detector";
  }

  /** Promotes to the environment and lets the deployment end. */
  Answer promote(String version) {
    return rehearsal.untilEnd(rehearsal.promote(version, environment));
  }

  Answer plan(String version) {
    Answer plan = promotion(version);
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan;
  }

  /** What planning a promotion answers. */
  Answer promotion(String version) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions?dry_run=true",
            """
            {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test"}
            """
                .formatted(version, environment));
  }

  static String remark(Answer plan, String code) {
    for (JsonNode remark : plan.json().path("remarks")) {
      if (remark.path("code").asString().equals(code)) return remark.path("message").asString();
    }
    throw new AssertionError("no " + code + " in " + plan.http().body());
  }

  String events(UUID deployment) {
    return rehearsal
        .api()
        .get("/v1/deployments/" + deployment + "/events?page_size=200")
        .http()
        .body();
  }
}
