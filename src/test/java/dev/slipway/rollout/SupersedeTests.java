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

  private Answer promotion(Answer promotion) {
    return rehearsal.api().get("/v1/promotions/" + promotion.at("/id"));
  }
}
