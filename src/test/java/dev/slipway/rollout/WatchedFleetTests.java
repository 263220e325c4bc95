package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rollback alarms see the fleet that is new, and say what they saw; people see both fleets. */
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

  @Test
  void aCanaryOfSomePercentGetsWhatItsWholeInstancesGetUntilAllTrafficIsOnTheNewFleet() {
    rehearsal.live("v1");
    override(
        """
        {"rollout": {"strategy": "CANARY", "canary": {"type": "CAPACITY_PERCENT", "value": 10},
          "wait_interval_seconds": 300, "termination_wait_seconds": 120,
          "maximum_execution_timeout_seconds": 1800}}
        """);
    assertThat(shares(rehearsal.promote("v2")))
        .as("the old fleet is no side any more once it is only taken down")
        .containsExactly(
            "BLUE 100, GREEN 0", "BLUE 50, GREEN 50", "BLUE 0, GREEN 100", "GREEN 100");
  }

  @Test
  void everyStepOfALinearUpdateHasItsShare() {
    override(
        """
        {"without": ["AUTOSCALING"], "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 3},
         "rollout": {"strategy": "LINEAR",
          "linear_step": {"type": "INSTANCE_COUNT", "value": 1},
          "wait_interval_seconds": 120, "termination_wait_seconds": 60,
          "maximum_execution_timeout_seconds": 3600}}
        """);
    rehearsal.live("v1");
    assertThat(shares(rehearsal.promote("v2")))
        .containsExactly(
            "BLUE 100, GREEN 0",
            "BLUE 67, GREEN 33",
            "BLUE 33, GREEN 67",
            "BLUE 0, GREEN 100",
            "GREEN 100");
  }

  @Test
  void batchesKeepTheirTrafficWhileTheNextOneComesUpAndOnTheWayBackToo() {
    override(
        """
        {"without": ["AUTOSCALING"], "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 4},
         "rollout": {"strategy": "ROLLING",
          "maximum_batch_size": {"type": "CAPACITY_PERCENT", "value": 50},
          "rollback_maximum_batch_size": {"type": "CAPACITY_PERCENT", "value": 50},
          "wait_interval_seconds": 120, "termination_wait_seconds": 0,
          "maximum_execution_timeout_seconds": 3600}}
        """);
    rehearsal.live("v1");
    String[] steady = {"BLUE 100, GREEN 0", "BLUE 50, GREEN 50", "BLUE 0, GREEN 100", "GREEN 100"};
    assertThat(shares(rehearsal.promote("v2"))).containsExactly(steady);
    assertThat(shares(rollBack(reason("v2 is slow"))))
        .startsWith("BLUE 100, GREEN 0", "BLUE 50, GREEN 50")
        .endsWith("GREEN 100")
        .doesNotHaveDuplicates()
        .isSubsetOf(steady);
  }

  @Test
  void aWayBackNeverShowsTheReleaseThatItLeavesWithTrafficThatHasMoved() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    assertThat(shares(rollBack(reason("v2 is slow"))))
        .startsWith("BLUE 100, GREEN 0")
        .endsWith("GREEN 100")
        .doesNotHaveDuplicates()
        .isSubsetOf("BLUE 100, GREEN 0", "BLUE 0, GREEN 100", "GREEN 100");
  }

  /** How a deployment shows the traffic to be shared, from its first fleet to its end. */
  private List<String> shares(UUID deployment) {
    List<String> shown = new ArrayList<>();
    for (int second = 0; second < 7200; second += 5) {
      Answer seen = rehearsal.deployment(deployment);
      String now =
          seen.json()
              .path("fleets")
              .valueStream()
              .map(
                  it -> it.path("side").asString() + " " + it.path("traffic_percent").asString("?"))
              .collect(Collectors.joining(", "));
      if (!now.isEmpty() && (shown.isEmpty() || !shown.getLast().equals(now))) shown.add(now);
      if (!seen.at("/finished_at").isEmpty()) return shown;
      rehearsal.advance(Duration.ofSeconds(5));
    }
    throw new IllegalStateException(rehearsal.deployment(deployment).http().body());
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
