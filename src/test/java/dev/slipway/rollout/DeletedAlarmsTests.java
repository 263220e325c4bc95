package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Alarms that somebody deletes while SageMaker is to go back when they fire. */
@Conforming
class DeletedAlarmsTests extends ProdStage {

  @Test
  void rollbackAlarmsThatGoDuringACanaryArePutBackForAllToSeeAndStillTakeTheReleaseBack() {
    UUID update = baking();
    String errors = alarm("-5xx-errors");
    String latency = alarm("-high-latency");
    rehearsal.aws().alarms().delete(errors);
    rehearsal.aws().alarms().delete(latency);
    rehearsal.advance(Duration.ofSeconds(25));
    assertThat(rehearsal.aws().alarms().names()).contains(errors, latency);
    assertThat(rehearsal.api().get("/v1/deployments/" + update + "/events").http().body())
        .contains(
            "Made the alarm " + errors + " again: it was gone.",
            "Made the alarm " + latency + " again: it was gone.");
    assertThat(rehearsal.deployment(update).at("/state")).isEqualTo("UPDATING");
    rehearsal.aws().alarms().fire(errors);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
  }

  @Test
  void theLeverThatSomebodyHasDeletedIsPutBackAndPulled() {
    UUID update = baking();
    String before = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    String lever = alarm("-abort");
    rehearsal.aws().alarms().delete(lever);
    assertThat(cancel(update, "UPDATING").status()).isEqualTo(202);
    rehearsal.advance(Duration.ofSeconds(60));
    assertThat(rehearsal.deployment(update).at("/state")).isEqualTo("ROLLING_BACK");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("aborted-by-hand");
    assertThat(ended.at("/reason")).contains(lever);
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointConfigName()).isEqualTo(before);
  }

  @Test
  void whatIsPutBackAsTheUpdateEndsIsEvaluatedOnceBeforeTheReleaseCountsAsGood() {
    UUID update = endsUnwatched();
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v2");
  }

  @Test
  void whatItSaysOnceTheReleaseServesTakesTheReleaseBackByADeploymentOfItsOwn() {
    UUID update = endsUnwatched();
    rehearsal.aws().alarms().fire(alarm("-5xx-errors"));
    rehearsal.scheduler().tick(update);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("CANCELED");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(ended.at("/reason")).contains("3 of 5 requests failed", "serves already");
    UUID back = UUID.fromString(ended.at("/compensated_by"));
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void whatItSaysOfTheReleaseStaysThoughTheWayBackIsCalledOff() {
    UUID update = endsUnwatched();
    rehearsal.aws().alarms().fire(alarm("-5xx-errors"));
    rehearsal.scheduler().tick(update);
    UUID back = UUID.fromString(rehearsal.untilEnd(update).at("/compensated_by"));
    rehearsal.cancel(back);
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("CANCELED");
    assertThat(current()).isEqualTo("v2");
    Answer release = rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/releases/2");
    assertThat(release.at("/quarantine/cause")).isEqualTo("ALARM");
  }

  private UUID baking() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    return update;
  }

  /** The update to v2, ended while the alarm on its errors had just been put back once more. */
  private UUID endsUnwatched() {
    UUID update = baking();
    rehearsal.untilWaitingFor(update, "full capacity");
    String errors = alarm("-5xx-errors");
    while (rehearsal.aws().endpoint(ENDPOINT).endpointStatusAsString().equals("Updating")) {
      if (rehearsal.aws().alarms().names().contains(errors)) {
        rehearsal.aws().alarms().delete(errors);
      }
      rehearsal.advance(Duration.ofSeconds(5));
    }
    rehearsal.untilWaitingFor(update, "CloudWatch to evaluate the alarm " + errors + " once");
    return update;
  }

  private String alarm(String end) {
    return rehearsal.aws().alarms().of("-r2-", end);
  }
}
