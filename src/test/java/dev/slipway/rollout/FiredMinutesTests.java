package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A rollback by the alarm that watches number and rate of errors says how many there were. */
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
    assertThat(ended.at("/reason")).contains("-5xx-errors fired: ").containsPattern(numbers);
    assertThat(events(update)).containsPattern(numbers);
    assertThat(
            rehearsal
                .api()
                .get("/v1/endpoints/" + endpoint() + "/releases/2")
                .at("/quarantine/reason"))
        .containsPattern(numbers);
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

  private UUID updating(String name) {
    environment(name, "");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    return rehearsal.promote("v2", environment);
  }
}
