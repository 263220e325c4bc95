package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A look at what a promotion would do is refused where the promotion itself would be. */
@Conforming
class DryRunTests {

  @AutoClose private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    rehearsal.live("v1");
  }

  @Test
  void anUpdateThatRunsStandsInTheWayOfALookUnlessItWouldBeSuperseded() {
    UUID running = rehearsal.promote("v2");
    both("prod", "v3", "", 409, "deployment-active");
    Answer superseding = promote("?dry_run=true", "prod", "v3", ", \"supersede\": true");
    assertThat(superseding.status()).as(superseding.http().body()).isEqualTo(200);
    assertThat(superseding.at("/supersedes")).isEqualTo(running.toString());
    assertThat(codes(superseding)).contains("supersedes").doesNotContain("endpoint-is-moving");
    assertThat(rehearsal.deployment(running).json().has("abort")).isFalse();
    rehearsal.untilEnd(running);
    Answer back =
        rehearsal
            .api()
            .post("/v1/endpoints/prod-fraud-detector/rollbacks", "{\"reason\": \"a test\"}");
    both("prod", "v3", ", \"supersede\": true", 409, "deployment-active");
    rehearsal.untilEnd(UUID.fromString(back.at("/id")));
  }

  @Test
  void whatWaitsForItsGatesAlreadyWouldNotWaitTwice() {
    rehearsal.environment("gated", "\"gates\": {\"approvals\": 1}");
    assertThat(promote("?dry_run=true", "gated", "v1", "").status()).isEqualTo(200);
    assertThat(promote("", "gated", "v1", "").at("/outcome")).isEqualTo("PENDING_APPROVAL");
    both("gated", "v1", "", 409, "promotion-pending");
  }

  @Test
  void aNameThatAnotherModelsEndpointHasIsTakenForALookToo() {
    rehearsal.environment("prod-fraud");
    assertThat(rehearsal.api().post("/v1/models", "{\"name\": \"detector\"}").status())
        .isEqualTo(201);
    Answer registered =
        rehearsal
            .api()
            .post(
                "/v1/models/detector/versions",
                """
                {"name": "v1",
                 "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0",
                 "artifact": "s3://ml-models/fraud-detector/v1/model.tar.gz"}
                """);
    assertThat(registered.status()).as(registered.http().body()).isEqualTo(201);
    String shut =
        """
        {"freezes": [{"name": "always", "cron": "* * * * *", "duration_seconds": 60}]}
        """;
    for (String gates : new String[] {"{}", "{\"approvals\": 1}", shut}) {
      Answer changed =
          rehearsal
              .api()
              .patch(
                  "/v1/environments/prod-fraud",
                  rehearsal.api().get("/v1/environments/prod-fraud").header("ETag"),
                  "{\"profile\": {\"gates\": %s}}".formatted(gates));
      assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
      for (String query : new String[] {"?dry_run=true", ""}) {
        Answer answer = send(query, "detector", "prod-fraud", "v1", "");
        assertThat(answer.status()).as(gates + answer.http().body()).isEqualTo(409);
        assertThat(answer.at("/code")).isEqualTo("endpoint-name-taken");
      }
    }
    assertThat(rehearsal.api().get("/v1/promotions?model=detector").json().at("/items")).isEmpty();
  }

  private static void both(String to, String version, String more, int status, String code) {
    for (String query : new String[] {"?dry_run=true", ""}) {
      Answer answer = promote(query, to, version, more);
      assertThat(answer.status()).as(query + answer.http().body()).isEqualTo(status);
      assertThat(answer.at("/code")).isEqualTo(code);
    }
  }

  private static List<String> codes(Answer plan) {
    return plan.json().at("/remarks").findValuesAsString("code");
  }

  private static Answer promote(String query, String to, String version, String more) {
    return send(query, "fraud-detector", to, version, more);
  }

  private static Answer send(String query, String model, String to, String version, String more) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions" + query,
            """
            {"model": "%s", "version": "%s", "to": "%s", "reason": "a test"%s}
            """
                .formatted(model, version, to, more));
  }
}
