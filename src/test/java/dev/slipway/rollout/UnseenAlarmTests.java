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

  @Test
  void aPromotionThatTakesItsPlaceWhileItGoesBackDoesNotSayThatTheReleaseIsGood() {
    try (Rehearsal rehearsal =
        Rehearsal.alone(
            Rehearsal.UNPACED,
            SageMakerOptions.usual()
                .with(Undocumented.ROLLBACK_WITHOUT_REASON)
                .with(Undocumented.ROLLBACK_SHOWN_AS_ROLLING_BACK))) {
      rehearsal.live("v1");
      rehearsal.override(
          "prod-fraud-detector",
          "{\"hosting\": {\"instance_type\": \"ml.c5.2xlarge\", \"instance_count\": 2,"
              + " \"alternative_instance_types\": [\"ml.m5.xlarge\"]}}");
      UUID update = rehearsal.promote("v3");
      rehearsal.untilWaitingFor(update, "Baking");
      rehearsal.aws().alarms().fireErrorsOf("-r2-a2-");
      rehearsal.simulator().clock().advance(Duration.ofSeconds(15));
      rehearsal.aws().alarms().calm("-r2-a2-");
      Answer back = rehearsal.until(update, "ROLLING_BACK");
      assertThat(back.at("/reason_code")).as("so far").isEqualTo("rolled-back-by-sagemaker");

      Answer waiting =
          rehearsal
              .api()
              .post(
                  "/v1/promotions",
                  """
                  {"model": "fraud-detector", "version": "v2", "to": "prod",
                   "reason": "a better one", "supersede": true}
                  """);

      assertThat(waiting.at("/outcome")).as(waiting.http().body()).isEqualTo("WAITING");
      Answer ended = rehearsal.untilEnd(update);
      assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
      assertThat(ended.at("/abort/cause")).as(ended.http().body()).isEqualTo("SUPERSEDED");
      Answer release = rehearsal.api().get("/v1/endpoints/prod-fraud-detector/releases/2");
      assertThat(release.at("/quarantine/cause")).as(release.http().body()).isEqualTo("ALARM");
    }
  }
}
