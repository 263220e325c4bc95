package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Promotions that take a running deployment's place, and wait for their turn. */
@Conforming
class SupersedeTests extends ProdStage {

  @Test
  void aLaterPromotionTakesTheRunningOnesPlaceWhenItSaysSo() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary capacity");
    Answer refused = supersede("v3", false);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.http().body()).contains("/v1/deployments/" + update, "supersede: true");
    Answer waiting = supersede("v3", true);
    assertThat(waiting.status()).as(waiting.http().body()).isEqualTo(202);
    assertThat(waiting.at("/outcome")).isEqualTo("WAITING");
    assertThat(waiting.at("/supersedes")).isEqualTo(update.toString());
    rehearsal.beginWaiting();
    assertThat(promotion(waiting).at("/outcome")).as("before its turn").isEqualTo("WAITING");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("superseded");
    assertThat(ended.at("/abort/cause")).isEqualTo("SUPERSEDED");
    rehearsal.beginWaiting();
    rehearsal.beginWaiting();
    Answer begun = promotion(waiting);
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
    assertThat(rehearsal.untilEnd(UUID.fromString(begun.at("/deployment/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(rehearsal.live("v2").at("/state"))
        .as("nothing spoke against what was superseded")
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void noOtherDeploymentIsUndoneThanTheOneThatThePlanNamed() {
    rehearsal.live("v1");
    UUID named = rehearsal.promote("v2");
    rehearsal.cancel(named);
    rehearsal.untilEnd(named);
    UUID other = rehearsal.promote("v3");

    Answer refused = superseding("v2", named);
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(409);
    assertThat(refused.http().body()).contains("/v1/deployments/" + other);
    assertThat(rehearsal.deployment(other).at("/abort/cause")).isEmpty();
    assertThat(superseding("v2", other).at("/supersedes")).isEqualTo(other.toString());
  }

  private Answer superseding(String version, UUID named) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions",
            """
            {"model": "fraud-detector", "version": "%s", "to": "prod", "reason": "a test",
             "supersede": true, "supersedes": "%s"}
            """
                .formatted(version, named));
  }

  @Test
  void aPromotionThatWaitsGivesWayToWhatSomebodyBeginsMeanwhile() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    UUID update = rehearsal.promote("v3");
    Answer first = supersede("v1", true);
    Answer second = supersede("v1", true);
    assertThat(second.at("/outcome")).isEqualTo("WAITING");
    assertThat(promotion(first).at("/refusal")).contains("later promotion");
    Answer told = rehearsal.api().get("/v1/audit-events?type=promotion.refused");
    assertThat(told.at("/items/0/data/promotion")).isEqualTo(first.at("/id"));
    assertThat(told.at("/items/0/data/reason")).contains("later promotion");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("CANCELED");
    Answer back = act("rollbacks", "{\"release\": 1, \"reason\": \"a person's word\"}");
    assertThat(back.status()).as(back.http().body()).isEqualTo(202);
    rehearsal.untilEnd(UUID.fromString(back.at("/id")));
    rehearsal.beginWaiting();
    Answer refused = promotion(second);
    assertThat(refused.at("/outcome")).isEqualTo("REFUSED");
    assertThat(refused.at("/refusal")).contains("was begun while this promotion waited");
    Answer rollback = act("rollbacks", "{\"release\": 2, \"reason\": \"not to be superseded\"}");
    assertThat(rollback.status()).isEqualTo(202);
    assertThat(supersede("v3", true).status()).as("a rollback is in the way").isEqualTo(409);
  }

  @Test
  void aRollbackOfAnUpdateThatGivesWayKeepsWhatServes() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary capacity");
    Answer waiting = supersede("v3", true);
    assertThat(waiting.at("/outcome")).isEqualTo("WAITING");
    String plan = act("rollbacks?dry_run=true", reason("a look")).at("/hash");
    assertThat(
            rollBack(
                """
                {"reason": "stop everything", "expected_release": 1, "plan_hash": "%s"}
                """
                    .formatted(plan)))
        .isEqualTo(update);
    Answer told = rehearsal.api().get("/v1/audit-events?type=deployment.rollback-requested");
    assertThat(told.at("/items/0/data/reason")).isEqualTo("stop everything");
    assertQuarantined("stop everything");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
    assertNotBegun(waiting);
  }

  @Test
  void aRollbackWhileAnUpdateThatGaveWayIsTakenBackKeepsWhatServes() {
    rehearsal.live("v1");
    rehearsal.override(
        ENDPOINT,
        """
        {"rollout": {"strategy": "ALL_AT_ONCE", "wait_interval_seconds": 0,
          "termination_wait_seconds": 0, "maximum_execution_timeout_seconds": 1800}}
        """);
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Launching");
    Answer waiting = supersede("v3", true);
    assertThat(waiting.at("/outcome")).isEqualTo("WAITING");
    UUID back = UUID.fromString(rehearsal.untilEnd(update).at("/compensated_by"));
    assertThat(rollBack(reason("stay on v1"))).isEqualTo(back);
    assertQuarantined("stay on v1");
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertNotBegun(waiting);
  }

  /** Holds the second release to be quarantined by the word of whoever rolled it back. */
  private void assertQuarantined(String why) {
    Answer left = rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/releases/2");
    assertThat(left.at("/quarantine/cause")).as(left.http().body()).isEqualTo("PERSON");
    assertThat(left.at("/quarantine/reason")).isEqualTo("token:admin rolled it back: " + why);
  }

  private void assertNotBegun(Answer waiting) {
    rehearsal.beginWaiting();
    Answer refused = promotion(waiting);
    assertThat(refused.at("/outcome")).as(refused.http().body()).isEqualTo("REFUSED");
    assertThat(refused.at("/refusal")).contains("A rollback of " + ENDPOINT + " was asked for");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void aPromotionThatIsAskedForAfterTheRollbackFollowsIt() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary capacity");
    assertThat(rollBack(reason("v2 is slow"))).isEqualTo(update);
    Answer waiting = supersede("v3", true);
    assertThat(waiting.at("/outcome")).isEqualTo("WAITING");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
    rehearsal.beginWaiting();
    assertThat(promotion(waiting).at("/outcome")).isEqualTo("DEPLOYING");
  }

  private Answer promotion(Answer promotion) {
    return rehearsal.api().get("/v1/promotions/" + promotion.at("/id"));
  }
}
