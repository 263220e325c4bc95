package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What spoke against a release before its deployment came to need attention quarantines it,
 * whatever a person decides in its place, and only a person who says so lifts that.
 */
@Conforming
class StaysSaidTests extends ProdStage {

  @Test
  void whatTheJudgeFailedIsQuarantinedByTheJudgeAndNoCancelOfARollbackLiftsThat() {
    judged();
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.fault(
        """
        {"kind": "error", "service": "monitoring", "operation": "PutMetricData", "status": 403,
         "code": "AccessDenied", "message": "not for you"}
        """);
    Answer stuck = slowUntilItRests(update);
    assertThat(stuck.at("/state")).as(stuck.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(stuck.at("/abort/cause")).isEqualTo("JUDGE");
    rehearsal.noFaults();
    staysQuarantined("JUDGE", "model latency fail");
  }

  @Test
  void whatAnAlarmSpokeAgainstStaysQuarantinedByTheAlarm() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary");
    rehearsal.aws().alarms().fireErrorsOf("-r2-");
    rehearsal.until(update, "ROLLING_BACK");
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    staysQuarantined("ALARM", "3 of 5 requests failed");
  }

  private void staysQuarantined(String cause, String reason) {
    UUID back = rollBack(reason("settle"));
    assertThat(quarantine("cause")).isEqualTo(cause);
    assertThat(quarantine("reason")).contains(reason);
    rehearsal.cancel(back);
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("CANCELED");
    assertThat(quarantine("cause")).isEqualTo(cause);
    Answer again = rehearsal.api().post("/v1/promotions?dry_run=true", promotion("v2"));
    assertThat(again.at("/code")).as(again.http().body()).isEqualTo("version-quarantined");
  }

  private String quarantine(String field) {
    return rehearsal
        .api()
        .get("/v1/endpoints/" + ENDPOINT + "/releases/2")
        .at("/quarantine/" + field);
  }

  /** Prod's judge compares two fleets of one instance each, and its word counts. */
  private void judged() {
    String path = "/v1/environments/prod";
    Answer changed =
        rehearsal
            .api()
            .patch(
                path,
                rehearsal.api().get(path).header("ETag"),
                """
                {"profile": {"judge": {"on_fail": "ABORT"},
                  "rollout": {"strategy": "CANARY",
                    "canary": {"type": "CAPACITY_PERCENT", "value": 50},
                    "wait_interval_seconds": 900, "maximum_execution_timeout_seconds": 3600,
                    "termination_wait_seconds": 300}}}
                """);
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  /** Lets time pass with traffic on both fleets, the new one slower by two fifths. */
  private Answer slowUntilItRests(UUID update) {
    SomeTraffic traffic = new SomeTraffic(rehearsal.simulator(), ENDPOINT);
    for (int minute = 0; minute < 60; minute++) {
      Answer seen = rehearsal.deployment(update);
      if (!seen.at("/finished_at").isEmpty() || seen.at("/state").equals("NEEDS_ATTENTION")) {
        return seen;
      }
      for (JsonNode fleet : seen.json().path("fleets")) {
        if (fleet.path("traffic_percent").asInt(0) == 0) continue;
        double latency = fleet.path("side").asString().equals("GREEN") ? 70 : 50;
        traffic.minute(fleet.path("endpoint_config_name").asString(), 400, latency, 0);
      }
      rehearsal.advance(Duration.ofMinutes(1));
    }
    return rehearsal.deployment(update);
  }
}
