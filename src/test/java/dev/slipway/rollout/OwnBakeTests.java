package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Slipway sees while it bakes a release itself, since SageMaker has no guardrails for it. */
@Conforming
class OwnBakeTests {

  private static final String SERVERLESS =
      "{\"hosting\": {\"serverless\": {\"memory_mb\": 2048, \"max_concurrency\": 20}}}";

  private static final String RESUME = "{\"reason\": \"mended\"}";

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);

  @Test
  void anAlarmThatFiresAndClearsBetweenTwoLooksTakesAServerlessReleaseBack() {
    String endpoint = servingServerless("brief");
    UUID bad = rehearsal.promote("v2", "brief");
    rehearsal.untilWaitingFor(bad, "Baking");
    String alarm = errorAlarm(endpoint);
    rehearsal.aws().alarms().fireBriefly(alarm);
    int before = histories();
    rehearsal.untilWaitingFor(bad, "SageMaker to move all traffic back");
    rehearsal.advance(Duration.ofSeconds(30));
    Answer goingBack = rehearsal.deployment(bad);
    assertThat(goingBack.at("/fleets/0/side")).as(goingBack.http().body()).isEqualTo("BLUE");
    assertThat(goingBack.at("/fleets/0/release")).isEqualTo("1");
    assertThat(goingBack.at("/fleets/1/release")).isEqualTo("2");
    assertThat(goingBack.at("/fleets/1/traffic_percent")).as("until it is over").isEqualTo("100");
    Answer ended = rehearsal.untilEnd(bad);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(ended.at("/reason"))
        .contains(alarm + " fired at ", "and is OK now: 3 of 5 requests failed");
    assertThat(histories() - before).as("the other alarm told that it had not changed").isOne();
  }

  @Test
  void anAlarmThatWasOverBeforeTheFirstLookIsSeenWhenTheBakeEnds() {
    String endpoint = servingServerless("early");
    UUID bad = rehearsal.promote("v2", "early");
    rehearsal.scheduler().tickInto(bad, "AWAIT");
    rehearsal.aws().alarms().fireBriefly(errorAlarm(endpoint));
    Answer ended = rehearsal.untilEnd(bad);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
  }

  @Test
  void anAlarmThatSomebodyDeletesMeanwhileIsPutBackAndNotTakenForQuiet() {
    String endpoint = servingServerless("unwatched");
    UUID update = rehearsal.promote("v2", "unwatched");
    rehearsal.untilWaitingFor(update, "Baking");
    String alarm = errorAlarm(endpoint);
    rehearsal.aws().alarms().delete(alarm);
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.advance(Duration.ofSeconds(15));
    assertThat(rehearsal.aws().alarms().names()).contains(alarm);
    assertThat(rehearsal.api().get("/v1/deployments/" + update + "/events").http().body())
        .contains("Made the alarm " + alarm);
    rehearsal.aws().alarms().fireBriefly(alarm);
    assertThat(rehearsal.untilEnd(update).at("/reason_code")).isEqualTo("rollback-alarm-fired");
  }

  @Test
  void oneThatIsDeletedAtTheEndHasToBeEvaluatedOnce() {
    String endpoint = servingServerless("late");
    UUID update = rehearsal.promote("v2", "late");
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.simulator().clock().advance(Duration.ofMinutes(40));
    rehearsal.aws().alarms().delete(errorAlarm(endpoint));
    rehearsal.runDue();
    rehearsal.runDue();
    assertThat(rehearsal.deployment(update).at("/waiting_for"))
        .isEqualTo("CloudWatch to evaluate the alarm " + errorAlarm(endpoint) + " once");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void whatSageMakerCannotGoBackFromIsAskedOnceAndNeedsAPerson() {
    String endpoint = servingServerless("stubborn");
    String served = rehearsal.aws().endpoint(endpoint).endpointConfigName();
    UUID bad = rehearsal.promote("v2", "stubborn");
    rehearsal.untilWaitingFor(bad, "Baking");
    rehearsal.fault(
        """
        {"kind": "start_failure", "endpoint": "%s", "configuration": "%s", "reason": "no module"}
        """
            .formatted(endpoint, served));
    rehearsal.aws().alarms().fireBriefly(errorAlarm(endpoint));
    int before = updates();
    Answer stuck = rehearsal.untilEnd(bad);
    rehearsal.noFaults();
    assertThat(stuck.at("/state")).as(stuck.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(stuck.at("/reason_code")).isEqualTo("cannot-go-back");
    assertThat(stuck.at("/reason")).contains("requests failed", served, "no module");
    assertThat(updates() - before).isOne();
    Answer resumed = rehearsal.api().post("/v1/deployments/" + bad + "/resume", RESUME);
    assertThat(resumed.at("/state")).isEqualTo("ROLLING_BACK");
    Answer ended = rehearsal.untilEnd(bad);
    assertThat(updates() - before).isEqualTo(2);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(rehearsal.aws().endpoint(endpoint).endpointConfigName()).isEqualTo(served);
  }

  @Test
  void goingBackToWhatSomebodyElsePutThereIsNotCalledRolledBack() {
    String endpoint = servingServerless("moved");
    rehearsal.aws().moveElsewhere(endpoint, "moved-by-hand");
    rehearsal.advance(Duration.ofMinutes(20));
    UUID bad = rehearsal.promote("v2", "moved");
    rehearsal.untilWaitingFor(bad, "Baking");
    rehearsal.aws().alarms().fireBriefly(errorAlarm(endpoint));
    Answer ended = rehearsal.untilEnd(bad);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(ended.at("/reason_code")).isEqualTo("went-back-to-no-release");
    assertThat(ended.at("/reason")).contains("moved-by-hand", "3 of 5 requests failed");
    assertThat(rehearsal.aws().endpoint(endpoint).endpointConfigName()).isEqualTo("moved-by-hand");
    Answer back =
        rehearsal
            .api()
            .post("/v1/endpoints/" + endpoint + "/rollbacks", "{\"reason\": \"restore\"}");
    assertThat(rehearsal.untilEnd(UUID.fromString(back.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void aWayBackThatTakesLongerThanThePolicyAllowsNeedsAPerson() {
    String endpoint = servingServerless("slow");
    UUID bad = rehearsal.promote("v2", "slow");
    rehearsal.untilWaitingFor(bad, "Baking");
    rehearsal.aws().alarms().fireBriefly(errorAlarm(endpoint));
    rehearsal.untilWaitingFor(bad, "move all traffic back");
    // The simulator lets nothing take so long: by the record it began 76 minutes ago.
    rehearsal
        .api()
        .bean(JdbcClient.class)
        .sql(
            """
            update deployment set memory = jsonb_set(memory, '{pace,since}', to_jsonb(:since::text))
            where id = :id
            """)
        .param("since", rehearsal.simulator().clock().now().minusSeconds(76 * 60).toString())
        .param("id", bad)
        .update();
    Answer stuck = rehearsal.untilEnd(bad);
    assertThat(stuck.at("/state")).as(stuck.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(stuck.at("/reason_code")).isEqualTo("update-overdue");
    assertThat(stuck.at("/reason")).contains("after 76 minutes");
  }

  @Test
  void anUpdateThatNothingCanStopIsToldToBeTakenBackAfterwards() {
    String endpoint = servingServerless("regretted");
    UUID update = rehearsal.promote("v2", "regretted");
    rehearsal.scheduler().tickInto(update, "AWAIT");
    String back = "/v1/endpoints/" + endpoint + "/rollbacks";
    String reason = "{\"reason\": \"regret\"}";
    Answer dry = rehearsal.api().post(back + "?dry_run=true", reason);
    assertThat(dry.json().at("/calls").size()).isZero();
    assertThat(dry.json().at("/remarks").findValuesAsString("code"))
        .containsExactly("no-abort-lever");
    int expected = dry.json().at("/expected_seconds/total").asInt();
    Answer aborted = rehearsal.api().post(back, reason);
    assertThat(aborted.json().at("/expected_restore_seconds").asInt())
        .isEqualTo(expected)
        .isGreaterThan(60);
    rehearsal.runDue();
    assertThat(rehearsal.deployment(update).at("/waiting_for")).contains("nothing can stop");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("CANCELED");
    UUID following = UUID.fromString(ended.at("/compensated_by"));
    assertThat(rehearsal.untilEnd(following).at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void aBakeInWhichNoAlarmMovesAsksForTheirHistoryOnceAtItsEnd() {
    servingServerless("quiet");
    UUID good = rehearsal.promote("v2", "quiet");
    rehearsal.untilWaitingFor(good, "Baking");
    int before = histories();
    assertThat(rehearsal.untilEnd(good).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(histories() - before).as("one call for each of the two alarms").isEqualTo(2);
  }

  @Test
  void anAlarmThatFiresAndClearsBetweenTwoLooksSwitchesPredictionsBack() {
    rehearsal.environment("swapped");
    String endpoint = "swapped-fraud-detector";
    rehearsal.untilEnd(rehearsal.promote("v1", "swapped"));
    assertThat(rehearsal.override(endpoint, SERVERLESS).status()).isEqualTo(200);
    UUID swap = rehearsal.promote("v2", "swapped");
    rehearsal.untilWaitingFor(swap, "Baking");
    rehearsal.aws().alarms().fireBriefly(errorAlarm(endpoint));
    Answer ended = rehearsal.untilEnd(swap);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name"))
        .isEqualTo(endpoint);
  }

  private static String servingServerless(String environment) {
    rehearsal.environment(environment);
    rehearsal.endpoint(environment, SERVERLESS);
    assertThat(rehearsal.untilEnd(rehearsal.promote("v1", environment)).at("/state"))
        .isEqualTo("SUCCEEDED");
    return environment + "-fraud-detector";
  }

  private static String errorAlarm(String endpoint) {
    return rehearsal.aws().alarms().of(endpoint + "-r2-", "-5xx-errors");
  }

  private static int histories() {
    return calls("DescribeAlarmHistory");
  }

  private static int updates() {
    return calls("UpdateEndpoint");
  }

  private static int calls(String operation) {
    return (int)
        rehearsal.calls().stream().filter(call -> call.operation().equals(operation)).count();
  }
}
