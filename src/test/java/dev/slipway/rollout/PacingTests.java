package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.wire.Calls;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Deployments keep below AWS's rates, and show it as waiting. */
@Conforming
class PacingTests {

  @AutoClose
  private static final Rehearsal rehearsal =
      Rehearsal.start(Map.of("slipway.aws.limits.put-metric-alarm", "0.02"));

  @Test
  void aRateThatIsUsedUpIsWaitedForAndNeverAFailure() {
    int before = rehearsal.calls().size();
    Answer plan =
        rehearsal
            .api()
            .post(
                "/v1/promotions?dry_run=true",
                """
                {"model": "fraud-detector", "version": "v1", "to": "prod", "reason": "a test"}
                """);
    assertThat(plan.http().body())
        .contains("alarm-calls-queue")
        .contains("100 such deployments at once would queue for 250 min 0 s");
    UUID deployment = rehearsal.promote("v1");
    List<String> waits = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rehearsal.advance(Duration.ofSeconds(5));
      String wait = rehearsal.deployment(deployment).at("/waiting_for");
      if (waits.isEmpty() || !waits.getLast().equals(wait)) waits.add(wait);
    }
    Answer ended = rehearsal.untilEnd(deployment);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(waits)
        .contains("AWS's rate limit (0.02 a second of PutMetricAlarm in this account and region)");
    List<Calls.Made> puts =
        rehearsal.calls().stream()
            .skip(before)
            .filter(call -> call.operation().equals("PutMetricAlarm"))
            .toList();
    assertThat(puts).hasSizeGreaterThanOrEqualTo(2).allMatch(call -> call.outcome().equals("OK"));
    for (int i = 1; i < puts.size(); i++) {
      assertThat(Duration.between(puts.get(i - 1).at(), puts.get(i).at()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(50));
    }
    assertThat(rehearsal.api().get("/v1/deployments/" + deployment + "/events").http().body())
        .doesNotContain(
            "\"type\":\"step.waiting\",\"actor\":\"slipway\",\"summary\":\"Waiting for AWS's rate");
  }

  @Test
  void aThrottlingAwsIsWaitedForAndNeverAFailure() {
    UUID deployment = rehearsal.promote("v2");
    for (String operation : List.of("DescribeEndpoint", "CreateModel", "PutMetricAlarm")) {
      rehearsal.fault(
          """
          {"kind": "throttle", "service": "*", "operation": "%s", "per_second": 0.01}
          """
              .formatted(operation));
    }
    Answer ended = rehearsal.untilEnd(deployment);
    rehearsal.noFaults();
    assertThat(rehearsal.calls()).anyMatch(call -> call.outcome().startsWith("Throttl"));
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    anAbortIsNotHeldBack();
  }

  /** The rate is used up by many, and what is to be undone does not queue behind them. */
  private static void anAbortIsNotHeldBack() {
    UUID update = rehearsal.promote("v3");
    String events = "";
    for (int i = 0; i < 200 && !events.contains("Published the abort metric's value."); i++) {
      rehearsal.advance(Duration.ofSeconds(5));
      events = rehearsal.api().get("/v1/deployments/" + update + "/events").http().body();
    }
    assertThat(events)
        .contains("Published the abort metric's value. Waiting for AWS's rate limit (0.02")
        .doesNotContain("\"summary\":\"Waiting for AWS's rate limit (0.02");
    rehearsal
        .api()
        .post(
            "/v1/deployments/" + update + "/cancel",
            "{\"reason\": \"regret\", \"expected_state\": \"PREPARING\"}");
    rehearsal.runDue();
    rehearsal.runDue();
    assertThat(rehearsal.deployment(update).at("/state")).isEqualTo("CANCELED");
  }
}
