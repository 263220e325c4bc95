package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stopping deployments: by cancel and by roll back, in every state that they go through. */
@Conforming
class LeverTests extends ProdStage {

  private static final String NO_BAKE =
      "{\"rollout\": {\"strategy\": \"ALL_AT_ONCE\", \"wait_interval_seconds\": 0,"
          + " \"termination_wait_seconds\": 0, \"maximum_execution_timeout_seconds\": 1800}}";

  @Test
  void aCanaryThatIsCanceledGoesBackWithinAMinuteAndItsReleaseIsQuarantined() {
    rehearsal.live("v1");
    String before = config();
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary capacity");
    Answer canceled = cancel(update, "UPDATING");
    assertThat(canceled.status()).isEqualTo(202);
    assertThat(canceled.at("/abort/cause")).isEqualTo("PERSON");
    assertThat(canceled.json().at("/expected_restore_seconds").asInt()).isEqualTo(60);
    rehearsal.advance(Duration.ofSeconds(60));
    assertThat(rehearsal.deployment(update).at("/state")).isEqualTo("ROLLING_BACK");
    assertThat(waitedFor(update))
        .as("the alarm is quiet again while the new fleet is taken down")
        .containsExactly("SageMaker to move all traffic back");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("aborted-by-hand");
    assertThat(ended.at("/reason")).contains("the wrong version").contains("-abort");
    assertThat(config()).isEqualTo(before);
    assertThat(rehearsal.aws().alarms().names())
        .anyMatch(name -> name.contains("-r2-") && name.endsWith("-abort"));

    Answer release = rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/releases/2");
    assertThat(release.at("/quarantine/cause")).isEqualTo("PERSON");
    Answer again = rehearsal.api().post("/v1/promotions", promotion("v2"));
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.at("/code")).isEqualTo("version-quarantined");
    assertThat(again.at("/detail")).contains("the wrong version").contains("quarantine-lifts");
    String lifts = "/v1/endpoints/" + ENDPOINT + "/releases/2/quarantine-lifts";
    assertThat(rehearsal.api().post(lifts, reason("it was right")).status()).isEqualTo(200);
    assertThat(rehearsal.api().post(lifts, reason("it was right")).status()).isEqualTo(409);
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().names())
        .noneMatch(name -> name.contains("-r2-") && name.endsWith("-abort"))
        .anyMatch(name -> name.contains("-r3-") && name.endsWith("-abort"));
  }

  @Test
  void rollingBackInTheFinalBakeAbortsTheRunningDeploymentHoweverOftenItIsAsked() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "full capacity");
    Answer plan = act("rollbacks?dry_run=true", reason("regret"));
    assertThat(plan.at("/release/model_version")).isEqualTo("v1");
    assertThat(plan.json().at("/expected_seconds/total").asInt()).isEqualTo(60);
    for (int click = 0; click < 2; click++) {
      Answer back = act("rollbacks", reason("regret"));
      assertThat(back.status()).isEqualTo(202);
      assertThat(back.at("/id")).isEqualTo(update.toString());
    }
    Answer other = act("rollbacks", "{\"release\": 2, \"reason\": \"r\"}");
    assertThat(other.at("/code")).isEqualTo("update-running");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void whileTheOldFleetIsTakenDownNoLeverIsPromised() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "full capacity");
    rehearsal.untilWaitingFor(update, "SageMaker (Updating)");
    Answer plan = act("rollbacks?dry_run=true", reason("regret"));
    assertThat(plan.at("/remarks/0/code")).as(plan.http().body()).isEqualTo("no-abort-lever");
    assertThat(plan.json().at("/calls")).isEmpty();
    assertThat(plan.json().at("/expected_seconds/total").asInt()).isGreaterThan(60);
    Answer back = act("rollbacks", reason("regret"));
    assertThat(back.json().at("/expected_restore_seconds").asInt()).isGreaterThan(60);
    rehearsal.runDue();
    assertThat(rehearsal.deployment(update).at("/waiting_for")).contains("nothing can stop");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("CANCELED");
    UUID compensating = UUID.fromString(ended.at("/compensated_by"));
    assertThat(rehearsal.untilEnd(compensating).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void anUpdateThatIsCanceledBeforeItsFirstBakeIsStoppedInIt() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Launching");
    assertThat(cancel(update, "UPDATING").json().at("/expected_restore_seconds").asInt()).isZero();
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void aRollbackBeforeSageMakerHasBegunIsFollowedByNoDeploymentAndItsPlanSaysSo() {
    rehearsal.live("v1");
    rehearsal.override(ENDPOINT, NO_BAKE);
    for (String step : List.of("QUEUED", "ALARMS")) {
      UUID update = rehearsal.promote("v2");
      rehearsal.scheduler().tickInto(update, step);
      for (String moment : List.of("to be agreed to", "once it is agreed to")) {
        Answer plan = act("rollbacks?dry_run=true", reason("regret"));
        assertThat(plan.at("/remarks/0/code")).as(moment).isEqualTo("attempt-is-taken-away");
        assertThat(plan.at("/remarks/0/message")).contains("No other deployment follows");
        assertThat(plan.json().at("/calls")).isEmpty();
        assertThat(plan.json().at("/expected_seconds/total").asInt()).isZero();
        String agreed = "{\"reason\": \"regret\", \"plan_hash\": \"" + plan.at("/hash") + "\"}";
        Answer back = act("rollbacks", agreed);
        assertThat(back.status()).as(back.http().body()).isEqualTo(202);
        assertThat(back.json().at("/expected_restore_seconds").asInt()).isZero();
      }
      Answer ended = rehearsal.untilEnd(update);
      assertThat(ended.at("/state")).as(step).isEqualTo("CANCELED");
      assertThat(ended.at("/compensated_by")).isEmpty();
      assertThat(rehearsal.api().get("/v1/endpoints/" + ENDPOINT).json().has("active_deployment"))
          .isFalse();
    }
  }

  @Test
  void anUpdateWithoutABakeIsTakenBackByADeploymentOfItsOwn() {
    rehearsal.live("v1");
    rehearsal.override(ENDPOINT, NO_BAKE);
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Launching");
    assertThat(act("rollbacks?dry_run=true", reason("regret")).at("/remarks/0/code"))
        .isEqualTo("no-abort-lever");
    Answer canceled = cancel(update, "UPDATING");
    assertThat(canceled.json().at("/expected_restore_seconds").asInt()).isGreaterThan(60);
    rehearsal.runDue();
    assertThat(rehearsal.deployment(update).at("/waiting_for")).contains("nothing can stop");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("CANCELED");
    assertThat(ended.at("/reason")).contains("the wrong version").contains("serves already");
    UUID back = UUID.fromString(ended.at("/compensated_by"));
    Answer compensating = rehearsal.deployment(back);
    assertThat(compensating.at("/compensates")).isEqualTo(update.toString());
    assertThat(compensating.at("/requested_reason")).isEqualTo("the wrong version");
    assertThat(compensating.json().at("/expected_restore_seconds").asInt()).isGreaterThan(60);
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
    assertThat(rehearsal.api().post("/v1/promotions", promotion("v2")).status()).isEqualTo(422);
  }

  @Test
  void whateverStepOfThePreparationIsCanceledNothingOfItIsLeft() {
    rehearsal.live("v1");
    String before = config();
    List<String> alarms = rehearsal.aws().alarms().names();
    List<String> models = rehearsal.aws().models();
    for (String step :
        List.of("QUEUED", "PREFLIGHT", "MODEL", "ENDPOINT_CONFIG", "ALARMS", "ENDPOINT")) {
      UUID update = rehearsal.promote("v2");
      rehearsal.scheduler().tickInto(update, step);
      Answer seen = rehearsal.deployment(update);
      assertThat(cancel(update, seen.at("/state")).status()).as(step).isEqualTo(202);
      Answer ended = rehearsal.untilEnd(update);
      assertThat(ended.at("/state")).as(step).isEqualTo("CANCELED");
      assertThat(ended.at("/reason_code")).isEqualTo("aborted-by-hand");
      assertThat(config()).isEqualTo(before);
      assertThat(rehearsal.aws().alarms().names()).as(step).isEqualTo(alarms);
      assertThat(rehearsal.aws().models()).as(step).isEqualTo(models);
      assertThat(rehearsal.aws().endpointConfigs()).as(step).containsExactly(before);
    }
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void aCreationThatIsCanceledLeavesNoEndpoint() {
    UUID creation = rehearsal.promote("v1");
    rehearsal.untilWaitingFor(creation, "Launching");
    cancel(creation, "UPDATING");
    rehearsal.runDue();
    assertThat(rehearsal.deployment(creation).at("/waiting_for")).contains("cannot stop");
    Answer ended = rehearsal.untilEnd(creation);
    assertThat(ended.at("/state")).isEqualTo("CANCELED");
    assertThat(rehearsal.aws().hasEndpoint(ENDPOINT)).isFalse();
    assertThat(rehearsal.aws().models()).isEmpty();
    assertThat(rehearsal.aws().alarms().names()).isEmpty();
    assertThat(rehearsal.snapshot().path("iam.role")).isEmpty();
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void aReleaseThatServesIsTakenBackThoughItsDeploymentHadNotEnded() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.scheduler().tickInto(update, "AUTOSCALING");
    assertThat(act("rollbacks?dry_run=true", reason("regret")).at("/remarks/0/code"))
        .isEqualTo("no-abort-lever");
    cancel(update, "FINISHING");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("CANCELED");
    UUID back = UUID.fromString(ended.at("/compensated_by"));
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void decisionsThatComeTooLateOrTwiceAreToldSo() {
    UUID creation = rehearsal.promote("v1");
    assertThat(cancel(creation, "UPDATING").at("/code")).isEqualTo("state-changed");
    rehearsal.untilEnd(creation);
    assertThat(cancel(creation, "SUCCEEDED").at("/code")).isEqualTo("deployment-ended");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary");
    assertThat(cancel(update, "UPDATING").status()).isEqualTo(202);
    assertThat(cancel(update, "UPDATING").at("/code")).isEqualTo("already-going-back");
    assertThat(
            rehearsal.api().post("/v1/deployments/" + update + "/resume", reason("go")).at("/code"))
        .isEqualTo("state-changed");
    rehearsal.untilEnd(update);
  }

  @Test
  void aCancelIsHeardThoughTheNextTickIsPickedAtThatMoment() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary");
    JdbcClient jdbc = rehearsal.api().bean(JdbcClient.class);
    jdbc.sql("create function lost() returns trigger language plpgsql as 'begin return null; end'")
        .update();
    jdbc.sql(
            """
            create trigger lost before update on scheduled_tasks
            for each row execute function lost()
            """)
        .update();
    Answer canceled;
    try {
      canceled = cancel(update, "UPDATING");
    } finally {
      jdbc.sql("drop function lost cascade").update();
    }
    assertThat(canceled.status()).isEqualTo(202);
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
  }

  @Test
  void aRollbackByHandCarriesOnlyTheAbortAlarm() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    Answer back = act("rollbacks", reason("slow"));
    assertThat(back.json().at("/expected_restore_seconds").asInt()).isGreaterThan(60);
    UUID id = UUID.fromString(back.at("/id"));
    assertThat(rehearsal.untilEnd(id).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().rollbackAlarms(ENDPOINT))
        .singleElement()
        .asString()
        .endsWith("-abort");
    assertThat(rehearsal.api().post("/v1/promotions", promotion("v2")).at("/code"))
        .isEqualTo("version-quarantined");
    assertThat(rehearsal.live("v3").at("/state")).isEqualTo("SUCCEEDED");
  }

  /** What a deployment is said to wait for while SageMaker moves the endpoint. */
  private Set<String> waitedFor(UUID deployment) {
    Set<String> said = new LinkedHashSet<>();
    for (Answer seen = rehearsal.deployment(deployment);
        seen.at("/step").equals("AWAIT");
        seen = rehearsal.deployment(deployment)) {
      said.add(seen.at("/waiting_for"));
      rehearsal.advance(Duration.ofSeconds(10));
    }
    return said;
  }

  private String config() {
    return rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
  }
}
