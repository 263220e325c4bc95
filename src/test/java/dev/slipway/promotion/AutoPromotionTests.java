package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.Gauges;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Environments that take by themselves what goes live in the one before. */
@Conforming
class AutoPromotionTests {

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.start();

  @Test
  void aVersionGoesFromEnvironmentToEnvironmentAsItsGatesOpen() {
    rehearsal.environment("c1");
    environment("c2", "c1", ", \"gates\": {\"soak_seconds\": 3600}");
    environment("c3", "c2", "");
    rehearsal.untilEnd(rehearsal.promote("v1", "c1"));

    rehearsal.beginWaiting();
    JsonNode waiting = promotions("c2").get(0);
    assertThat(waiting.at("/outcome").asString()).isEqualTo("PENDING_APPROVAL");
    assertThat(waiting.at("/requested_by").asString()).isEqualTo("slipway");
    assertThat(gauge("slipway.promotions.waiting", "c2", "PENDING_APPROVAL")).isEqualTo(1);
    assertThat(gauge("slipway.promotions.waiting", "c2", "WAITING")).isZero();
    assertThat(waiting.at("/reason").asString())
        .isEqualTo("v1 has gone live in c1, and c2 takes that by itself.");
    pass(Duration.ofMinutes(50));
    assertThat(live("c2")).isEmpty();
    assertThat(gauge("slipway.promotions.waiting.longest", "c2", "PENDING_APPROVAL"))
        .isBetween(3000.0, 3060.0);

    pass(Duration.ofMinutes(40));
    assertThat(live("c2")).isEqualTo("v1");
    pass(Duration.ofMinutes(30));
    assertThat(live("c3")).isEqualTo("v1");
    assertThat(promotions("c2")).hasSize(1);
    assertThat(promotions("c3")).hasSize(1);
  }

  @Test
  void ofSeveralVersionsTheNewestWins() {
    rehearsal.environment("n1");
    environment("n2", "n1", ", \"gates\": {\"soak_seconds\": 7200}");
    rehearsal.untilEnd(rehearsal.promote("v1", "n1"));
    rehearsal.beginWaiting();
    rehearsal.untilEnd(rehearsal.promote("v2", "n1"));
    rehearsal.beginWaiting();

    JsonNode both = promotions("n2");
    assertThat(both.at("/0/version").asString()).isEqualTo("v2");
    assertThat(both.at("/0/outcome").asString()).isEqualTo("PENDING_APPROVAL");
    assertThat(both.at("/1/outcome").asString()).isEqualTo("REFUSED");
    assertThat(both.at("/1/refusal").asString()).startsWith("v2 has gone live in n1 since");
    pass(Duration.ofMinutes(150));
    assertThat(live("n2")).isEqualTo("v2");
  }

  @Test
  void afterARollbackNothingIsTakenUntilSomebodyResumes() {
    rehearsal.environment("p1");
    environment("p2", "p1", "");
    for (String version : List.of("v1", "v2")) {
      rehearsal.untilEnd(rehearsal.promote(version, "p1"));
      pass(Duration.ofMinutes(30));
      assertThat(live("p2")).isEqualTo(version);
    }
    Answer back =
        rehearsal
            .api()
            .post(
                "/v1/endpoints/p2-fraud-detector/rollbacks", "{\"reason\": \"wrong on Sundays\"}");
    assertThat(back.status()).as(back.http().body()).isEqualTo(202);
    pass(Duration.ofMinutes(30));
    assertThat(live("p2")).isEqualTo("v1");

    rehearsal.untilEnd(rehearsal.promote("v3", "p1"));
    pass(Duration.ofMinutes(30));
    assertThat(live("p2")).isEqualTo("v1");
    Answer paused = rehearsal.api().get("/v1/environments/p2/auto-promotion");
    assertThat(paused.at("/active")).isEqualTo("true");
    assertThat(paused.at("/from")).isEqualTo("p1");
    assertThat(paused.at("/models/0/paused_by")).isEqualTo(back.at("/id"));
    assertThat(gauge("slipway.promotions.paused", "p2")).isEqualTo(1);

    assertThat(resume("p2").status()).isEqualTo(200);
    assertThat(gauge("slipway.promotions.paused", "p2")).isZero();
    assertThat(resume("p2").at("/code")).isEqualTo("not-paused");
    pass(Duration.ofMinutes(30));
    assertThat(live("p2")).isEqualTo("v3");
    assertThat(events("p2")).contains("auto-promotion.paused", "auto-promotion.resumed");
  }

  private static double gauge(String name, String... labels) {
    return Gauges.read(rehearsal.api(), name, labels);
  }

  @Test
  void aRollbackThatKeepsWhatServesPausesToo() {
    rehearsal.environment("k1");
    environment("k2", "k1", ", \"gates\": {\"soak_seconds\": 3600}");
    rehearsal.untilEnd(rehearsal.promote("v1", "k1"));
    pass(Duration.ofMinutes(100));
    assertThat(live("k2")).isEqualTo("v1");
    rehearsal.untilEnd(rehearsal.promote("v2", "k1"));
    rehearsal.beginWaiting();
    rehearsal.simulator().clock().advance(Duration.ofSeconds(1));
    Answer update =
        rehearsal
            .api()
            .post(
                "/v1/promotions",
                """
                {"model": "fraud-detector", "version": "v3", "to": "k2", "reason": "a test",
                 "break_glass": "incident 4711"}
                """);
    assertThat(update.at("/outcome")).as(update.http().body()).isEqualTo("DEPLOYING");
    rehearsal
        .api()
        .post("/v1/endpoints/k2-fraud-detector/rollbacks", "{\"reason\": \"not on Sundays\"}");
    pass(Duration.ofMinutes(100));

    assertThat(rehearsal.deployment(UUID.fromString(update.at("/deployment/id"))).at("/state"))
        .isEqualTo("CANCELED");
    assertThat(promotions("k2").at("/1/outcome").asString()).isEqualTo("REFUSED");
    assertThat(promotions("k2").at("/1/refusal").asString()).contains("ollback");
    assertThat(live("k2")).isEqualTo("v1");
    Answer paused = rehearsal.api().get("/v1/environments/k2/auto-promotion");
    assertThat(paused.at("/models/0/paused_by")).isEqualTo(update.at("/deployment/id"));
    assertThat(resume("k2").status()).isEqualTo(200);
    pass(Duration.ofMinutes(60));
    assertThat(live("k2")).isEqualTo("v2");
  }

  @Test
  void whatIsRefusedOrQuarantinedIsNotAskedForAgain() {
    rehearsal.environment("r1");
    environment("r2", "r1", ", \"gates\": {\"instance_types\": [\"ml.m5.*\"]}");
    rehearsal.untilEnd(rehearsal.promote("v1", "r1"));
    pass(Duration.ofMinutes(5));
    assertThat(promotions("r2")).hasSize(1);
    assertThat(promotions("r2").at("/0/outcome").asString()).isEqualTo("REFUSED");

    environment("r3", "r1", "");
    pass(Duration.ofMinutes(30));
    assertThat(live("r3")).isEqualTo("v1");
    rehearsal.untilEnd(rehearsal.promote("v2", "r1"));
    pass(Duration.ofMinutes(30));
    rehearsal.api().post("/v1/endpoints/r3-fraud-detector/rollbacks", "{\"reason\": \"no\"}");
    pass(Duration.ofMinutes(30));
    assertThat(resume("r3").status()).isEqualTo(200);
    pass(Duration.ofMinutes(5));
    assertThat(live("r3")).isEqualTo("v1");
    assertThat(promotions("r3")).hasSize(2);
    Answer state = rehearsal.api().get("/v1/environments/r3/auto-promotion");
    assertThat(state.at("/models/0/refusal")).contains("quarantine");
  }

  @Test
  void whatAPersonBroughtLaterStaysAndGoingBackTakesNothing() {
    rehearsal.environment("b1");
    rehearsal.environment("b2");
    rehearsal.untilEnd(rehearsal.promote("v1", "b1"));
    rehearsal.untilEnd(rehearsal.promote("v2", "b2"));
    Answer environment = rehearsal.api().get("/v1/environments/b2");
    String patch = "{\"profile\": {\"predecessor\": \"b1\", \"auto_promotion\": true}}";
    Answer changed =
        rehearsal.api().patch("/v1/environments/b2", environment.header("ETag"), patch);
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
    pass(Duration.ofMinutes(5));
    assertThat(promotions("b2")).hasSize(1);

    rehearsal.untilEnd(rehearsal.promote("v3", "b1"));
    pass(Duration.ofMinutes(30));
    assertThat(live("b2")).isEqualTo("v3");
    rehearsal.api().post("/v1/endpoints/b1-fraud-detector/rollbacks", "{\"reason\": \"no\"}");
    pass(Duration.ofMinutes(30));
    assertThat(live("b1")).isEqualTo("v1");
    assertThat(live("b2")).isEqualTo("v3");
  }

  @Test
  void whatSlipwaysBadCredentialsKeptOutIsTakenOnceTheyAreGood() {
    rehearsal.environment("e1");
    environment("e2", "e1", "");
    rehearsal.untilEnd(rehearsal.promote("v1", "e1"));
    rehearsal.fault(PutOffTests.EXPIRED_TOKEN);
    rehearsal.beginWaiting();
    assertThat(promotions("e2")).isEmpty();

    rehearsal.noFaults();
    pass(Duration.ofMinutes(30));
    assertThat(live("e2")).isEqualTo("v1");
  }

  @Test
  void anEnvironmentWithoutOneBeforeCannotTakeAnythingByItself() {
    Answer refused =
        rehearsal
            .api()
            .post(
                "/v1/environments",
                Rehearsal.prod("alone")
                    .replace("\"location\"", "\"auto_promotion\": true, \"location\""));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/errors/0/pointer")).isEqualTo("/profile/auto_promotion");
  }

  private static void environment(String name, String predecessor, String more) {
    rehearsal.environment(
        name, "\"predecessor\": \"%s\", \"auto_promotion\": true%s".formatted(predecessor, more));
  }

  /** Time passes, with the rounds that are made meanwhile. */
  private static void pass(Duration time) {
    for (long minutes = 0; minutes < time.toMinutes(); minutes += 5) {
      rehearsal.beginWaiting();
      rehearsal.advance(Duration.ofMinutes(5));
    }
  }

  private static Answer resume(String environment) {
    return rehearsal
        .api()
        .post(
            "/v1/environments/" + environment + "/auto-promotion/resumptions",
            "{\"model\": \"fraud-detector\", \"reason\": \"v3 mends it\"}");
  }

  private static String live(String environment) {
    return rehearsal
        .api()
        .get("/v1/endpoints/" + environment + "-fraud-detector")
        .at("/current_release/model_version");
  }

  private static JsonNode promotions(String environment) {
    return rehearsal.api().get("/v1/promotions?to=" + environment).json().path("items");
  }

  private static List<String> events(String environment) {
    return rehearsal
        .api()
        .get(
            "/v1/audit-events?page_size=200&subject_type=endpoint&subject="
                + environment
                + "-fraud-detector")
        .json()
        .path("items")
        .valueStream()
        .map(it -> it.path("type").asString())
        .toList();
  }
}
