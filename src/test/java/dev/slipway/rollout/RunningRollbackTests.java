package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A rollback under way: called off, or asked for once more. */
@Conforming
class RunningRollbackTests extends RollbackStage {

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
}
