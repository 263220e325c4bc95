package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import tools.jackson.databind.JsonNode;

/**
 * A rehearsal whose model has a version that fails every request ("mute") and one that answers what
 * its samples do not allow ("other"), in environments that send samples.
 */
final class SmokeStage extends GuardedStage implements AutoCloseable {

  static final String INSTANCES =
      """
      {"instance_type": "ml.c5.xlarge", "instance_count": 2}
      """;

  private final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);

  SmokeStage() {
    rehearsal.register("mute", model("\"faults\": {\"error_rate\": 1}"));
    rehearsal.register("other", model("\"answer\": {\"version\": 3}"));
  }

  @Override
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
      assertThat(delete(one.path("name").asString()).status()).isEqualTo(204);
    }
  }

  /** Gives the model two samples; the answer to the small one is held to a schema. */
  void samplesOfTheModel() {
    rehearsal.sample(
        "small",
        """
        {"content_type": "application/json", "body": "{\\"features\\": [1.0, 2.0, 3.0, 4.0]}",
         "response_schema": {"type": "object", "required": ["score"],
           "properties": {"score": {"type": "number", "minimum": 0, "maximum": 1},
             "version": {"type": "string"}}}}
        """);
    rehearsal.sample(
        "large",
        """
        {"content_type": "application/json",
         "body_base64": "eyJmZWF0dXJlcyI6IFs5LjAsIDkuMCwgOS4wLCA5LjBdfQ=="}
        """);
  }

  Answer delete(String name) {
    String sample = "/v1/models/fraud-detector/samples/" + name;
    return rehearsal
        .api()
        .send("DELETE", sample, null, "Authorization", "Bearer " + ApiServer.TOKEN);
  }

  private Answer samples() {
    return rehearsal.api().get("/v1/models/fraud-detector/samples");
  }

  /** How many predictions were asked for. */
  int asked() {
    return (int)
        rehearsal.calls().stream().filter(it -> it.operation().equals("InvokeEndpoint")).count();
  }

  private static String model(String more) {
    return """
    {"kind": "logistic_regression", "weights": [0.1, 0.2, 0.3, 0.4], "bias": -1.0, %s}
    """
        .formatted(more);
  }

  /** Makes the environment that the test is about, with this much more in its profile. */
  void environment(String name, String hosting, String rollout, String more) {
    Answer answer =
        guarded(
            name,
            """
            "rollout": %s, "judge": null, "hosting": %s%s
            """
                .formatted(rollout, hosting, more));
    assertThat(answer.at("/profile/smoke_test/on_fail")).isEqualTo("ABORT");
  }

  /** Promotes to the environment and lets the deployment end. */
  Answer promote(String version) {
    return rehearsal.untilEnd(rehearsal.promote(version, environment));
  }

  /** What planning a promotion answers. */
  Answer promotion(String version) {
    return promotion(version, true);
  }
}
