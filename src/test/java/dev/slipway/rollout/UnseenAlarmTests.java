package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A canary that ended by its alarm while no worker of Slipway's looked. */
class UnseenAlarmTests {

  @Test
  void anAlarmThatIsQuietAgainWhenSlipwayLooksIsStillWhatTheReleaseIsBlamedFor() {
    try (Rehearsal rehearsal =
        Rehearsal.alone(
            Rehearsal.UNPACED,
            SageMakerOptions.usual().with(Undocumented.ROLLBACK_WITHOUT_REASON))) {
      rehearsal.live("v1");
      UUID update = rehearsal.promote("v3");
      rehearsal.untilWaitingFor(update, "Baking");
      rehearsal.aws().alarms().fireErrorsOf("-r2-a2-");
      rehearsal.simulator().clock().advance(Duration.ofMinutes(3));
      rehearsal.aws().alarms().calm("-r2-a2-");
      rehearsal.simulator().clock().advance(Duration.ofMinutes(20));

      Answer ended = rehearsal.untilEnd(update);

      assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
      assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
      assertThat(ended.at("/reason")).contains("fired at ").contains("3 of 5 requests failed");
      Answer again =
          rehearsal
              .api()
              .post(
                  "/v1/promotions",
                  """
                  {"model": "fraud-detector", "version": "v3", "to": "prod", "reason": "again"}
                  """);
      assertThat(again.status()).as("quarantined").isEqualTo(422);
    }
  }
}
