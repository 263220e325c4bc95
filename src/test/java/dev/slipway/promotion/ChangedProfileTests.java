package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Promotions that wait while the profile of their environment changes. */
@Conforming
class ChangedProfileTests extends PromotionStage {

  ChangedProfileTests() {
    super(Rehearsal.unpaced());
  }

  @Test
  void whatWaitsIsNotTakenFromAnEnvironmentThatComesBeforeNoMore() {
    for (String before : new String[] {"staging", "qa"}) rehearsal.environment(before);
    rehearsal.untilEnd(rehearsal.promote("v1", "staging"));
    rehearsal.environment("moved", "\"predecessor\": \"staging\", \"gates\": {\"approvals\": 1}");
    String id = promote("moved", "v1", "").at("/id");
    change("moved", "{\"predecessor\": \"qa\"}");
    Answer approved = colleagues.decide("anna", id, "approvals", "good");
    Answer refused = approved.status() == 200 ? approved : promotion(id);
    assertThat(refused.at("/outcome")).as(refused.http().body()).isEqualTo("REFUSED");
    assertThat(refused.at("/refusal")).isEqualTo("Versions come to moved from qa, not staging.");
    assertThat(refused.at("/gates/0/verdict")).isEqualTo("FAILED");
  }

  @Test
  void aCheckThatComesWhileAPromotionWaitsIsAskedThenAndHasItsTimeFromThere() {
    gated("growing", "{\"approvals\": 1, " + checks("early") + "}");
    String id = promote("growing", "v1", "").at("/id");
    assertThat(asked(id)).containsExactly("APPROVALS, CHECK early");
    rehearsal.advance(Duration.ofMinutes(27));
    change("growing", "{\"gates\": {" + checks("early", "late", "slow") + "}}");
    rehearsal.beginWaiting();
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("PENDING_APPROVAL");
    assertThat(asked(id)).containsExactly("CHECK late, CHECK slow", "APPROVALS, CHECK early");

    rehearsal.advance(Duration.ofMinutes(29));
    assertThat(answer(id, "late").status()).isEqualTo(200);
    assertThat(answer(id, "early").status()).isEqualTo(200);
    rehearsal.advance(Duration.ofMinutes(1));
    assertThat(answer(id, "slow").at("/code")).isEqualTo("check-too-late");
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/refusal")).startsWith("slow has not answered until");
  }

  @Test
  void whatAnEarlierReleasePutOnRecordHasItsChecksAskedToo() {
    gated("older", "{" + checks("early") + "}");
    String id = promote("older", "v1", "").at("/id");
    rehearsal
        .api()
        .bean(JdbcClient.class)
        .sql("update promotion set checks_asked = null where id = ?")
        .param(UUID.fromString(id))
        .update();
    rehearsal.advance(Duration.ofMinutes(50));
    change("older", "{\"gates\": {" + checks("early", "late") + "}}");
    rehearsal.beginWaiting();
    assertThat(asked(id)).containsExactly("CHECK late", "CHECK early");
    assertThat(answer(id, "late").status()).isEqualTo(200);
    rehearsal.advance(Duration.ofMinutes(10));
    assertThat(answer(id, "early").at("/code")).isEqualTo("check-too-late");
  }

  @Test
  void aCheckThatComesWhileAnUpdateIsUndoneHasItsTimeFromTheEndOfThat() {
    rehearsal.environment("undone");
    rehearsal.untilEnd(rehearsal.promote("v1", "undone"));
    UUID running = rehearsal.promote("v2", "undone");
    rehearsal.untilWaitingFor(running, "canary capacity");
    Answer waiting = promote("undone", "v3", ", \"supersede\": true");
    assertThat(waiting.at("/outcome")).as(waiting.http().body()).isEqualTo("WAITING");
    change("undone", "{\"gates\": {\"checks\": [{\"name\": \"late\", \"deadline_seconds\": 60}]}}");
    rehearsal.untilEnd(running);
    rehearsal.advance(Duration.ofMinutes(2));
    rehearsal.beginWaiting();
    Answer pending = promotion(waiting.at("/id"));
    assertThat(pending.at("/outcome")).as(pending.http().body()).isEqualTo("PENDING_APPROVAL");
    assertThat(answer(waiting.at("/id"), "late").at("/outcome")).isEqualTo("DEPLOYING");
  }

  @Test
  void whatAnEnvironmentWouldHaveTakenByItselfIsNotBegunOnceItTakesNothing() {
    rehearsal.environment("source");
    rehearsal.environment(
        "taker",
        "\"predecessor\": \"source\", \"auto_promotion\": true,"
            + " \"gates\": {\"soak_seconds\": 1800}");
    rehearsal.untilEnd(rehearsal.promote("v1", "source"));
    rehearsal.beginWaiting();
    Answer waiting = rehearsal.api().get("/v1/promotions?to=taker");
    assertThat(waiting.at("/items/0/outcome")).isEqualTo("PENDING_APPROVAL");
    change("taker", "{\"auto_promotion\": false}");
    rehearsal.advance(Duration.ofMinutes(40));
    rehearsal.beginWaiting();
    Answer refused = promotion(waiting.at("/items/0/id"));
    assertThat(refused.at("/outcome")).as(refused.http().body()).isEqualTo("REFUSED");
    assertThat(refused.at("/refusal")).startsWith("taker promotes nothing by itself any more.");
    assertThat(promote("taker", "v1", "").at("/outcome")).as("a person's").isEqualTo("DEPLOYING");
  }

  private void change(String environment, String profile) {
    String path = "/v1/environments/" + environment;
    Answer changed =
        rehearsal
            .api()
            .patch(
                path, rehearsal.api().get(path).header("ETag"), "{\"profile\": " + profile + "}");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  /** Checks that have an hour each, but for those that have come late: half an hour. */
  private static String checks(String... names) {
    return Stream.of(names)
        .map(name ->
            "{\"name\": \"%s\", \"deadline_seconds\": %d}"
                .formatted(name, name.equals("early") ? 3600 : 1800))
        .collect(Collectors.joining(", ", "\"checks\": [", "]"));
  }

  /** The gates that each event named which asked for decisions on a promotion, newest first. */
  private List<String> asked(String promotion) {
    return rehearsal
        .api()
        .get("/v1/audit-events?type=promotion.pending")
        .json()
        .path("items")
        .valueStream()
        .filter(event -> event.at("/data/promotion").asString().equals(promotion))
        .map(event ->
            event
                .at("/data/gates")
                .valueStream()
                .map(gate -> gate.path("gate").asString())
                .collect(Collectors.joining(", ")))
        .toList();
  }

  private Answer answer(String promotion, String check) {
    return colleagues.post(
        "tester",
        "/v1/promotions/" + promotion + "/checks/" + check,
        "{\"result\": \"PASSED\", \"reason\": \"looked\"}");
  }
}
