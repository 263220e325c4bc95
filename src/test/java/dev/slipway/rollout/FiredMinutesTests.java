package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A rollback by an alarm says what both fleets did: how many errors there were, and whether the old
 * one had them too.
 */
@Conforming
class FiredMinutesTests extends JudgedStage {

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);

  @Override
  Rehearsal rehearsal() {
    return rehearsal;
  }

  @Test
  void theReasonHasErrorsRequestsAndRateOfTheMinutesThatFired() {
    UUID update = updating("numbers");
    Answer ended = bake(update, BUSY, 50, 30, 1);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    String numbers =
        "30 of 400 at \\d\\d:\\d\\d \\(7\\.5 %\\), 30 of 400 at \\d\\d:\\d\\d \\(7\\.5 %\\);"
            + " it fires for at least 3 and more than 2 % in 2 of 3 minutes\\.";
    assertThat(ended.at("/reason"))
        .contains("-5xx-errors fired: ", "In these minutes the old fleet had 0 of 800 (0.0 %).")
        .doesNotContain("likely elsewhere")
        .containsPattern(numbers);
    assertThat(events(update)).containsPattern(numbers);
    assertThat(
            rehearsal
                .api()
                .get("/v1/endpoints/" + endpoint() + "/releases/2")
                .at("/quarantine/reason"))
        .containsPattern(numbers);
  }

  @Test
  void whereTheOldFleetFailedAlikeReasonRecordAndQuarantineSayThatTheCauseIsLikelyElsewhere() {
    UUID update = updating("alike");
    Answer ended = bake(update, BUSY, 50, 30, 1, seen -> failOn(seen, 28));
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    String told =
        "In these minutes the old fleet had 56 of 800 \\(7\\.0 %\\) too, as many as the new one"
            + " \\(Fisher: p = 0\\.\\d+\\): the cause is likely elsewhere";
    assertThat(ended.at("/reason"))
        .containsPattern(told)
        .contains("The release is quarantined all the same");
    assertThat(events(update)).containsPattern(told);
    assertThat(refusal("v2")).containsPattern(told).contains("quarantine-lifts");
  }

  @Test
  void aLatencyAlarmSaysHowSlowTheOldFleetWas() {
    UUID slower = updating("slower");
    Answer ended = bake(slower, BUSY, 50, 0, 40);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason"))
        .contains("-latency fired: ")
        .containsPattern(
            "the old fleet took [45]\\d ms on average, the new one (19|20|21)\\d\\d ms\\.")
        .doesNotContain("likely elsewhere");

    UUID alike = updating("slow");
    ended = bake(alike, BUSY, 2000, 0, 1);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason"))
        .contains("-latency fired: ", "likely elsewhere", "quarantined all the same");
  }

  @Test
  void whereTheyCannotBeReadTheWayBackIsNotHeldUp() {
    UUID update = updating("untold");
    rehearsal.fault(
        """
        {"kind": "error", "service": "monitoring", "operation": "GetMetricData", "status": 403,
         "code": "AccessDenied", "message": "not for you"}
        """);
    Answer ended = bake(update, BUSY, 50, 30, 1);
    rehearsal.noFaults();
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(ended.at("/reason"))
        .contains("-5xx-errors fired: ", "CloudWatch did not tell: AccessDenied, not for you");
  }

  @Test
  void anAlarmThatSomebodyMadeFireHadNoSuchMinute() {
    UUID update = updating("by-hand");
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.fire(rehearsal.aws().alarms().of(endpoint() + "-r2-", "-5xx-errors"));
    Answer ended = bake(update, BUSY, 50, 0, 1);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason"))
        .contains("CloudWatch shows no minute with as many errors as it fires for");
  }

  /** Requests of the old fleet fail too. */
  private void failOn(Answer seen, int errors) {
    for (JsonNode fleet : seen.json().path("fleets")) {
      if (fleet.path("side").asString().equals("BLUE")) {
        new SomeTraffic(rehearsal.simulator(), endpoint())
            .errors(fleet.path("endpoint_config_name").asString(), errors);
      }
    }
  }

  /** What is said to somebody who asks for the version again. */
  private String refusal(String version) {
    Answer refused = promotion(version, true);
    assertThat(refused.at("/code")).as(refused.http().body()).isEqualTo("version-quarantined");
    return refused.at("/detail");
  }

  private UUID updating(String name) {
    environment(name, "");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    return rehearsal.promote("v2", environment);
  }
}
