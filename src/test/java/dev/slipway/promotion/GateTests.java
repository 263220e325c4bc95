package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an environment asks of a promotion, each gate with its verdict and its reason. */
class GateTests {

  @AutoClose private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    rehearsal.live("v1");
  }

  /** An environment after prod with these gates. */
  private static void gated(String name, String gates) {
    rehearsal.environment(name, "\"predecessor\": \"prod\", \"gates\": " + gates);
  }

  @Test
  void everyReasonIsToldAtOnceAndStored() {
    gated(
        "all",
        """
        {"approved_version": true, "soak_seconds": 864000, "instance_types": ["ml.m5.*"],
         "max_instances": 9, "max_cost_per_hour": 1.5,
         "freezes": [{"name": "always", "cron": "* * * * *", "duration_seconds": 60}]}
        """);
    Answer dry = promote("?dry_run=true", "all");
    assertThat(dry.status()).isEqualTo(200);
    assertThat(gates(dry.json().at("/gates")))
        .isEqualTo(
            "PREDECESSOR PASSED, INSTANCE_TYPE FAILED, INSTANCE_COUNT FAILED, COST FAILED,"
                + " VERSION_APPROVED FAILED, SOAK FAILED, FREEZE FAILED");

    Answer refused = promote("", "all");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("gates-closed");
    assertThat(refused.json().at("/errors").size()).isEqualTo(6);
    assertThat(refused.at("/errors/0/detail")).contains("ml.m5.*", "ml.c5.xlarge");
    assertThat(refused.at("/errors/1/detail")).contains("allows 9", "grow to 10");

    Answer stored = rehearsal.api().get(refused.at("/link"));
    assertThat(stored.at("/outcome")).isEqualTo("REFUSED");
    assertThat(stored.at("/endpoint")).isEqualTo("all-fraud-detector");
    assertThat(stored.at("/gates/5/opens_at")).isNotEmpty();
    assertThat(stored.at("/gates/6/name")).isEqualTo("always");
    assertThat(stored.at("/gates/6/reason")).contains("frozen");
    assertThat(rehearsal.api().get("/v1/endpoints/all-fraud-detector").status()).isEqualTo(404);
    Answer history =
        rehearsal.api().get("/v1/audit-events?subject_type=endpoint&subject=all-fraud-detector");
    assertThat(history.at("/items/0/type")).isEqualTo("promotion.refused");
    assertThat(history.at("/items/0/data/gates/1/verdict")).isEqualTo("FAILED");
  }

  @Test
  void openGatesAreStoredWithWhatTheySaid() {
    gated(
        "open",
        """
        {"instance_types": ["ml.c5.*"], "max_instances": 10, "max_cost_per_hour": 10,
         "freezes": [{"name": "never", "cron": "0 0 29 2 *", "duration_seconds": 1}]}
        """);
    Answer begun = promote("", "open");
    assertThat(begun.status()).as(begun.http().body()).isEqualTo(202);
    assertThat(gates(begun.json().at("/gates")))
        .isEqualTo(
            "PREDECESSOR PASSED, INSTANCE_TYPE PASSED, INSTANCE_COUNT PASSED, COST PASSED,"
                + " FREEZE PASSED");
    rehearsal.untilEnd(UUID.fromString(begun.at("/deployment/id")));
    // What changes nothing passes no gate.
    assertThat(gates(promote("", "open").json().at("/gates"))).isEmpty();
  }

  @Test
  void aVersionIsApprovedAndWithdrawnWithAReason() {
    gated("approved", "{\"approved_version\": true}");
    assertThat(promote("", "approved").at("/detail")).contains("nobody has approved v1");

    assertThat(decide("approvals", " ").at("/detail"))
        .isEqualTo("/reason: is missing or empty: give it some text");
    assertThat(decide("approvals", "x".repeat(1001)).at("/detail"))
        .isEqualTo("/reason: is too long: give at most 1000 characters");
    assertThat(decide("approvals", "clean").at("/approval/status")).isEqualTo("APPROVED");
    assertThat(decide("approvals", "again").at("/code")).isEqualTo("already-approved");
    Answer passing = promote("?dry_run=true", "approved");
    assertThat(passing.at("/gates/1/reason")).contains("approved by token:admin: clean");

    assertThat(decide("approval-withdrawals", "not so clean").status()).isEqualTo(200);
    assertThat(decide("approval-withdrawals", "again").at("/code")).isEqualTo("not-approved");
    assertThat(promote("", "approved").at("/detail")).contains("withdrew", "not so clean");
  }

  @Test
  void aVersionSoaksInTheEnvironmentBeforeUntilItsTime() {
    rehearsal.environment("soil");
    rehearsal.environment(
        "grown", "\"predecessor\": \"soil\", \"gates\": {\"soak_seconds\": 3600}");
    rehearsal.untilEnd(rehearsal.promote("v1", "soil"));
    Answer early = promote("", "grown");
    assertThat(early.at("/detail")).contains("served soil for 1 h");
    rehearsal.advance(Duration.ofMinutes(61));
    assertThat(promote("?dry_run=true", "grown").at("/gates/1/verdict")).isEqualTo("PASSED");
    // Another version, and back: the time begins anew.
    rehearsal.untilEnd(rehearsal.promote("v2", "soil"));
    Answer back =
        rehearsal
            .api()
            .post("/v1/endpoints/soil-fraud-detector/rollbacks", "{\"reason\": \"a test\"}");
    rehearsal.untilEnd(UUID.fromString(back.at("/id")));
    assertThat(promote("?dry_run=true", "grown").at("/gates/1/verdict")).isEqualTo("FAILED");
  }

  private static Answer decide(String what, String reason) {
    return rehearsal
        .api()
        .post(
            "/v1/models/fraud-detector/versions/v1/" + what,
            "{\"reason\": \"%s\"}".formatted(reason));
  }

  private static Answer promote(String query, String to) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions" + query,
            """
            {"model": "fraud-detector", "to": "%s", "reason": "a test"}
            """
                .formatted(to));
  }

  private static String gates(JsonNode gates) {
    StringBuilder all = new StringBuilder();
    gates.forEach(gate -> {
      if (!all.isEmpty()) all.append(", ");
      all.append(gate.path("gate").asString()).append(' ').append(gate.path("verdict").asString());
    });
    return all.toString();
  }
}
