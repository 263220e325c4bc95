package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What was changed by hand and is put right on the way stands in the plan, call by call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Conforming
class DriftedPlansTests {

  @AutoClose private final Rehearsal rehearsal = Rehearsal.start();
  private final PlanAndRun run = new PlanAndRun(rehearsal);

  @Test
  void aPromotionOfOtherContentNamesTheBoundsAndTheAlarmsThatItPutsRight() {
    rehearsal.environment("bent");
    run.promoted("v1", "bent");
    bend("bent-fraud-detector");
    JsonNode plan = run.planned("v2", "bent");
    assertThat(plan.path("changes").findValuesAsString("field"))
        .contains("live.autoscaling", "live.alarms.bent-fraud-detector-5xx-errors.threshold");
    assertThat(run.promoted("v2", "bent"))
        .containsSubsequence("PutMetricAlarm", "UpdateEndpoint", "RegisterScalableTarget");
    assertThat(run.planned("v2", "bent").at("/no_changes").asBoolean()).isTrue();
  }

  @Test
  void aRollbackNamesWhatTheLastLookFound() {
    rehearsal.environment("bowed");
    run.promoted("v1", "bowed");
    run.promoted("v2", "bowed");
    bend("bowed-fraud-detector");
    rehearsal.advance(Duration.ofMinutes(31));
    rehearsal.lookForDrift();
    assertThat(run.wentBack("bowed-fraud-detector", 1))
        .containsSubsequence("PutMetricAlarm", "UpdateEndpoint", "RegisterScalableTarget");
  }

  @Test
  void aRollbackDoesNotNameWhatAShortRunHasMendedSinceTheLastLook() {
    rehearsal.environment("straight");
    String endpoint = "straight-fraud-detector";
    run.promoted("v1", "straight");
    run.promoted("v2", "straight");
    bend(endpoint);
    rehearsal.advance(Duration.ofMinutes(31));
    rehearsal.lookForDrift();
    assertThat(drift(endpoint)).isEqualTo("DRIFTED");
    run.promoted("v3", "straight");
    assertThat(drift(endpoint)).as("until the next look").isEqualTo("DEPLOYING");
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    rehearsal.advance(Duration.ofMinutes(2));
    rehearsal.lookForDrift();
    rehearsal.noFaults();
    assertThat(drift(endpoint)).as("a look that finds out nothing").isEqualTo("UNANSWERED");
    run.wentBack(endpoint, 2);
    rehearsal.lookForDrift();
    assertThat(drift(endpoint)).isEqualTo("IN_SYNC");
  }

  private String drift(String endpoint) {
    return rehearsal.api().get("/v1/endpoints/" + endpoint + "/drift").at("/state");
  }

  @Test
  void anEndpointThatIsGoneIsPlannedNoMoreThanItIsMadeAgain() {
    rehearsal.environment("lost");
    run.promoted("v1", "lost");
    rehearsal.aws().deleteEndpoint("lost-fraud-detector");
    rehearsal.advance(Duration.ofMinutes(10));
    for (String version : new String[] {"v1", "v2"}) {
      for (boolean dry : new boolean[] {true, false}) {
        Answer refused = run.asked("fraud-detector", version, "lost", dry);
        assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
        assertThat(refused.at("/code")).isEqualTo("endpoint-lost");
      }
    }
  }

  @Test
  void whatOthersHaveBesideItIsNotPromisedToBePutRight() {
    rehearsal.environment("theirs");
    run.promoted("v1", "theirs");
    new Impostor(rehearsal.aws(), "theirs-fraud-detector").scaling();
    assertThat(run.planned("v2", "theirs").path("changes").findValuesAsString("field"))
        .noneMatch(field -> field.startsWith("live."));
    run.promoted("v2", "theirs");
  }

  private void bend(String endpoint) {
    rehearsal.aws().alarms().changeThreshold(endpoint + "-5xx-errors", 50);
    rehearsal.aws().scaling().bound(endpoint, 1, 3);
  }
}
