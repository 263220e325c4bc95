package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rollback alarms see the fleet that is new, and say what they saw. */
@Conforming
class WatchedFleetTests extends ProdStage {

  private static final int MANY = 50;

  @Test
  void theOldFleetsErrorsAreNotHeldAgainstTheNewOne() {
    rehearsal.live("v1");
    Answer ended = bake(rehearsal.promote("v2"), MANY, 0);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
  }

  @Test
  void theNewFleetsErrorsTakeItBackAndTheReasonHasTheAlarmItsThresholdAndWhatItSaw() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    String alarm = rehearsal.aws().alarms().of("-r2-a2-", "-5xx-errors");
    Answer ended = bake(update, 0, MANY);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(ended.at("/reason"))
        .contains("The alarm " + alarm + " fired: Threshold Crossed")
        .contains("50.0 (")
        .contains("greater than the threshold (5.0)");
    assertThat(alarm)
        .as("the attempt's alarms are still told from others once its fleet is gone")
        .isEqualTo(ended.at("/endpoint_config_name") + "-5xx-errors");
    assertThat(ended.json().path("fleets").findValuesAsString("side")).doesNotContain("GREEN");
  }

  /** Time passes with requests to both fleets, so many of which fail in a minute. */
  private Answer bake(UUID update, int failingBefore, int failing) {
    SomeTraffic traffic = new SomeTraffic(rehearsal.simulator(), ENDPOINT);
    for (int minute = 0; minute < 120; minute++) {
      Answer seen = rehearsal.deployment(update);
      if (!seen.at("/finished_at").isEmpty()) return seen;
      for (JsonNode fleet : seen.json().path("fleets")) {
        boolean green = fleet.path("side").asString().equals("GREEN");
        if (fleet.path("traffic_percent").asInt(0) == 0) continue;
        traffic.minute(
            fleet.path("endpoint_config_name").asString(),
            400,
            20,
            green ? failing : failingBefore);
      }
      rehearsal.advance(Duration.ofMinutes(1));
    }
    throw new IllegalStateException(rehearsal.deployment(update).http().body());
  }
}
