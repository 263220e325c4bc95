package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.Gauges;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promotions whose turn comes while something that passes stands in their way. */
@Conforming
class PutOffTests extends PromotionStage {

  /** AWS takes Slipway's credentials for bad ones, whatever is asked. */
  static final String EXPIRED_TOKEN =
      """
      {"kind": "error", "service": "sagemaker", "operation": "*", "status": 400,
       "code": "ExpiredTokenException", "message": "The security token is expired"}
      """;

  /** AWS lets Slipway look at no endpoint. */
  private static final String DENIED =
      """
      {"kind": "error", "service": "sagemaker", "operation": "DescribeEndpoint", "status": 400,
       "code": "AccessDeniedException", "message": "not authorized"}
      """;

  private static final String GLASS = ", \"break_glass\": \"incident 4711\"";

  private static final String SUPERSEDE = ", \"supersede\": true";

  private static final String FROZEN =
      """
      {"wait_seconds": 3600, "freezes": [
        {"name": "always", "cron": "* * * * *", "duration_seconds": 86400}]}
      """;

  PutOffTests() {
    super(Rehearsal.unpaced());
  }

  @AfterEach
  void mend() {
    rehearsal.noFaults();
  }

  @Test
  void whatIsApprovedOutlivesBadCredentials() {
    gated("approved", "{\"approvals\": 1}");
    String id = waiting("approved", "v1", "");
    rehearsal.fault(EXPIRED_TOKEN);
    Answer approved = colleagues.decide("anna", id, "approvals", "good");
    assertThat(approved.at("/outcome")).as(approved.http().body()).isEqualTo("PENDING_APPROVAL");
    assertThat(approved.at("/gates/0/verdict")).isEqualTo("PASSED");
    assertThat(approved.at("/put_off")).contains("The security token is expired");
    assertThat(Gauges.read(rehearsal.api(), "slipway.promotions.put.off", "approved")).isEqualTo(1);
    rehearsal.beginWaiting();
    Answer told = rehearsal.api().get("/v1/audit-events?type=promotion.put-off");
    assertThat(told.json().at("/items"))
        .filteredOn(event -> event.at("/data/promotion").asString().equals(id))
        .singleElement()
        .matches(event -> event.at("/data/reason").asString().contains("token is expired"));

    rehearsal.noFaults();
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("DEPLOYING");
    assertThat(promotion(id).json().has("put_off")).isFalse();
    assertThat(Gauges.read(rehearsal.api(), "slipway.promotions.put.off", "approved")).isZero();
  }

  @Test
  void whatWaitsForItsGatesAgainIsNotPutOffAnyMore() {
    gated("frozen-again", "{\"approvals\": 1}");
    String id = waiting("frozen-again", "v1", "");
    rehearsal.fault(EXPIRED_TOKEN);
    Answer approved = colleagues.decide("anna", id, "approvals", "good");
    assertThat(approved.at("/put_off")).contains("The security token is expired");

    gates("frozen-again", FROZEN);
    rehearsal.beginWaiting();
    Answer frozen = promotion(id);
    assertThat(frozen.at("/outcome")).isEqualTo("PENDING_APPROVAL");
    assertThat(frozen.at("/gates/0/verdict")).isEqualTo("PENDING");
    assertThat(frozen.json().has("put_off")).isFalse();
  }

  @Test
  void whoseTurnItIsOutlivesBadCredentials() {
    gated("turn", "{}");
    rehearsal.untilEnd(rehearsal.promote("v1", "turn"));
    UUID update = rehearsal.promote("v2", "turn");
    String id = waiting("turn", "v3", SUPERSEDE);
    rehearsal.untilEnd(update);
    rehearsal.fault(EXPIRED_TOKEN);
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("WAITING");
    assertThat(promotion(id).at("/put_off")).contains("The security token is expired");

    rehearsal.noFaults();
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("DEPLOYING");
  }

  @Test
  void nobodysCredentialsAreWaitedForLongerThanGatesAre() {
    gated("vain", "{\"approvals\": 1, \"wait_seconds\": 3600}");
    String approved = waiting("vain", "v1", "");
    gated("vain-turn", "{\"wait_seconds\": 3600}");
    UUID update = rehearsal.promote("v2", "vain-turn");
    String waiting = waiting("vain-turn", "v3", SUPERSEDE);
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
    gated("held", "{\"approvals\": 1}");
    for (String version : new String[] {"v1", "v2"}) {
      String id = waiting("held", version, "");
      Answer begun = colleagues.decide("anna", id, "approvals", "good");
      rehearsal.untilEnd(UUID.fromString(begun.at("/deployment/id")));
    }
    String id = waiting("held", "v3", SUPERSEDE);
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

  @Test
  void whatADeploymentThatNeedsAttentionHoldsUpSaysSo() {
    gated("stuck", "{\"approvals\": 1}");
    rehearsal.untilEnd(glass("v1"));
    UUID update = glass("v2");
    rehearsal.untilWaitingFor(update, "canary capacity");
    String approved = waiting("stuck", "v3", "");
    String next = waiting("stuck", "v1", SUPERSEDE + GLASS);
    rehearsal.beginWaiting();
    assertThat(promotion(next).json().has("put_off")).as("the update goes back").isFalse();
    rehearsal.fault(DENIED);
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();

    Answer held = colleagues.decide("anna", approved, "approvals", "good");
    assertThat(held.at("/outcome")).as(held.http().body()).isEqualTo("PENDING_APPROVAL");
    assertThat(held.at("/put_off")).contains("It needs attention: resume it");
    rehearsal.beginWaiting();
    rehearsal.beginWaiting();
    assertThat(promotion(next).at("/outcome")).isEqualTo("WAITING");
    assertThat(promotion(next).at("/put_off")).contains("It needs attention: resume it");
    Answer told = rehearsal.api().get("/v1/audit-events?type=promotion.put-off");
    for (String id : new String[] {approved, next}) {
      assertThat(told.json().at("/items"))
          .filteredOn(event -> event.at("/data/promotion").asString().equals(id))
          .as("once")
          .hasSize(1);
    }

    rehearsal.api().post("/v1/deployments/" + update + "/resume", "{\"reason\": \"mended\"}");
    rehearsal.untilEnd(update);
    rehearsal.beginWaiting();
    assertThat(promotion(approved).at("/outcome")).isEqualTo("DEPLOYING");
    for (String id : new String[] {approved, next}) {
      assertThat(promotion(id).json().has("put_off")).as(id).isFalse();
    }
  }

  /** Begins a deployment past the gates of {@code stuck}. */
  private UUID glass(String version) {
    Answer begun = promote("stuck", version, GLASS);
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
    return UUID.fromString(begun.at("/deployment/id"));
  }

  @Test
  void aGateThatHasClosedBeforeItsTurnIsWaitedForLikeAnyOther() {
    String approved = closing("closing", "", "{\"approvals\": 1}");
    String broken = closing("breaking", "", "{\"approvals\": 1}");
    for (String id : new String[] {approved, broken}) {
      Answer pending = promotion(id);
      assertThat(pending.at("/outcome")).as(pending.http().body()).isEqualTo("PENDING_APPROVAL");
      assertThat(pending.at("/gates/0/verdict")).isEqualTo("PENDING");
      assertThat(pending.at("/plan/endpoint")).isEqualTo(pending.at("/endpoint"));
      assertThat(pending.at("/expires_at")).isNotEmpty();
    }
    int looks = rehearsal.simulator().calls().all().size();
    rehearsal.beginWaiting();
    assertThat(rehearsal.simulator().calls().all()).hasSize(looks);

    Answer begun = colleagues.decide("anna", approved, "approvals", "good");
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
    String glass = "/v1/promotions/" + broken + "/break-glass";
    begun = rehearsal.api().post(glass, Colleagues.decision("incident 4711"));
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
  }

  @Test
  void aGateThatHasClosedBeforeItsTurnIsWaitedForNoLongerThanOthers() {
    String id = closing("frozen", ", \"wait_for_gates\": true", FROZEN);
    assertThat(promotion(id).at("/outcome")).isEqualTo("PENDING_APPROVAL");
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("REFUSED");
    assertThat(promotion(id).at("/refusal")).contains("Its gates did not all open until");
  }

  @Test
  void oneVersionDoesNotWaitTwiceWhereAGateHasClosedBeforeItsTurn() {
    String[] later = new String[1];
    String id =
        closing("twice", "", "{\"approvals\": 1}", () -> later[0] = waiting("twice", "v3", ""));
    assertThat(promotion(later[0]).at("/outcome")).isEqualTo("PENDING_APPROVAL");
    assertThat(promotion(id).at("/outcome")).isEqualTo("REFUSED");
    assertThat(promotion(id).at("/refusal")).contains("A later promotion of v3");
  }

  private String closing(String name, String terms, String gates) {
    return closing(name, terms, gates, () -> {});
  }

  /** Whose turn has come after the environment got gates, and something else happened. */
  private String closing(String name, String terms, String gates, Runnable then) {
    gated(name, "{}");
    rehearsal.untilEnd(rehearsal.promote("v1", name));
    UUID update = rehearsal.promote("v2", name);
    String id = waiting(name, "v3", SUPERSEDE + terms);
    gates(name, gates);
    then.run();
    rehearsal.untilEnd(update);
    rehearsal.beginWaiting();
    return id;
  }

  private void gates(String name, String gates) {
    Answer environment = rehearsal.api().get("/v1/environments/" + name);
    Answer changed =
        rehearsal
            .api()
            .patch(
                "/v1/environments/" + name,
                environment.header("ETag"),
                "{\"profile\": {\"gates\": %s}}".formatted(gates));
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  /** Asks for a promotion that is to wait, and tells its id. */
  private String waiting(String to, String version, String more) {
    Answer accepted = promote(to, version, more);
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return accepted.at("/id");
  }
}
