package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What others have added is told as drift; nothing is deployed for it, and none of it removed. */
@Conforming
class NotOursTests extends ProdStage {

  private static final String SURGE = ENDPOINT + "-scaling-surge";

  private static final String NOT_OURS =
      "A deployment would change nothing of this, since it is not Slipway's own or cannot be"
          + " written.";

  private final PlanAndRun run = new PlanAndRun(rehearsal);
  private final Impostor impostor = new Impostor(rehearsal.aws(), ENDPOINT);

  @BeforeEach
  void aReleaseServes() {
    rehearsal.live("v1");
  }

  @Test
  void theVersionThatServesIsNotDeployedAgainForWhatOthersHaveAdded() {
    impostor.scaling();

    assertThat(run.planned("v1", "prod").at("/no_changes").asBoolean()).isTrue();
    assertThat(run.asked("fraud-detector", "v1", "prod", false).at("/outcome"))
        .isEqualTo("NO_CHANGES");
  }

  @Test
  void thePlanNamesWhatIsPutRightAndNotWhatOthersHaveAdded() {
    impostor.scaling();
    rehearsal.aws().alarms().changeThreshold(ENDPOINT + "-5xx-errors", 50);

    assertThat(changes(run.planned("v1", "prod")))
        .containsExactly("live.alarms." + ENDPOINT + "-5xx-errors.threshold");
    run.promoted("v1", "prod");
    assertThat(rehearsal.aws().scaling().policies(ENDPOINT)).contains(ENDPOINT + "-scaling-theirs");
  }

  @Test
  void whatAnEarlierReleaseScaledByIsTakenAwayAsThePlanSays() {
    override(
        scalingTo(
            10,
            STEP_POLICY
                + """
                , "scheduled_actions": [{"name": "night", "schedule": "cron(0 20 ? * MON-FRI *)",
                  "max_instances": 3}]
                """));
    rehearsal.live("v2");
    override("{\"autoscaling\": null}");
    rehearsal.live("v3");
    rehearsal.aws().scaling().changeStep(ENDPOINT, SURGE, 1);
    rehearsal.aws().scaling().once(ENDPOINT, ENDPOINT + "-schedule-night", 3, 6);

    assertThat(changes(run.planned("v3", "prod")))
        .containsExactly(
            "live.autoscaling.policies." + SURGE,
            "live.autoscaling.scheduled_actions." + ENDPOINT + "-schedule-night");
    assertThat(run.promoted("v3", "prod"))
        .containsSubsequence("DeleteScalingPolicy", "DeleteScheduledAction");
  }

  @Test
  void scalingOfOthersWhereTheReleaseHasNoneIsNothingToDeployFor() {
    override("{\"without\": [\"AUTOSCALING\"]}");
    rehearsal.live("v2");
    rehearsal.aws().scaling().bound(ENDPOINT, 1, 3);

    assertThat(run.planned("v2", "prod").at("/no_changes").asBoolean()).isTrue();
  }

  @Test
  void aConfigurationThatSomebodyDeletedIsAChange() {
    String config = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    rehearsal.aws().deleteEndpointConfig(config);

    assertThat(changes(run.planned("v1", "prod"))).contains("live.endpoint_config." + config);
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(run.planned("v1", "prod").at("/no_changes").asBoolean()).isTrue();
  }

  @Test
  void noRepairIsBegunForWhatOthersHaveAddedAndThatIsSaid() {
    repairs();
    impostor.scaling();
    look();
    look();

    assertThat(rehearsal.api().get("/v1/deployments?endpoint=" + ENDPOINT).json().path("items"))
        .hasSize(1);
    assertThat(drift().at("/state")).isEqualTo("DRIFTED");
    assertThat(drift().at("/not_repaired")).isEqualTo(NOT_OURS);
    assertThat(told()).isEqualTo(1);
    impostor.endScaling();
    look();
    assertThat(drift().at("/state")).isEqualTo("IN_SYNC");
    assertThat(drift().at("/not_repaired")).isEmpty();
  }

  @Test
  void whatARepairLeavesSinceItIsOthersIsToldTooAndOnce() {
    repairs();
    impostor.scaling();
    rehearsal.aws().alarms().changeThreshold(ENDPOINT + "-5xx-errors", 50);
    look();
    String repair = drift().at("/repair_deployment");
    assertThat(rehearsal.untilEnd(UUID.fromString(repair)).at("/state")).isEqualTo("SUCCEEDED");
    for (int round = 0; round < 3; round++) look();
    assertThat(drift().at("/state")).isEqualTo("DRIFTED");
    assertThat(drift().at("/repair_deployment")).as("no second one").isEqualTo(repair);
    assertThat(drift().at("/not_repaired")).isEqualTo(NOT_OURS);
    assertThat(told()).isEqualTo(1);
  }

  private void repairs() {
    String path = "/v1/environments/prod";
    Answer changed =
        rehearsal
            .api()
            .patch(
                path,
                rehearsal.api().get(path).header("ETag"),
                "{\"profile\": {\"drift\": {\"repair\": \"DEPLOY\"}}}");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  private void look() {
    rehearsal.advance(Duration.ofMinutes(31));
    rehearsal.lookForDrift();
  }

  private Answer drift() {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/drift");
  }

  private int told() {
    return rehearsal
        .api()
        .get("/v1/audit-events?subject=" + ENDPOINT + "&type=drift.not-repaired")
        .json()
        .path("items")
        .size();
  }

  private static List<String> changes(JsonNode plan) {
    return plan.path("changes").findValuesAsString("field");
  }
}
