package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Promotions whose turn comes while something that passes stands in their way. */
@Conforming
class PutOffTests {

  /** AWS takes Slipway's credentials for bad ones, whatever is asked. */
  static final String EXPIRED_TOKEN =
      """
      {"kind": "error", "service": "sagemaker", "operation": "*", "status": 400,
       "code": "ExpiredTokenException", "message": "The security token is expired"}
      """;

  @AutoClose private static Rehearsal rehearsal;
  private static Colleagues colleagues;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.unpaced();
    colleagues = new Colleagues(rehearsal.api());
  }

  @AfterEach
  void mend() {
    rehearsal.noFaults();
  }

  @Test
  void whatIsApprovedOutlivesBadCredentials() {
    environment("approved", "{\"approvals\": 1}");
    String id = promote("approved", "v1", false).at("/id");
    rehearsal.fault(EXPIRED_TOKEN);
    Answer approved = colleagues.decide("anna", id, "approvals", "good");
    assertThat(approved.at("/outcome")).as(approved.http().body()).isEqualTo("PENDING_APPROVAL");
    assertThat(approved.at("/gates/0/verdict")).isEqualTo("PASSED");

    rehearsal.noFaults();
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("DEPLOYING");
  }

  @Test
  void whoseTurnItIsOutlivesBadCredentials() {
    environment("turn", "{}");
    rehearsal.untilEnd(rehearsal.promote("v1", "turn"));
    UUID update = rehearsal.promote("v2", "turn");
    String id = promote("turn", "v3", true).at("/id");
    rehearsal.untilEnd(update);
    rehearsal.fault(EXPIRED_TOKEN);
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("WAITING");

    rehearsal.noFaults();
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("DEPLOYING");
  }

  @Test
  void nobodysCredentialsAreWaitedForLongerThanGatesAre() {
    environment("vain", "{\"approvals\": 1, \"wait_seconds\": 3600}");
    String approved = promote("vain", "v1", false).at("/id");
    environment("vain-turn", "{\"wait_seconds\": 3600}");
    UUID update = rehearsal.promote("v2", "vain-turn");
    String waiting = promote("vain-turn", "v3", true).at("/id");
    rehearsal.untilEnd(update);
    rehearsal.fault(EXPIRED_TOKEN);
    colleagues.decide("anna", approved, "approvals", "good");
    rehearsal.advance(Duration.ofMinutes(50));
    rehearsal.beginWaiting();
    assertThat(promotion(waiting).at("/outcome")).isEqualTo("WAITING");

    rehearsal.advance(Duration.ofMinutes(11));
    rehearsal.beginWaiting();
    for (String id : new String[] {approved, waiting}) {
      Answer refused = promotion(id);
      assertThat(refused.at("/outcome")).isEqualTo("REFUSED");
      assertThat(refused.at("/refusal")).contains("The security token is expired");
    }
  }

  @Test
  void whatMaySupersedeAnUpdateWaitsForWhatItMayNot() {
    environment("held", "{\"approvals\": 1}");
    for (String version : new String[] {"v1", "v2"}) {
      String id = promote("held", version, false).at("/id");
      Answer begun = colleagues.decide("anna", id, "approvals", "good");
      rehearsal.untilEnd(UUID.fromString(begun.at("/deployment/id")));
    }
    String id = promote("held", "v3", true).at("/id");
    String back =
        rehearsal
            .api()
            .post("/v1/endpoints/held-fraud-detector/rollbacks", "{\"reason\": \"slow\"}")
            .at("/id");
    Answer approved = colleagues.decide("ben", id, "approvals", "good");
    assertThat(approved.at("/outcome")).as(approved.http().body()).isEqualTo("PENDING_APPROVAL");

    Answer canceled =
        rehearsal
            .api()
            .post(
                "/v1/deployments/" + back + "/cancel",
                "{\"reason\": \"it was not v2\", \"expected_state\": \"QUEUED\"}");
    assertThat(canceled.status()).as(canceled.http().body()).isEqualTo(202);
    rehearsal.untilEnd(UUID.fromString(back));
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("DEPLOYING");
  }

  private static void environment(String name, String gates) {
    String body =
        Rehearsal.prod(name)
            .replace("\"location\"", "\"gates\": %s, \"location\"".formatted(gates));
    Answer answer = rehearsal.api().post("/v1/environments", body);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(201);
  }

  private static Answer promote(String to, String version, boolean supersede) {
    Answer accepted =
        rehearsal
            .api()
            .post(
                "/v1/promotions",
                """
                {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test",
                 "supersede": %s}
                """
                    .formatted(version, to, supersede));
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return accepted;
  }

  private static Answer promotion(String id) {
    return rehearsal.api().get("/v1/promotions/" + id);
  }
}
