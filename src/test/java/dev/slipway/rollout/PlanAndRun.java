package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Asks for a plan, lets it run, and holds the calls of the one against those of the other. */
record PlanAndRun(Rehearsal rehearsal) {

  /** The abort metric is published as long as the update runs: named once, made many times. */
  private static final String REPEATED = "PutMetricData";

  /** Promotes a version, compares its calls with its plan's, and returns them. */
  List<String> promoted(String version, String environment) {
    return promoted("fraud-detector", version, environment);
  }

  List<String> promoted(String model, String version, String environment) {
    JsonNode plan = asked(model, version, environment, true).json();
    Answer accepted = asked(model, version, environment, false);
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    List<String> made = run(accepted.at("/deployment/id"), plan);
    assertThat(plan.path("fleet").path("cost_after").asDouble(0)).isPositive();
    return made;
  }

  /** Goes back to a release, compares its calls with its plan's, and returns them. */
  List<String> wentBack(String endpoint, int release) {
    JsonNode plan = back(endpoint, "?dry_run=true", release).json();
    Answer accepted = back(endpoint, "", release);
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return run(accepted.at("/id"), plan);
  }

  private List<String> run(String deployment, JsonNode plan) {
    Answer ended = rehearsal.untilEnd(UUID.fromString(deployment));
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    rehearsal.advance(Duration.ofMinutes(1));
    List<String> made = made(deployment);
    assertThat(made).isEqualTo(operations(plan));
    return made;
  }

  private Answer back(String endpoint, String query, int release) {
    return rehearsal
        .api()
        .post(
            "/v1/endpoints/" + endpoint + "/rollbacks" + query,
            "{\"release\": " + release + ", \"reason\": \"a test\"}");
  }

  JsonNode planned(String version, String environment) {
    return asked("fraud-detector", version, environment, true).json();
  }

  Answer asked(String model, String version, String environment, boolean dry) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions?dry_run=" + dry,
            """
            {"model": "%s", "version": "%s", "to": "%s", "reason": "a test"}
            """
                .formatted(model, version, environment));
  }

  static List<String> operations(JsonNode plan) {
    return plan.path("calls")
        .valueStream()
        .map(call -> call.path("operation").asString(""))
        .filter(operation -> !operation.equals(REPEATED))
        .toList();
  }

  List<String> made(String deployment) {
    return rehearsal
        .api()
        .get("/v1/deployments/" + deployment + "/events?page_size=200")
        .json()
        .path("items")
        .valueStream()
        .flatMap(event -> event.path("data").path("aws_calls").valueStream())
        .filter(call -> !call.has("error"))
        .map(call -> call.path("operation").asString(""))
        .filter(operation -> !operation.startsWith("Describe"))
        .filter(operation -> !operation.equals(REPEATED))
        .toList();
  }
}
