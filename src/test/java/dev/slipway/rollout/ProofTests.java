package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Success is claimed on a proof of now, not on one of some steps ago. */
class ProofTests {

  private static final String ENDPOINT = "prod-fraud-detector";

  @AutoClose private Rehearsal rehearsal;

  @BeforeEach
  void theUpdateIsProvenAndAboutToEnd() {
    rehearsal = Rehearsal.start();
    rehearsal.live("v1");
  }

  @Test
  void anEndpointThatSomebodyMovesRightBeforeTheEndIsNoSuccess() {
    UUID update = aboutToEnd();
    rehearsal.aws().moveElsewhere(ENDPOINT, "somebodys-own");

    Answer ended = rehearsal.untilEnd(update);

    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(ended.at("/reason_code")).isEqualTo("endpoint-changed-elsewhere");
    assertThat(ended.at("/reason")).contains("somebodys-own");
  }

  @Test
  void anEndpointThatSomebodyDeletesRightBeforeTheEndIsNoSuccess() {
    UUID update = aboutToEnd();
    rehearsal.aws().deleteEndpoint(ENDPOINT);

    Answer ended = rehearsal.untilEnd(update);

    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(ended.at("/reason_code")).isIn("endpoint-changed-elsewhere", "endpoint-lost");
  }

  @Test
  void oneThatAutoscalingMovesAtThatMomentIs() {
    UUID update = aboutToEnd();
    rehearsal.aws().scale(ENDPOINT, 4);

    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
  }

  private UUID aboutToEnd() {
    UUID update = rehearsal.promote("v2");
    rehearsal.scheduler().tickInto(update, "FINISH");
    return update;
  }
}
