package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From instances to serverless and back, under one stable name. */
@Conforming
class SwapTests extends SwapStage {

  private static final String INSTANCES =
      "{\"hosting\": {\"instance_type\": \"ml.c5.xlarge\", \"instance_count\": 2, \"serverless\":"
          + " null}}";

  @Test
  void instancesBecomeServerlessAndBackWhileEveryPredictionIsAnswered() {
    String endpoint = serving("there");
    String old = physicalName(endpoint);
    override(endpoint, SERVERLESS);
    UUID there = rehearsal.promote("v2", "there");
    assertThat(answersUntilEnd(there, "there")).containsExactlyInAnyOrder("200 v1", "200 v2");
    assertThat(rehearsal.deployment(there).at("/state")).isEqualTo("SUCCEEDED");
    String second = physicalName(endpoint);
    assertThat(second).isEqualTo(endpoint + "--s2");
    assertThat(rehearsal.aws().hasEndpoint(old)).isFalse();
    assertThat(rehearsal.aws().scaling().hasTarget(old)).isFalse();
    assertThat(switches(there)).containsExactly(second + " instead of " + old);
    override(endpoint, INSTANCES);
    UUID back = rehearsal.promote("v3", "there");
    assertThat(answersUntilEnd(back, "there")).containsExactlyInAnyOrder("200 v2", "200 v3");
    assertThat(rehearsal.deployment(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(physicalName(endpoint)).isEqualTo(endpoint + "--s3");
    assertThat(rehearsal.aws().hasEndpoint(second)).isFalse();
    assertThat(rehearsal.aws().scaling().bounds(endpoint + "--s3")).isEqualTo("2-10");
    inSync(endpoint);
    assertThat(rehearsal.untilEnd(rehearsal.promote("v1", "there")).at("/state"))
        .as("an ordinary update after it")
        .isEqualTo("SUCCEEDED");
    assertThat(physicalName(endpoint)).isEqualTo(endpoint + "--s3");
  }

  @Test
  void aSwapGoesOnInAnotherProcessAtEachOfItsTurnsAndIsTakenBackByHand() {
    String endpoint = serving("restarted");
    override(endpoint, SERVERLESS);
    UUID swap = rehearsal.promote("v2", "restarted");
    for (String step : List.of("AWAIT", "SWITCH", "BAKE", "FINISH")) {
      rehearsal.scheduler().tickInto(swap, step);
      rehearsal.restart();
      assertThat(proxy.predict("restarted", "fraud-detector")).startsWith("200 ");
      proxy.refresh();
      assertThat(proxy.predict("restarted", "fraud-detector")).startsWith("200 ");
    }
    assertThat(answersUntilEnd(swap, "restarted")).containsExactly("200 v2");
    assertThat(rehearsal.deployment(swap).at("/state")).isEqualTo("SUCCEEDED");
    Answer back =
        rehearsal
            .api()
            .post("/v1/endpoints/" + endpoint + "/rollbacks", "{\"reason\": \"too slow\"}");
    assertThat(back.status()).as(back.http().body()).isEqualTo(202);
    UUID rollback = UUID.fromString(back.at("/id"));
    assertThat(answersUntilEnd(rollback, "restarted"))
        .containsExactlyInAnyOrder("200 v2", "200 v1");
    assertThat(rehearsal.deployment(rollback).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(endpoint + "--s3")).isEqualTo("2-10");
    inSync(endpoint);
    Answer retired =
        rehearsal
            .api()
            .post("/v1/endpoints/" + endpoint + "/retirements", "{\"reason\": \"the end\"}");
    assertThat(rehearsal.untilEnd(UUID.fromString(retired.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(rehearsal.snapshot().toString()).doesNotContain("endpoint/" + endpoint);
    assertThat(physicalName(endpoint)).isEqualTo(endpoint);
  }
}
