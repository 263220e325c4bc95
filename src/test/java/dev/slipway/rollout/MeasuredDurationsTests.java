package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a plan expects of time, and how long is waited. */
@Conforming
class MeasuredDurationsTests extends ProdStage {

  @Test
  void whatARollingUpdateTookCountsAsOneOfItsBatches() {
    rehearsal.live("v1");
    rehearsal.override(
        ENDPOINT,
        """
        {"rollout": {"strategy": "ROLLING",
          "maximum_batch_size": {"type": "CAPACITY_PERCENT", "value": 50},
          "wait_interval_seconds": 300, "termination_wait_seconds": 0,
          "maximum_execution_timeout_seconds": 7200}}
        """);
    rehearsal.live("v2");
    Answer rolled = rehearsal.live("v3");
    assertThat(rolled.at("/state")).as(rolled.http().body()).isEqualTo("SUCCEEDED");
    long took =
        Duration.between(
                    Instant.parse(rolled.at("/created_at")),
                    Instant.parse(rolled.at("/state_since")))
                .toSeconds()
            - 2 * 300;
    assertThat(planned()).as("two batches").isBetween((int) took - 60, (int) took + 60);
    for (int release : new int[] {2, 1, 2}) {
      UUID back = rollBack("{\"reason\": \"v3 is slow\", \"release\": %d}".formatted(release));
      assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    }
    assertThat(planned())
        .as("ways back in batches are left out")
        .isBetween((int) took - 60, (int) took + 60);
    rehearsal.override(
        ENDPOINT,
        """
        {"rollout": {"strategy": "ALL_AT_ONCE", "wait_interval_seconds": 0,
          "termination_wait_seconds": 300, "maximum_execution_timeout_seconds": 7200}}
        """);
    assertThat(planned())
        .as("a fleet at once takes as long as one batch")
        .isBetween((int) took / 2 - 30, (int) took / 2 + 30);
  }

  @Test
  void aContainerThatIsAllowedLongToComeUpIsNotCalledOverdue() {
    String patient =
        Rehearsal.prod("slow")
            .replace(
                "\"instance_count\": 2",
                "\"instance_count\": 2, \"model_data_download_timeout_seconds\": 3600,"
                    + " \"container_startup_timeout_seconds\": 3600");
    assertThat(rehearsal.api().post("/v1/environments", patient).status()).isEqualTo(201);
    for (String slow : new String[] {"slow_download", "slow_start"}) {
      rehearsal.fault(
          "{\"kind\": \"%s\", \"endpoint\": \"slow-fraud-detector\", \"seconds\": 3000}"
              .formatted(slow));
    }
    UUID deployment = rehearsal.promote("v1", "slow");
    Answer ended = rehearsal.untilEnd(deployment);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
  }

  private int planned() {
    JsonNode plan = rehearsal.api().post("/v1/promotions?dry_run=true", promotion("v1")).json();
    return plan.at("/expected_seconds/provisioning").asInt();
  }
}
