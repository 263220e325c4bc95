package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a rollback goes back to, and when it is refused. */
@Conforming
class RollbackTests extends RollbackStage {

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
}
