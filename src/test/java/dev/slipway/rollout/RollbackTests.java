package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way back as people ask for it: twice, after something else has happened, or just to look. */
@Conforming
class RollbackTests {

  private static final String ENDPOINT = "prod-fraud-detector";

  @AutoClose private Rehearsal rehearsal;

  @BeforeEach
  void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    rehearsal.live("v1");
    rehearsal.live("v2");
  }

  @Test
  void aSecondClickAfterTheFirstHasEndedDoesNotBringTheBadReleaseBack() {
    assertThat(ended(back("{\"reason\": \"slow\"}")).at("/state")).isEqualTo("SUCCEEDED");
    for (String query : new String[] {"?dry_run=true", ""}) {
      Answer again = act("rollbacks" + query, "{\"reason\": \"slow\"}");
      assertThat(again.status()).as(query).isEqualTo(422);
      assertThat(again.at("/code")).isEqualTo("nothing-to-roll-back");
      assertThat(again.at("/detail")).contains("bring it back all the same: [2]");
    }
    assertThat(serving()).isEqualTo("1");
    Answer named = ended(back("{\"reason\": \"it was not v2\", \"release\": 2}"));
    assertThat(named.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(serving()).isEqualTo("2");
  }

  @Test
  void aSecondRollbackGoesFurtherBackAndNotToTheReleaseThatTheFirstLeft() {
    rehearsal.live("v3");
    ended(back("{\"reason\": \"v3 is slow\"}"));
    assertThat(version()).isEqualTo("v2");
    ended(back("{\"reason\": \"v2 is slow too\"}"));
    assertThat(version()).isEqualTo("v1");
    act("releases/3/quarantine-lifts", "{\"reason\": \"the network was slow\"}");
    assertThat(rehearsal.live("v3").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(version()).isEqualTo("v3");
  }

  @Test
  void whatIsQuarantinedIsNotGoneBackToUnderTheNumberThatItHadBefore() {
    rehearsal.live("v3");
    rehearsal.live("v2");
    rehearsal.live("v3");
    assertThat(serving()).isEqualTo("5");
    assertThat(ended(back("{\"reason\": \"v3 is bad\"}")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(serving()).as("v2 anew").isEqualTo("4");
    Answer plan = act("rollbacks?dry_run=true", "{\"reason\": \"v2 is slow\"}");
    assertThat(plan.at("/release/model_version"))
        .as("neither v3 as release 3 nor v2 as release 2, which is what serves")
        .isEqualTo("v1");
    assertThat(ended(back("{\"reason\": \"v2 is slow\"}")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(serving()).isEqualTo("1");
    assertThat(act("rollbacks", "{\"reason\": \"worse\"}").at("/code"))
        .isEqualTo("nothing-to-roll-back");
    Answer named = ended(back("{\"reason\": \"it was not v3\", \"release\": 3}"));
    assertThat(named.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(version()).isEqualTo("v3");
  }

  @Test
  void whatARollbackHasLeftIsTheLastResortUnderTheNumberThatItHadBeforeToo() {
    rehearsal.live("v3");
    rehearsal.live("v2");
    rehearsal.live("v3");
    ended(back("{\"reason\": \"v3 is bad\"}"));
    assertThat(serving()).as("v2 anew").isEqualTo("4");
    Answer lifted = act("releases/5/quarantine-lifts", "{\"reason\": \"it was the network\"}");
    assertThat(lifted.http().statusCode()).as(lifted.http().body()).isLessThan(300);
    ended(back("{\"reason\": \"v2 is bad too\"}"));
    assertThat(version()).as("not v3 as release 3").isEqualTo("v1");
  }

  @Test
  void anOlderReleaseOfAQuarantinedVersionThatHasOtherContentStaysAWayBack() {
    Answer set = rehearsal.override(ENDPOINT, "{\"tags\": {\"Team\": \"risk\"}}");
    assertThat(set.status()).as(set.http().body()).isEqualTo(200);
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    ended(back("{\"reason\": \"the setting is wrong\"}"));
    assertThat(serving()).isEqualTo("2");
    assertThat(version()).isEqualTo("v2");
  }

  @Test
  void nothingGoesBackOnAnEndpointThatSomebodyDeletedAndNothingIsQuarantinedForIt() {
    rehearsal.aws().deleteEndpoint(ENDPOINT);
    for (String wait : new String[] {"while it is deleted", "once it is gone"}) {
      for (String query : new String[] {"?dry_run=true", ""}) {
        Answer refused = act("rollbacks" + query, "{\"reason\": \"slow\"}");
        assertThat(refused.status()).as(wait + query).isEqualTo(422);
        assertThat(refused.at("/code")).as(wait).isEqualTo("endpoint-lost");
        assertThat(refused.at("/detail")).contains("Retire it here too");
      }
      rehearsal.advance(Duration.ofMinutes(10));
    }
    assertThat(rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/releases").http().body())
        .doesNotContain("quarantine");
  }

  @Test
  void anArtifactThatWasOverwrittenIsNotServedUnderTheOldName() {
    rehearsal.aws().artifacts().put("v1", Rehearsal.archive("forged"));
    Answer refused = back("{\"reason\": \"v2 is slow\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("not-restorable");
    assertThat(refused.at("/detail")).contains("was overwritten");
    rehearsal.aws().artifacts().put("v1");
    Answer accepted = back("{\"reason\": \"v2 is slow\"}");
    rehearsal.aws().artifacts().put("v1", Rehearsal.archive("forged"));
    Answer ended = ended(accepted);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("artifact-changed");
    assertThat(version()).isEqualTo("v2");
  }

  @Test
  void aClickOnAReleaseThatServesNoMoreGoesNoFurtherBack() {
    rehearsal.live("v3");
    String seen = "{\"reason\": \"slow\", \"expected_release\": 3}";
    assertThat(ended(back(seen)).at("/state")).isEqualTo("SUCCEEDED");
    for (String query : new String[] {"?dry_run=true", ""}) {
      Answer again = act("rollbacks" + query, seen);
      assertThat(again.status()).as(query).isEqualTo(409);
      assertThat(again.at("/code")).isEqualTo("state-changed");
    }
    assertThat(serving()).isEqualTo("2");
  }

  @Test
  void aLookAtTheWayBackIsRefusedWhereGoingBackWouldBe() {
    for (String query : new String[] {"?dry_run=true", ""}) {
      Answer answer = act("rollbacks" + query, "{\"reason\": \"slow\", \"release\": 2}");
      assertThat(answer.status()).as(query).isEqualTo(422);
      assertThat(answer.at("/code")).isEqualTo("already-serving");
    }
  }

  @Test
  void aLookAtARetirementIsRefusedWhereRetiringWouldBe() {
    UUID update = rehearsal.promote("v3");
    for (String query : new String[] {"?dry_run=true", ""}) {
      Answer answer = act("retirements" + query, "{\"reason\": \"unused\"}");
      assertThat(answer.status()).as(query).isEqualTo(409);
      assertThat(answer.at("/code")).isEqualTo("update-running");
    }
    rehearsal.untilEnd(update);
    assertThat(ended(act("retirements", "{\"reason\": \"unused\"}")).at("/state"))
        .isEqualTo("SUCCEEDED");
    for (String query : new String[] {"?dry_run=true", ""}) {
      Answer answer = act("retirements" + query, "{\"reason\": \"unused\"}");
      assertThat(answer.status()).as(query).isEqualTo(422);
      assertThat(answer.at("/code")).isEqualTo("already-retired");
    }
  }

  @Test
  void whatWasAgreedToIsWhatIsStarted() {
    for (String action : new String[] {"rollbacks", "retirements"}) {
      String hash = act(action + "?dry_run=true", "{\"reason\": \"a look\"}").at("/hash");
      Answer stale = act(action, "{\"reason\": \"go\", \"plan_hash\": \"0" + hash + "\"}");
      assertThat(stale.status()).as(action).isEqualTo(409);
      assertThat(stale.at("/code")).isEqualTo("plan-stale");
      assertThat(rehearsal.api().get("/v1/endpoints/" + ENDPOINT).json().has("active_deployment"))
          .isFalse();
      Answer done = ended(act(action, "{\"reason\": \"go\", \"plan_hash\": \"" + hash + "\"}"));
      assertThat(done.at("/state")).as(action).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void aRollbackThatIsCalledOffLeavesNothingSaidOfTheReleaseThatServes() {
    rehearsal.live("v3");
    UUID wrong = started(back("{\"reason\": \"the wrong endpoint\", \"release\": 1}"));
    assertThat(release(3).at("/quarantine/deployment")).isEqualTo(wrong.toString());
    assertThat(ended(cancel(wrong)).at("/state")).isEqualTo("CANCELED");
    assertThat(serving()).isEqualTo("3");
    assertThat(release(3).json().has("quarantine")).isFalse();
    Answer told = rehearsal.api().get("/v1/audit-events?type=release.quarantine-lifted");
    assertThat(told.at("/items/0/data/release")).isEqualTo("3");
    assertThat(told.at("/items/0/actor")).isEqualTo("token:admin");
    assertThat(told.at("/items/0/summary")).contains("called the rollback off: a slip");

    rehearsal.live("v1");
    ended(back("{\"reason\": \"v1 is slow\"}"));
    assertThat(serving()).as("what served before").isEqualTo("3");
  }

  @Test
  void aRollbackThatIsCalledOffTooLateLeavesNothingSaidOfTheReleaseThatComesBack() {
    UUID wrong = started(back("{\"reason\": \"the wrong endpoint\"}"));
    rehearsal.untilWaitingFor(wrong, "Launching");
    Answer canceled = cancel(wrong);
    assertThat(canceled.json().at("/expected_restore_seconds").asInt())
        .as("a way back has no bake in which an alarm could stop it")
        .isGreaterThan(60);
    Answer plan = act("rollbacks?dry_run=true", "{\"reason\": \"a look\"}");
    assertThat(plan.at("/remarks/0/code")).as(plan.http().body()).isEqualTo("no-abort-lever");
    assertThat(plan.json().at("/calls")).isEmpty();
    rehearsal.runDue();
    assertThat(rehearsal.deployment(wrong).at("/waiting_for")).contains("nothing can stop");
    Answer ended = ended(canceled);
    assertThat(ended.at("/state")).isEqualTo("CANCELED");
    UUID compensating = UUID.fromString(ended.at("/compensated_by"));
    assertThat(rehearsal.untilEnd(compensating).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(serving()).isEqualTo("2");
    assertThat(release(2).json().has("quarantine")).isFalse();
  }

  @Test
  void aWayBackThatIsCalledOffInItsTurnLeavesNothingSaidOfTheReleaseThatServesOn() {
    UUID update = rehearsal.promote("v3");
    rehearsal.scheduler().tickInto(update, "AUTOSCALING");
    Answer ended = ended(cancel(update));
    assertThat(ended.at("/state")).isEqualTo("CANCELED");
    assertThat(release(3).at("/quarantine/deployment")).isEqualTo(update.toString());
    UUID compensating = UUID.fromString(ended.at("/compensated_by"));
    assertThat(ended(cancel(compensating)).at("/state")).isEqualTo("CANCELED");
    assertThat(serving()).isEqualTo("3");
    assertThat(release(3).json().has("quarantine")).isFalse();
  }

  @Test
  void aRollbackThatIsCalledOffLeavesWhatOthersSaid() {
    ended(back("{\"reason\": \"v2 is slow\"}"));
    UUID wrong = started(back("{\"reason\": \"v1 is slow too\", \"release\": 2}"));
    assertThat(ended(cancel(wrong)).at("/state")).isEqualTo("CANCELED");
    assertThat(release(2).at("/quarantine/reason")).contains("v2 is slow");
  }

  @Test
  void aRollbackThatWasCalledOffIsNotTakenForTheWayToItsRelease() {
    UUID off = started(back("{\"reason\": \"v2 is slow\", \"release\": 1}"));
    assertThat(cancel(off).status()).isEqualTo(202);
    for (String query : new String[] {"?dry_run=true", ""}) {
      Answer answer = act("rollbacks" + query, "{\"reason\": \"it is\", \"release\": 1}");
      assertThat(answer.status()).as(query).isEqualTo(409);
      assertThat(answer.at("/code")).isEqualTo("update-running");
      assertThat(answer.at("/detail")).contains("brings release 2 back, not release 1");
    }
    Answer plan = act("rollbacks?dry_run=true", "{\"reason\": \"a look\"}");
    assertThat(plan.at("/release/number")).isEqualTo("2");
    assertThat(plan.at("/remarks/0/code"))
        .as("no way back follows the one that was called off before it began")
        .isEqualTo("attempt-is-taken-away");
    assertThat(started(back("{\"reason\": \"stay on v2\"}"))).isEqualTo(off);
    assertThat(requested()).isEqualTo("stay on v2");
    assertThat(rehearsal.untilEnd(off).at("/state")).isEqualTo("CANCELED");
    assertThat(serving()).isEqualTo("2");
  }

  @Test
  void aRollbackThatRunsIsLeftToItselfWhenItIsAskedForAgain() {
    UUID runs = started(back("{\"reason\": \"v2 is slow\"}"));
    Answer plan = act("rollbacks?dry_run=true", "{\"reason\": \"a look\"}");
    assertThat(plan.at("/release/number")).isEqualTo("1");
    assertThat(plan.json().at("/calls")).isEmpty();
    assertThat(plan.at("/remarks/0/code")).isEqualTo("rollback-runs");
    String agreed = "{\"reason\": \"really\", \"plan_hash\": \"" + plan.at("/hash") + "\"}";
    assertThat(started(back(agreed))).isEqualTo(runs);
    assertThat(requested()).isEqualTo("really");
    Answer ended = rehearsal.untilEnd(runs);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.json().has("abort")).isFalse();
    assertThat(serving()).isEqualTo("1");
  }

  /** Why a rollback was asked for last that found one running. */
  private String requested() {
    return rehearsal
        .api()
        .get("/v1/audit-events?type=deployment.rollback-requested")
        .at("/items/0/data/reason");
  }

  private Answer release(int number) {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/releases/" + number);
  }

  /** Calls a deployment off as it stands. */
  private Answer cancel(UUID deployment) {
    String seen = rehearsal.deployment(deployment).at("/state");
    return rehearsal
        .api()
        .post(
            "/v1/deployments/" + deployment + "/cancel",
            "{\"reason\": \"a slip\", \"expected_state\": \"" + seen + "\"}");
  }

  private String serving() {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/number");
  }

  private String version() {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/model_version");
  }

  private Answer back(String body) {
    return act("rollbacks", body);
  }

  private Answer act(String action, String body) {
    return rehearsal.api().post("/v1/endpoints/" + ENDPOINT + "/" + action, body);
  }

  private Answer ended(Answer accepted) {
    return rehearsal.untilEnd(started(accepted));
  }

  private static UUID started(Answer accepted) {
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return UUID.fromString(accepted.at("/id"));
  }
}
