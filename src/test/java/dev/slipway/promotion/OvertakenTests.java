package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Promotions that wait for their gates while other things happen to the endpoint. */
@Conforming
class OvertakenTests extends PromotionStage {

  private static final String GLASS = ", \"break_glass\": \"incident 4711\"";

  OvertakenTests() {
    super(Rehearsal.unpaced());
  }

  @Test
  void whatWaitsForTheRightReleaseIsRefusedOnceAnotherServes() {
    gated("overtaken", "{\"approvals\": 1}");
    Answer pending = promote("overtaken", "v1", "");
    Answer other = promote("overtaken", "v2", GLASS);
    assertThat(other.at("/outcome")).isEqualTo("DEPLOYING");
    assertThat(other.at("/gates/0/verdict")).isEqualTo("OVERRIDDEN");
    assertThat(other.at("/break_glass")).isEqualTo("incident 4711");
    assertThat(events("overtaken")).contains("promotion.break-glass");
    UUID running = UUID.fromString(other.at("/deployment/id"));

    // Approved while the other one holds the place: it waits, and is then refused.
    Answer approved = colleagues.decide("anna", pending.at("/id"), "approvals", "good");
    assertThat(approved.at("/outcome")).isEqualTo("PENDING_APPROVAL");
    assertThat(approved.at("/gates/0/verdict")).isEqualTo("PASSED");
    rehearsal.untilEnd(running);
    rehearsal.beginWaiting();
    Answer refused = promotion(pending.at("/id"));
    assertThat(refused.at("/outcome")).isEqualTo("REFUSED");
    assertThat(refused.at("/refusal")).contains("Another release has come live");
  }

  @Test
  void whatWaitedTakesBackNoOtherUpdateThanTheOneThatItsPlanNamed() {
    gated("named", "{\"approvals\": 1}");
    live("named", "v1");
    UUID agreed = begun("named", "v2");
    Answer pending = promote("named", "v3", superseding(agreed));
    assertThat(pending.at("/outcome")).as(pending.http().body()).isEqualTo("PENDING_APPROVAL");
    assertThat(pending.at("/may_supersede")).isEqualTo(agreed.toString());
    rehearsal.cancel(agreed);
    rehearsal.untilEnd(agreed);
    UUID other = begun("named", "v2");

    Answer approved = colleagues.decide("anna", pending.at("/id"), "approvals", "good");
    assertThat(approved.at("/outcome")).as("the place is taken").isEqualTo("PENDING_APPROVAL");
    assertThat(rehearsal.deployment(other).at("/abort/cause")).isEmpty();
    rehearsal.cancel(other);
    rehearsal.untilEnd(other);
    rehearsal.beginWaiting();
    Answer begun = promotion(pending.at("/id"));
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
    rehearsal.untilEnd(UUID.fromString(begun.at("/deployment/id")));
  }

  @Test
  void whatWaitedTakesTheUpdateBackThatItsPlanNamed() {
    gated("taken", "{\"approvals\": 1}");
    live("taken", "v1");
    UUID agreed = begun("taken", "v2");
    Answer pending = promote("taken", "v3", superseding(agreed));

    Answer waiting = colleagues.decide("anna", pending.at("/id"), "approvals", "good");
    assertThat(waiting.at("/outcome")).as(waiting.http().body()).isEqualTo("WAITING");
    assertThat(waiting.at("/supersedes")).isEqualTo(agreed.toString());
    assertThat(rehearsal.deployment(agreed).at("/abort/cause")).isEqualTo("SUPERSEDED");
  }

  @Test
  void thePlanOfWhatWillWaitNamesNoUpdateThatItWouldNotTakeBack() {
    gated("shown", "{\"approvals\": 1}");
    live("shown", "v1");
    UUID running = begun("shown", "v2");
    Answer agreed = plan("shown", "v3", superseding(running));
    assertThat(agreed.at("/supersedes")).as(agreed.http().body()).isEqualTo(running.toString());

    Answer another = plan("shown", "v3", superseding(UUID.randomUUID()));
    assertThat(another.status()).as(another.http().body()).isEqualTo(200);
    assertThat(another.at("/supersedes")).isEmpty();
    assertThat(another.http().body()).doesNotContain("is taken back first");
  }

  @Test
  void aRollbackThatKeepsWhatServesRefusesWhatWasAskedForBefore() {
    gated("kept", "{\"approvals\": 1}");
    live("kept", "v1");
    Answer pending = promote("kept", "v3", "");
    UUID update = begun("kept", "v2");
    rehearsal.untilWaitingFor(update, "canary capacity");
    assertThat(rollBack("kept")).isEqualTo(update);
    assertNotBegun("kept", pending);
    Answer approved = colleagues.decide("anna", pending.at("/id"), "approvals", "good");
    assertThat(approved.at("/code")).isEqualTo("state-changed");
    rehearsal.untilEnd(update);
  }

  @Test
  void aRollbackToWhatServedWhenItWasAskedForRefusesItToo() {
    gated("back", "{\"approvals\": 1}");
    live("back", "v1");
    Answer pending = promote("back", "v3", "");
    live("back", "v2");
    UUID back = rollBack("back");
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertNotBegun("back", pending);
  }

  @Test
  void whatIsAskedForAfterTheRollbackBeginsWhenItsGatesOpen() {
    gated("after", "{\"approvals\": 1}");
    live("after", "v1");
    live("after", "v2");
    rehearsal.untilEnd(rollBack("after"));
    rehearsal.advance(Duration.ofSeconds(1));
    Answer pending = promote("after", "v3", "");
    rehearsal.beginWaiting();
    Answer approved = colleagues.decide("anna", pending.at("/id"), "approvals", "good");
    assertThat(approved.at("/outcome")).as(approved.http().body()).isEqualTo("DEPLOYING");
    rehearsal.untilEnd(UUID.fromString(approved.at("/deployment/id")));
  }

  @Test
  void whatWaitedDoesNotBringARetiredEndpointBack() {
    gated("gone", "{\"approvals\": 1}");
    Answer pending = promote("gone", "v1", "");
    live("gone", "v2");
    rehearsal.advance(Duration.ofSeconds(1));
    Answer retiring =
        rehearsal
            .api()
            .post("/v1/endpoints/gone-fraud-detector/retirements", "{\"reason\": \"unused\"}");
    assertThat(retiring.status()).as(retiring.http().body()).isEqualTo(202);
    Answer ended = rehearsal.untilEnd(UUID.fromString(retiring.at("/id")));
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");

    Answer refused = colleagues.decide("anna", pending.at("/id"), "approvals", "good");
    assertThat(refused.at("/outcome")).as(refused.http().body()).isEqualTo("REFUSED");
    assertThat(refused.at("/refusal")).contains("gone-fraud-detector was retired while");
    assertThat(refused.at("/gates/0/verdict")).isEqualTo("PASSED");

    Answer later = promote("gone", "v1", "");
    Answer begun = colleagues.decide("anna", later.at("/id"), "approvals", "good");
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
    rehearsal.untilEnd(UUID.fromString(begun.at("/deployment/id")));
  }

  private void assertNotBegun(String environment, Answer pending) {
    rehearsal.beginWaiting();
    Answer refused = promotion(pending.at("/id"));
    assertThat(refused.at("/outcome")).as(refused.http().body()).isEqualTo("REFUSED");
    assertThat(refused.at("/refusal")).contains("A rollback of " + environment + "-fraud-detector");
    Answer told = rehearsal.api().get("/v1/audit-events?type=promotion.refused");
    assertThat(told.at("/items/0/data/promotion")).isEqualTo(pending.at("/id"));
    assertThat(told.at("/items/0/data/reason")).contains("A rollback of");
  }

  /** Asks for the way back a moment later, and tells the deployment's id. */
  private UUID rollBack(String environment) {
    rehearsal.advance(Duration.ofSeconds(1));
    Answer back =
        rehearsal
            .api()
            .post(
                "/v1/endpoints/" + environment + "-fraud-detector/rollbacks",
                "{\"reason\": \"v2 is slow\"}");
    assertThat(back.status()).as(back.http().body()).isEqualTo(202);
    return UUID.fromString(back.at("/id"));
  }

  private static String superseding(UUID deployment) {
    return ", \"supersede\": true, \"supersedes\": \"%s\"".formatted(deployment);
  }

  /** Begins a deployment past the gates. */
  private UUID begun(String to, String version) {
    Answer begun = promote(to, version, GLASS);
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
    return UUID.fromString(begun.at("/deployment/id"));
  }

  private void live(String to, String version) {
    assertThat(rehearsal.untilEnd(begun(to, version)).at("/state")).isEqualTo("SUCCEEDED");
  }
}
