package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.wire.Calls;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Looks of the judge that were lost, since CloudWatch did not answer or no process ran: they are
 * made up for while the update can be aborted, and where they cannot be, that is on record.
 */
@Conforming
class LostLookTests extends JudgedStage {

  /** Both fleets serve in two bakes, and all traffic is on the new one in a third. */
  private static final String TWO_BAKES =
      """
      "rollout": {"strategy": "LINEAR", "canary": null,
        "linear_step": {"type": "INSTANCE_COUNT", "value": 1},
        "wait_interval_seconds": 840, "termination_wait_seconds": 300,
        "maximum_execution_timeout_seconds": 7200},
      "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 3}
      """;

  /** An update that goes back as it came: an instance at a time. */
  private static final String IN_BATCHES =
      """
      "rollout": {"strategy": "ROLLING", "canary": null,
        "maximum_batch_size": {"type": "INSTANCE_COUNT", "value": 1},
        "rollback_maximum_batch_size": {"type": "INSTANCE_COUNT", "value": 1},
        "wait_interval_seconds": 840, "maximum_execution_timeout_seconds": 14400},
      "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 4}
      """;

  private static final String STRICT = ", \"judge\": {\"on_insufficient_evidence\": \"ABORT\"}";

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);

  @Override
  Rehearsal rehearsal() {
    return rehearsal;
  }

  @Test
  void aLookThatWasThrottledIsMadeUpForInTheLastBakeAndCanStillAbort() {
    environment("throttled", STRICT);
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    String before = rehearsal.aws().endpoint(endpoint()).endpointConfigName();
    UUID update = rehearsal.promote("v2", environment);
    throttle();
    Answer ended = bake(update, BUSY, 50, 0, 1.4, this::unthrottleInTheLastBake);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("failed-by-the-judge");
    assertThat(ended.json().has("compensated_by")).isFalse();
    assertThat(ended.json().at("/judgements")).hasSize(1);
    assertThat(ended.at("/judgements/0/outcome")).isEqualTo("FAIL");
    assertThat(ended.at("/judgements/0/query/before")).isEqualTo(before);
    assertThat(ended.json().at("/judgements/0/after")).hasSize(9);
    assertThat(events(update)).contains("AWS, for the judge: GetMetricData answered Throttling");
  }

  @Test
  void eachBakeOfALinearUpdateHasAJudgementAlsoWhereALookWasLost() {
    UUID update = updating("linear", TWO_BAKES, STRICT);
    Answer ended =
        bake(
            update,
            BUSY,
            50,
            0,
            1,
            seen -> {
              boolean second = seen.json().at("/judgements").size() == 1;
              if (second && !isInLastBake(seen)) throttle();
              unthrottleInTheLastBake(seen);
            });
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(ended.json().at("/judgements")).hasSize(2);
    assertThat(ended.at("/judgements/0/outcome")).isEqualTo("PASS");
    assertThat(ended.at("/judgements/1/outcome")).isEqualTo("PASS");
    assertThat(ended.json().at("/judgements").findValuesAsString("bake_since"))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void whatCloudWatchDoesNotTellUntilTheLastChanceIsAJudgementWithTheTrueReason() {
    UUID update = updating("silent", STRICT);
    throttle();
    Answer ended = bake(update, BUSY, 50, 0, 1);
    rehearsal.noFaults();
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("insufficient-evidence");
    assertThat(ended.json().has("compensated_by")).isFalse();
    assertThat(ended.json().at("/judgements")).hasSize(1);
    assertThat(ended.at("/judgements/0/sentence"))
        .contains("did not say in time", "GetMetricData answered Throttling: Rate exceeded");
    // Asked again every fifteen seconds, and told once.
    assertThat(events(update)).containsOnlyOnce("Waiting for AWS, for the judge");
    assertThat(ended.json().at("/judgements/0/query/metrics")).isNotEmpty();
    assertThat(ended.json().at("/judgements/0").has("bake_since")).isTrue();
  }

  @Test
  void aLookForWhichNoProcessRanIsMadeUpForInTheLastBake() {
    UUID update = updating("away", STRICT);
    rehearsal.untilWaitingFor(update, "Baking for 900 seconds");
    withoutAProcess(update, 16);
    Answer ended = bake(update, BUSY, 50, 0, 1);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(ended.json().at("/judgements")).hasSize(1);
    assertThat(ended.at("/judgements/0/outcome")).isEqualTo("PASS");
  }

  @Test
  void alsoWhenTheUpdateIsOverMeanwhile() {
    environment("away-longer", STRICT);
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    String before = rehearsal.aws().endpoint(endpoint()).endpointConfigName();
    UUID update = rehearsal.promote("v2", environment);
    rehearsal.untilWaitingFor(update, "Baking for 900 seconds");
    withoutAProcess(update, 30);
    Answer ended = bake(update, BUSY, 50, 0, 1);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/judgements/0/outcome")).isEqualTo("PASS");
    assertThat(ended.at("/judgements/0/query/before")).isEqualTo(before);
  }

  @Test
  void aBakeThatNoProcessSawIsNoEvidenceAndAbortsInTheLastOne() {
    UUID update = updating("unseen", STRICT);
    rehearsal.until(update, "UPDATING");
    withoutAProcess(update, 4 + 15 + 2);
    Answer ended = bake(update, BUSY, 50, 0, 1);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("insufficient-evidence");
    assertThat(ended.at("/judgements/0/sentence")).contains("Slipway saw 0 of the 1 bake");
    assertThat(ended.json().at("/judgements")).hasSize(1);
  }

  @Test
  void eachBakeThatNoProcessSawIsToldAsOneOfThem() {
    UUID update = updating("all-unseen", TWO_BAKES, "");
    rehearsal.until(update, "UPDATING");
    withoutAProcess(update, 4 + 14 + 14 + 2);
    Answer ended = bake(update, BUSY, 50, 0, 1);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(ended.json().at("/judgements").findValuesAsString("sentence"))
        .hasSize(2)
        .allMatch(sentence -> sentence.contains("Slipway saw 0 of the 2 bakes"));
  }

  @Test
  void aFleetThatHasGrownSinceTheUpdateHadNoMoreBakesForThat() {
    UUID update = updating("grown", TWO_BAKES, "");
    rehearsal.untilWaitingFor(update, "Baking for 300 seconds");
    withoutAProcess(update, 12);
    rehearsal.aws().scale(endpoint(), 6);
    Answer ended = bake(update, BUSY, 50, 0, 1);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(ended.json().at("/judgements").findValuesAsString("bake_since")).hasSize(2);
    assertThat(ended.json().at("/judgements")).hasSize(2);
  }

  @Test
  void anUpdateThatGoesBackIsNotJudgedAnyMore() {
    UUID update = updating("going-back", IN_BATCHES, STRICT);
    throttle();
    Answer ended =
        bake(
            update,
            BUSY,
            50,
            0,
            1,
            seen -> {
              boolean goesBack = seen.at("/state").equals("ROLLING_BACK");
              if (goesBack) rehearsal.noFaults();
              if (goesBack || newShare(seen) < 75) return;
              new SomeTraffic(rehearsal.simulator(), endpoint())
                  .minute(seen.at("/endpoint_config_name"), BUSY, 50, 80);
            });
    rehearsal.noFaults();
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(events(update)).contains("AWS, for the judge").doesNotContain("\"judge.");
  }

  @Test
  void alsoNotWhereItsAlarmFiredAndWasQuietAgainBeforeAProcessLooked() {
    UUID update = updating("unseen-alarm", STRICT);
    rehearsal.untilWaitingFor(update, "Baking for 900 seconds");
    withoutAProcess(update, 14);
    String alarm = rehearsal.aws().alarms().of(endpoint() + "-r2-", "-5xx-errors");
    rehearsal.aws().alarms().fireBriefly(alarm);
    rehearsal.runDue();
    Answer back = rehearsal.deployment(update);
    assertThat(back.at("/step")).as("SageMaker is still at it").isEqualTo("AWAIT");
    assertThat(back.json().has("judgements")).as(back.http().body()).isFalse();
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(ended.json().has("abort")).isFalse();
    assertThat(events(update)).doesNotContain("\"judge.");
  }

  @Test
  void anAlarmThatSageMakerDidNotHeedCostsNoLookAndNoFiguresAreAskedForItsSake() {
    UUID update = updating("unheeded", STRICT);
    rehearsal.untilWaitingFor(update, "Launching");
    // SageMaker watches no alarm before it bakes.
    rehearsal
        .aws()
        .alarms()
        .fireBriefly(rehearsal.aws().alarms().of(endpoint() + "-r2-", "-5xx-errors"));
    int before = rehearsal.calls().size();
    rehearsal.untilWaitingFor(update, "Baking for 900 seconds");
    assertThat(rehearsal.calls().stream().skip(before).map(Calls.Made::operation))
        .contains("DescribeAlarmHistory")
        .doesNotContain("GetMetricData");
    Answer ended = bake(update, BUSY, 50, 0, 1);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(ended.json().at("/judgements")).hasSize(1);
    assertThat(ended.at("/judgements/0/outcome")).isEqualTo("PASS");
  }

  /** Both fleets are asked alike for some minutes, while no process of Slipway runs. */
  private void withoutAProcess(UUID update, int minutes) {
    SomeTraffic traffic = new SomeTraffic(rehearsal.simulator(), endpoint());
    String before = rehearsal.aws().endpoint(endpoint()).endpointConfigName();
    String after = rehearsal.deployment(update).at("/endpoint_config_name");
    for (int minute = 0; minute < minutes; minute++) {
      traffic.minute(before, BUSY, 50, 0);
      traffic.minute(after, BUSY, 50, 0);
      rehearsal.simulator().clock().advance(MINUTE);
    }
  }

  private static void throttle() {
    rehearsal.noFaults();
    rehearsal.fault(
        """
        {"kind": "error", "service": "monitoring", "operation": "GetMetricData", "status": 400,
         "code": "Throttling", "message": "Rate exceeded"}
        """);
  }

  private void unthrottleInTheLastBake(Answer seen) {
    if (isInLastBake(seen)) rehearsal.noFaults();
  }

  private static boolean isInLastBake(Answer seen) {
    return newShare(seen) == 100;
  }

  /** The new fleet's share of the traffic, in percent. */
  private static int newShare(Answer seen) {
    for (JsonNode fleet : seen.json().path("fleets")) {
      boolean green = fleet.path("side").asString().equals("GREEN");
      if (green) return fleet.path("traffic_percent").asInt(0);
    }
    return 0;
  }

  /** An update to v2 in an environment of its own, in which v1 serves. */
  private UUID updating(String name, String more) {
    environment(name, more);
    return updating();
  }

  private UUID updating(String name, String rollout, String more) {
    environment(name, rollout, more);
    return updating();
  }

  private UUID updating() {
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    return rehearsal.promote("v2", environment);
  }
}
