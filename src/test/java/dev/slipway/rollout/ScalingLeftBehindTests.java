package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a release two or more back was scaled by is still Slipway's own. */
class ScalingLeftBehindTests extends ProdStage {

  private static final String UNSCALED = "{\"without\": [\"AUTOSCALING\"]}";
  private static final String TRACKING = ENDPOINT + "-scaling";

  private final Impostor impostor = new Impostor(rehearsal.aws(), ENDPOINT);

  @BeforeEach
  void oneMore() {
    rehearsal.aws().artifacts().put("v4", Rehearsal.archive("v4"));
    rehearsal.register("v4");
  }

  @Test
  void aRollbackThatTakesAnothersPlaceEndsWhatScaledTheReleaseBeforeThat() {
    rehearsal.live("v1");
    override(UNSCALED);
    rehearsal.live("v2");
    rehearsal.live("v3");
    override("{\"without\": null}");
    rehearsal.live("v4");
    impostor.scaling();
    Answer waits = rehearsal.untilEnd(rollBack(reason("v4 is slow")));
    assertThat(waits.at("/reason_code")).as(waits.http().body()).isEqualTo("scaling-of-others");
    assertThat(current()).isEqualTo("v3");

    UUID further = rollBack("{\"release\": 2, \"reason\": \"v3 is slow too\"}");
    waits = rehearsal.untilEnd(further);
    assertThat(waits.at("/state")).as(waits.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(waits.at("/reason"))
        .contains(
            "on the endpoint: " + ENDPOINT + "-scaling-theirs, " + ENDPOINT + "-schedule-theirs.");
    assertThat(current()).isEqualTo("v2");

    impostor.endScaling();
    rehearsal.api().post("/v1/deployments/" + further + "/resume", reason("it is gone"));
    Answer ended = rehearsal.untilEnd(further);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().hasTarget(ENDPOINT)).isFalse();
  }

  @Test
  void aRollbackToAReleaseWithoutScalingDoesNotStopOverThat() {
    leaveBehind();

    Answer ended = rehearsal.untilEnd(rollBack("{\"release\": 2, \"reason\": \"a test\"}"));

    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().hasTarget(ENDPOINT)).isFalse();
  }

  @Test
  void anotherReleaseTakesThatAwayAndLeavesOthersAlone() {
    leaveBehind();
    impostor.scaling();

    Answer ended = rehearsal.untilEnd(rollBack("{\"release\": 1, \"reason\": \"a test\"}"));

    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().policies(ENDPOINT))
        .containsExactlyInAnyOrder(TRACKING, TRACKING + "-theirs");
    assertThat(rehearsal.aws().scaling().scheduledActions(ENDPOINT))
        .containsExactly(ENDPOINT + "-schedule-theirs");
  }

  @Test
  void whatOnlyAReleaseNamesThatNeverCameIsNotSlipways() {
    rehearsal.live("v1");
    override(
        scalingTo(
            10,
            """
            "scheduled_actions": [{"name": "theirs", "schedule": "cron(0 20 ? * MON-FRI *)",
              "max_instances": 3}]
            """));
    UUID never = rehearsal.promote("v2", "prod");
    rehearsal.cancel(never);
    assertThat(rehearsal.untilEnd(never).at("/state")).isEqualTo("CANCELED");
    override("{\"autoscaling\": null}");
    impostor.scaling();

    assertThat(rehearsal.live("v3").at("/state")).isEqualTo("SUCCEEDED");

    assertThat(rehearsal.aws().scaling().scheduledActions(ENDPOINT))
        .containsExactly(ENDPOINT + "-schedule-theirs");
  }

  @Test
  void whatOnlyAReleaseNamesWhoseUpdateIsRolledBackStays() {
    rehearsal.live("v1");
    String serving = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    impostor.scaling();
    new SomeTraffic(rehearsal.simulator(), ENDPOINT).minute(serving, 1900, 20, 0);
    rehearsal.advance(Duration.ofMinutes(20));
    override(
        scalingTo(
            10,
            """
            "scale_out_before_updates": true,
            "step_policies": [{"name": "theirs", "metric": "INVOCATIONS_PER_INSTANCE",
              "comparison": "GREATER_THAN", "threshold": 900, "period_seconds": 60,
              "evaluation_periods": 1, "adjustment": "CHANGE_IN_CAPACITY", "cooldown_seconds": 60,
              "steps": [{"lower_bound": 0, "adjustment": 2}]}],
            "scheduled_actions": [{"name": "theirs", "schedule": "cron(0 20 ? * MON-FRI *)",
              "max_instances": 3}]
            """));
    UUID bad = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(bad, "Baking");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).as("raised").isNotEqualTo("2-10");
    rehearsal.aws().alarms().fireErrorsOf("-r2-");

    assertThat(rehearsal.untilEnd(bad).at("/state")).isEqualTo("ROLLED_BACK");

    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-10");
    assertThat(rehearsal.aws().scaling().policies(ENDPOINT))
        .containsExactlyInAnyOrder(TRACKING, TRACKING + "-theirs");
    assertThat(rehearsal.aws().scaling().scheduledActions(ENDPOINT))
        .containsExactly(ENDPOINT + "-schedule-theirs");
  }

  /** A release serves, and is stuck before it has taken away what scaled the one before. */
  private void leaveBehind() {
    rehearsal.live("v1");
    override(UNSCALED);
    rehearsal.live("v2");
    override("{\"without\": null}");
    override(
        scalingTo(
            10,
            STEP_POLICY
                + """
                , "scheduled_actions": [{"name": "night", "schedule": "cron(0 20 ? * MON-FRI *)",
                  "min_instances": 2, "max_instances": 3}]
                """));
    rehearsal.live("v3");
    override("{\"autoscaling\": null}");
    rehearsal.deny("application-autoscaling", "DeleteScalingPolicy");
    Answer stuck = rehearsal.live("v4");
    assertThat(stuck.at("/state")).as(stuck.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(current()).isEqualTo("v4");
    assertThat(rehearsal.aws().scaling().policies(ENDPOINT))
        .containsExactlyInAnyOrder(TRACKING, TRACKING + "-surge");
    rehearsal.noFaults();
  }
}
