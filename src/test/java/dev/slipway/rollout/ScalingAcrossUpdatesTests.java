package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What updates leave, change and put back of a fleet that scales. */
@Conforming
class ScalingAcrossUpdatesTests extends ProdStage {

  private static final String BIGGER =
      """
      {"hosting": {"instance_type": "ml.c5.2xlarge", "instance_count": 2}}
      """;

  @Test
  void anotherInstanceTypeKeepsTheCountAndAutoscaling() {
    rehearsal.live("v1");
    rehearsal.aws().scale(ENDPOINT, 5);
    rehearsal.advance(Duration.ofMinutes(5));
    override(BIGGER);
    UUID update = rehearsal.promote("v2");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(5);
    assertThat(rehearsal.aws().instanceType(ENDPOINT)).isEqualTo("ml.c5.2xlarge");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-10");
    assertThat(rehearsal.events(update)).contains("AUTOSCALING_BEFORE");
    Answer back = act("rollbacks", "{\"release\": 1, \"reason\": \"the new type is slow\"}");
    assertThat(rehearsal.untilEnd(UUID.fromString(back.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instanceType(ENDPOINT)).isEqualTo("ml.c5.xlarge");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-10");
  }

  @Test
  void aFailedChangeOfTheInstanceTypeLeavesAutoscalingAsItWas() {
    rehearsal.live("v1");
    rehearsal.aws().scaling().bound(ENDPOINT, 3, 9);
    override(BIGGER);
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.aws().scaling().hasTarget(ENDPOINT)).isFalse();
    rehearsal.aws().alarms().fireErrorsOf("-r2-");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("3-9");
    assertThat(rehearsal.aws().instanceType(ENDPOINT)).isEqualTo("ml.c5.xlarge");
    assertThat(rehearsal.aws().scaling().policies(ENDPOINT)).containsExactly(ENDPOINT + "-scaling");
  }

  @Test
  void aFleetThatItsRecentPeakOutgrowsIsEnlargedBeforeTheUpdateFreezesIt() {
    override(scalingTo(6, "\"scale_out_before_updates\": true"));
    rehearsal.live("v1");
    String first = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    new SomeTraffic(rehearsal.simulator(), ENDPOINT).minute(first, 1900, 20, 0);
    rehearsal.advance(Duration.ofMinutes(20));
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.deployment(update).http().body()).contains("scales-out-first");
    assertThat(rehearsal.aws().instances(ENDPOINT)).as("for 1900 requests").isEqualTo(5);
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("5-6");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-6");
    new SomeTraffic(rehearsal.simulator(), ENDPOINT).minute(first, 2300, 20, 0);
    rehearsal.advance(Duration.ofMinutes(5));
    UUID bad = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(bad, "Baking");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("6-6");
    rehearsal.aws().alarms().fireErrorsOf("-r3-");
    assertThat(rehearsal.untilEnd(bad).at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).as("put back").isEqualTo("2-6");
  }

  @Test
  void aFleetThatWasEnlargedForItsPeakShrinksToTheReleasesMostOnlyOnceThatServes() {
    rehearsal.live("v1");
    String first = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    new SomeTraffic(rehearsal.simulator(), ENDPOINT).minute(first, 3900, 20, 0);
    rehearsal.advance(Duration.ofMinutes(20));
    override(
        """
        {"autoscaling": {"min_instances": 2, "max_instances": 6, "scale_in_cooldown_seconds": 300,
          "scale_out_cooldown_seconds": 60, "target_invocations_per_instance": 500,
          "scale_out_before_updates": true}}
        """);
    UUID update = rehearsal.promote("v2");
    assertThat(rehearsal.deployment(update).http().body())
        .contains("raises its least to 8")
        .contains("no more than 6");
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.aws().instancesToCome(ENDPOINT)).as("for 3900 requests").isEqualTo(8);
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    // Without traffic autoscaling goes on below the most, as the minutes pass.
    assertThat(rehearsal.aws().instances(ENDPOINT)).isBetween(2, 6);
  }

  @Test
  void stepsAndSchedulesAreMadeKeptAndTakenAway() {
    override(
        scalingTo(
            10,
            STEP_POLICY
                + """
                , "scheduled_actions": [{"name": "night", "schedule": "cron(0 20 ? * MON-FRI *)",
                  "timezone": "Europe/Berlin", "min_instances": 2, "max_instances": 3}]
                """));
    Answer first = rehearsal.live("v1");
    assertThat(first.at("/state")).as(first.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().names()).contains(ENDPOINT + "-scaling-surge");
    assertThat(rehearsal.aws().scaling().scheduledActions(ENDPOINT))
        .containsExactly(ENDPOINT + "-schedule-night");
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().names()).contains(ENDPOINT + "-scaling-surge");
    override("{\"autoscaling\": null}");
    assertThat(rehearsal.live("v3").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().names()).doesNotContain(ENDPOINT + "-scaling-surge");
    assertThat(rehearsal.aws().scaling().scheduledActions(ENDPOINT)).isEmpty();
    assertThat(rehearsal.aws().scaling().policies(ENDPOINT)).containsExactly(ENDPOINT + "-scaling");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-10");
  }

  @Test
  void aScheduledActionLosesItsTimeZoneAndABound() {
    override(night("\"timezone\": \"Europe/Berlin\", \"min_instances\": 2, \"max_instances\": 3"));
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
    override(night("\"max_instances\": 3"));
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
  }

  private static String night(String rest) {
    return scalingTo(
        10,
        """
        "scheduled_actions": [{"name": "night", "schedule": "cron(0 20 ? * MON-FRI *)", %s}]
        """
            .formatted(rest));
  }

  @Test
  void aMostThatIsRaisedIsRegisteredWhileAScheduledActionHoldsTheLeast() {
    override(byDayAndNight(6));
    rehearsal.live("v1");
    rehearsal.aws().scaling().bound(ENDPOINT, 4, 6);
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).as("as by day").isEqualTo("4-6");
    override(byDayAndNight(12));
    assertThat(rehearsal.live("v3").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-12");
  }

  @Test
  void aFleetThatAScheduledActionHasLetGrowIsNotShrunkByAnUpdate() {
    override(withASale(6, false));
    rehearsal.live("v1");
    rehearsal.aws().scaling().bound(ENDPOINT, 2, 12);
    rehearsal.aws().scale(ENDPOINT, 10);
    rehearsal.advance(Duration.ofMinutes(5));
    UUID update = rehearsal.promote("v2");
    assertThat(rehearsal.deployment(update).http().body())
        .contains("live instance count (10) is kept");
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.aws().instancesToCome(ENDPOINT)).isEqualTo(10);
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-12");
  }

  @Test
  void boundsThatAScheduledActionHadSetHoldAgainWhereTheyWereTakenOffOrRaisedForAnUpdate() {
    override(withASale(6, true));
    rehearsal.live("v1");
    rehearsal.aws().scaling().bound(ENDPOINT, 2, 12);
    rehearsal.aws().scale(ENDPOINT, 8);
    rehearsal.advance(Duration.ofMinutes(5));
    override(BIGGER);
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instanceType(ENDPOINT)).isEqualTo("ml.c5.2xlarge");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(8);
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-12");
    String serving = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    new SomeTraffic(rehearsal.simulator(), ENDPOINT).minute(serving, 3900, 20, 0);
    rehearsal.advance(Duration.ofMinutes(5));
    UUID raised = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(raised, "Baking");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("10-12");
    assertThat(rehearsal.untilEnd(raised).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-12");
  }

  @Test
  void aFleetIsNotEnlargedBeyondWhatAutoscalingLetsItGrowToNow() {
    override(withASale(4, true));
    rehearsal.live("v1");
    String first = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    new SomeTraffic(rehearsal.simulator(), ENDPOINT).minute(first, 3900, 20, 0);
    rehearsal.advance(Duration.ofMinutes(20));
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.aws().instances(ENDPOINT)).as("for 3900 requests").isEqualTo(4);
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("4-4");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-4");
  }

  private static String withASale(int most, boolean first) {
    return scalingTo(
        most,
        """
        "scale_out_before_updates": %s, "scheduled_actions": [
          {"name": "sale", "schedule": "at(2099-01-01T06:00:00)", "max_instances": 12}]
        """
            .formatted(first));
  }

  /** Actions that come long after the test has ended: it sets their bounds itself. */
  private static String byDayAndNight(int most) {
    return scalingTo(
        most,
        """
        "scheduled_actions": [
          {"name": "day", "schedule": "at(2099-01-01T06:00:00)", "min_instances": 4},
          {"name": "night", "schedule": "at(2099-01-01T20:00:00)", "min_instances": 2}]
        """);
  }
}
