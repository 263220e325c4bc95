package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What Slipway sees while it bakes a release itself, since SageMaker has no guardrails for it. */
@Conforming
class OwnBakeTests {

  private static final String SERVERLESS =
      "{\"hosting\": {\"serverless\": {\"memory_mb\": 2048, \"max_concurrency\": 20}}}";

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);

  @Test
  void anAlarmThatFiresAndClearsBetweenTwoLooksTakesAServerlessReleaseBack() {
    String endpoint = servingServerless("brief");
    UUID bad = rehearsal.promote("v2", "brief");
    rehearsal.untilWaitingFor(bad, "Baking");
    String alarm = errorAlarm(endpoint);
    rehearsal.aws().alarms().fireBriefly(alarm);
    int before = histories();
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
    assertThat(
            rehearsal
                .api()
                .post(
                    "/v1/endpoints",
                    "{\"environment\": \"%s\", \"model\": \"fraud-detector\", \"overrides\": %s}"
                        .formatted(environment, SERVERLESS))
                .status())
        .isEqualTo(201);
    assertThat(rehearsal.untilEnd(rehearsal.promote("v1", environment)).at("/state"))
        .isEqualTo("SUCCEEDED");
    return environment + "-fraud-detector";
  }

  private static String errorAlarm(String endpoint) {
    return rehearsal.aws().alarms().of(endpoint + "-r2-", "-5xx-errors");
  }

  private static int histories() {
    return (int)
        rehearsal.calls().stream()
            .filter(call -> call.operation().equals("DescribeAlarmHistory"))
            .count();
  }
}
