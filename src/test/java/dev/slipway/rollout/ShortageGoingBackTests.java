package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * People's decisions while SageMaker itself goes back, shows that it does, and has not said yet
 * that it found no capacity.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Conforming
class ShortageGoingBackTests {

  private static final String OTHERS =
      "\"hosting\": {\"instance_type\": \"ml.c5.2xlarge\", \"instance_count\": 2,"
          + " \"alternative_instance_types\": [\"ml.m5.xlarge\"]}";

  private static final String NO_BAKE =
      ", \"rollout\": {\"strategy\": \"ALL_AT_ONCE\", \"wait_interval_seconds\": 0,"
          + " \"termination_wait_seconds\": 0, \"maximum_execution_timeout_seconds\": 1800}";

  @AutoClose
  private final Rehearsal rehearsal =
      Rehearsal.alone(
          Rehearsal.UNPACED,
          SageMakerOptions.usual().with(Undocumented.ROLLBACK_SHOWN_AS_ROLLING_BACK));

  @AfterEach
  void capacity() {
    rehearsal.noFaults();
  }

  @Test
  void aCancelIsHeardAndNoOtherTypeIsTried() {
    UUID first = goingBack("let-be", "");
    Answer accepted = cancel(first);
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    assertThat(cancel(first).at("/code")).as("a second click").isEqualTo("already-going-back");
    assertGivenUp(first, "let-be");
    assertThat(rehearsal.deployment(first).at("/abort/reason")).isEqualTo("another day");
  }

  @Test
  void aRollbackIsHeardAndNoOtherTypeIsTried() {
    UUID first = goingBack("let-go", NO_BAKE);
    String rollbacks = "/v1/endpoints/let-go-fraud-detector/rollbacks";
    String reason = "{\"reason\": \"another day\"}";
    Answer plan = rehearsal.api().post(rollbacks + "?dry_run=true", reason);
    assertThat(plan.at("/remarks/0/code"))
        .as("no deployment follows, though nothing could stop it: SageMaker goes back by itself")
        .isEqualTo("update-is-aborted");
    Answer rollback = rehearsal.api().post(rollbacks, reason);
    assertThat(rollback.status()).as(rollback.http().body()).isEqualTo(202);
    assertThat(rollback.json().at("/expected_restore_seconds").asInt()).isLessThanOrEqualTo(60);
    assertGivenUp(first, "let-go");
  }

  @Test
  void aPromotionThatTakesItsPlaceFollowsItInPlaceOfTheNextType() {
    UUID first = goingBack("passed-by", "");
    Answer waiting =
        rehearsal
            .api()
            .post(
                "/v1/promotions",
                """
                {"model": "fraud-detector", "version": "v3", "to": "passed-by",
                 "reason": "a better one", "supersede": true}
                """);
    assertThat(waiting.at("/outcome")).as(waiting.http().body()).isEqualTo("WAITING");
    assertGivenUp(first, "passed-by");
    rehearsal.beginWaiting();
    Answer begun = rehearsal.api().get("/v1/promotions/" + waiting.at("/id"));
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
    UUID next = UUID.fromString(begun.at("/deployment/id"));
    assertThat(rehearsal.untilEnd(next).at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void anUpdateThatGoesBackForAnAlarmIsLeftToDoSo() {
    UUID update = begun("alarmed", "");
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.aws().alarms().fireErrorsOf("alarmed-fraud-detector-r2-");
    rehearsal.until(update, "ROLLING_BACK");
    Answer refused = cancel(update);
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(409);
    assertThat(refused.at("/code")).isEqualTo("already-going-back");
    assertThat(rehearsal.untilEnd(update).at("/reason_code")).isEqualTo("rollback-alarm-fired");
  }

  @Test
  void whatGoesBackIsCancelableUntilTheLastTypeOfTheLastRoundIsTried() {
    UUID attempt = begun("emptied", "");
    rehearsal.fault("{\"kind\": \"capacity\"}");
    for (int more = 5; more > 0; more--) {
      rehearsal.until(attempt, "ROLLING_BACK");
      assertThat(rehearsal.deployment(attempt).at("/cancelable")).isEqualTo("true");
      attempt = UUID.fromString(rehearsal.untilEnd(attempt).at("/retried_by"));
    }
    rehearsal.until(attempt, "ROLLING_BACK");
    assertThat(rehearsal.deployment(attempt).at("/cancelable")).isEqualTo("false");
    assertThat(cancel(attempt).at("/code")).isEqualTo("already-going-back");
    Answer ended = rehearsal.untilEnd(attempt);
    assertThat(ended.at("/retried_by")).as(ended.http().body()).isEmpty();
  }

  private UUID begun(String environment, String more) {
    rehearsal.environment(environment);
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    rehearsal.override(environment + "-fraud-detector", "{" + OTHERS + more + "}");
    return rehearsal.promote("v2", environment);
  }

  /** An update to v2 that finds no capacity, while SageMaker goes back. */
  private UUID goingBack(String environment, String more) {
    rehearsal.fault("{\"kind\": \"capacity\", \"instance_type\": \"ml.c5.2xlarge\"}");
    UUID first = begun(environment, more);
    Answer back = rehearsal.until(first, "ROLLING_BACK");
    assertThat(back.at("/step")).as(back.http().body()).isEqualTo("AWAIT");
    assertThat(back.at("/aws_status")).isEqualTo("RollingBack");
    return first;
  }

  private Answer cancel(UUID deployment) {
    return rehearsal
        .api()
        .post(
            "/v1/deployments/" + deployment + "/cancel",
            "{\"reason\": \"another day\", \"expected_state\": \"ROLLING_BACK\"}");
  }

  /** No other type follows, and nothing speaks against the release. */
  private void assertGivenUp(UUID attempt, String environment) {
    Answer ended = rehearsal.untilEnd(attempt);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("insufficient-capacity");
    assertThat(ended.at("/retried_by")).isEmpty();
    String endpoint = environment + "-fraud-detector";
    Answer release = rehearsal.api().get("/v1/endpoints/" + endpoint + "/releases/2");
    assertThat(release.json().has("quarantine")).as(release.http().body()).isFalse();
    assertThat(
            rehearsal.api().get("/v1/endpoints/" + endpoint).at("/current_release/model_version"))
        .isEqualTo("v1");
    rehearsal.noFaults();
  }
}
