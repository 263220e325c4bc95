package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** AWS has no instances of a type. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Conforming
class ShortageTests {

  private static final String OTHERS =
      "{\"hosting\": {\"instance_type\": \"ml.c5.2xlarge\", \"instance_count\": 2,"
          + " \"alternative_instance_types\": [\"ml.m5.xlarge\", \"ml.m5.2xlarge\"]}}";

  @AutoClose private final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);

  @AfterEach
  void capacity() {
    rehearsal.noFaults();
  }

  @Test
  void anUpdateThatFindsNoCapacityIsTakenBackAndTheNextTypeIsTried() {
    rehearsal.environment("tight");
    String endpoint = "tight-fraud-detector";
    rehearsal.untilEnd(rehearsal.promote("v1", "tight"));
    rehearsal.override(endpoint, OTHERS);
    none("ml.c5.2xlarge");
    UUID first = rehearsal.promote("v2", "tight");
    Answer taken = rehearsal.untilEnd(first);
    assertThat(taken.at("/state")).as(taken.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(taken.at("/reason_code")).isEqualTo("insufficient-capacity");
    UUID second = UUID.fromString(taken.at("/retried_by"));
    Answer tried = rehearsal.untilEnd(second);
    assertThat(tried.at("/state")).as(tried.http().body()).isEqualTo("SUCCEEDED");
    assertThat(tried.at("/retries")).isEqualTo(first.toString());
    assertThat(tried.at("/requested_reason")).contains("ml.m5.xlarge is tried").contains("a test");
    assertThat(rehearsal.aws().instanceType(endpoint)).isEqualTo("ml.m5.xlarge");
    assertThat(rehearsal.aws().scaling().bounds(endpoint)).isEqualTo("2-10");
    assertThat(currentType(endpoint)).isEqualTo("ml.m5.xlarge");
    assertThat(rehearsal.aws().endpoint(endpoint).endpointConfigName()).contains("-r3-a3-");
    JsonNode plan = planned("v3", "tight");
    assertThat(plan.path("remarks").findValuesAsString("code"))
        .contains("alternatives-are-tried", "preferred-type-is-tried-again");
    assertThat(plan.path("remarks").toString())
        .contains("ml.c5.2xlarge (0.4")
        .contains("then ml.m5.2xlarge (0.4");
    rehearsal.noFaults();
    assertThat(rehearsal.untilEnd(rehearsal.promote("v3", "tight")).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(currentType(endpoint)).as("the preferred type again").isEqualTo("ml.c5.2xlarge");
  }

  @Test
  void theWholeListIsTriedThreeTimesWithPausesAndThenGivenUp() {
    rehearsal.environment("empty");
    rehearsal.endpoint("empty", OTHERS);
    none(null);
    Answer ended = rehearsal.untilEnd(rehearsal.promote("v1", "empty"));
    int tries = 1;
    while (!ended.at("/retried_by").isEmpty()) {
      assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("FAILED");
      ended = rehearsal.untilEnd(UUID.fromString(ended.at("/retried_by")));
      tries++;
    }
    assertThat(tries).isEqualTo(9);
    assertThat(ended.at("/cancelable")).as("it has ended").isEqualTo("false");
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("insufficient-capacity");
    rehearsal.noFaults();
    assertThat(new PlanAndRun(rehearsal).promoted("v1", "empty")).contains("DeleteEndpointConfig");
    assertThat(rehearsal.aws().endpointConfigs())
        .as("what never served is no way back")
        .filteredOn(config -> config.startsWith("empty-"))
        .containsExactly(rehearsal.aws().endpoint("empty-fraud-detector").endpointConfigName());
  }

  @Test
  void aTypeThatTheQuotaHasNoRoomForIsPassedOver() {
    rehearsal.environment("held");
    String endpoint = "held-fraud-detector";
    rehearsal.untilEnd(rehearsal.promote("v1", "held"));
    rehearsal.override(endpoint, OTHERS);
    rehearsal.fault("{\"kind\": \"quota\", \"instance_type\": \"ml.c5.2xlarge\", \"limit\": 1}");
    assertThat(planned("v2", "held").path("remarks").toString())
        .contains("quota-too-small", "SageMaker would refuse it, and the next one is tried");
    Answer refused = rehearsal.untilEnd(rehearsal.promote("v2", "held"));
    assertThat(refused.at("/state")).as(refused.http().body()).isEqualTo("FAILED");
    assertThat(refused.at("/reason_code")).isEqualTo("insufficient-capacity");
    assertThat(refused.at("/reason")).contains("ResourceLimitExceeded", "ml.c5.2xlarge");
    Answer tried = rehearsal.untilEnd(UUID.fromString(refused.at("/retried_by")));
    assertThat(tried.at("/state")).as(tried.http().body()).isEqualTo("SUCCEEDED");
    assertThat(currentType(endpoint)).isEqualTo("ml.m5.xlarge");
  }

  @Test
  void thePauseIsEndedByACancelAndNothingIsQuarantined() {
    rehearsal.environment("given-up");
    rehearsal.untilEnd(rehearsal.promote("v1", "given-up"));
    rehearsal.override("given-up-fraud-detector", OTHERS);
    none(null);
    Answer deployment = rehearsal.untilEnd(rehearsal.promote("v2", "given-up"));
    deployment = rehearsal.untilEnd(UUID.fromString(deployment.at("/retried_by")));
    UUID third = UUID.fromString(deployment.at("/retried_by"));
    rehearsal.untilWaitingFor(third, "after a pause");
    Answer canceled =
        rehearsal
            .api()
            .post(
                "/v1/deployments/" + third + "/cancel",
                "{\"reason\": \"another day\", \"expected_state\": \"ROLLING_BACK\"}");
    assertThat(canceled.status()).as(canceled.http().body()).isEqualTo(202);
    Answer ended = rehearsal.untilEnd(third);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/retried_by")).isEmpty();
    rehearsal.noFaults();
    assertThat(rehearsal.untilEnd(rehearsal.promote("v2", "given-up")).at("/state"))
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void aCancelWhileTheAttemptIsTakenBackKeepsTheNextTypeFromBeingTried() {
    UUID first = takenBack("let-be");
    rehearsal.cancel(first);
    assertGivenUp(first, "let-be");
  }

  @Test
  void aRollbackWhileTheAttemptIsTakenBackKeepsTheNextTypeFromBeingTried() {
    UUID first = takenBack("let-go");
    Answer rollback =
        rehearsal
            .api()
            .post("/v1/endpoints/let-go-fraud-detector/rollbacks", "{\"reason\": \"another day\"}");
    assertThat(rollback.status()).as(rollback.http().body()).isEqualTo(202);
    assertGivenUp(first, "let-go");
  }

  /** An update to v2 that found no capacity, while what it made is taken back. */
  private UUID takenBack(String environment) {
    rehearsal.environment(environment);
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    rehearsal.override(environment + "-fraud-detector", OTHERS);
    none("ml.c5.2xlarge");
    UUID first = rehearsal.promote("v2", environment);
    rehearsal.scheduler().tickInto(first, "AWAIT");
    rehearsal.scheduler().tickInto(first, "ALARMS");
    return first;
  }

  /** No other type follows, and nothing speaks against the release. */
  private void assertGivenUp(UUID attempt, String environment) {
    Answer ended = rehearsal.untilEnd(attempt);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("insufficient-capacity");
    assertThat(ended.at("/retried_by")).isEmpty();
    rehearsal.noFaults();
    assertThat(rehearsal.untilEnd(rehearsal.promote("v2", environment)).at("/state"))
        .isEqualTo("SUCCEEDED");
  }

  /** Of that type, or of none, is anything to be had. */
  private void none(@org.jspecify.annotations.Nullable String type) {
    rehearsal.fault(
        type == null
            ? "{\"kind\": \"capacity\"}"
            : "{\"kind\": \"capacity\", \"instance_type\": \"" + type + "\"}");
  }

  private JsonNode planned(String version, String environment) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions?dry_run=true",
            """
            {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test"}
            """
                .formatted(version, environment))
        .json();
  }

  private String currentType(String endpoint) {
    String number = rehearsal.api().get("/v1/endpoints/" + endpoint).at("/current_release/number");
    return rehearsal
        .api()
        .get("/v1/endpoints/" + endpoint + "/releases/" + number)
        .at("/spec/hosting/instance_type");
  }
}
