package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of a least that was raised before an update, beside scheduled actions. */
@Conforming
class RaisedBoundsTests extends ProdStage {

  /** A least above the 2 of the release, below the same most. */
  private static final String FOUR_BY_DAY = "\"min_instances\": 4, \"max_instances\": 6";

  @Test
  void whatAScheduledActionSetsDuringAnUpdateIsNotUndoneWithIt() {
    release(3, "\"min_instances\": 3, \"max_instances\": 6");
    UUID bad = raised("v2", 1100, "3-3");

    rehearsal.aws().scaling().bound(ENDPOINT, 3, 6);

    assertThat(takenBack(bad, "-r2-")).isEqualTo("3-6");
  }

  @Test
  void aLeastThatTheScheduleAllowsTooIsPutBackAfterAnUpdateAndWhenItIsUndone() {
    release(6, FOUR_BY_DAY);
    UUID good = raised("v2", 1500, "4-6");
    assertThat(rehearsal.untilEnd(good).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-6");

    rehearsal.aws().scale(ENDPOINT, 2);
    rehearsal.advance(Duration.ofMinutes(5));
    UUID bad = raised("v3", 1500, "4-6");
    assertThat(takenBack(bad, "-r3-")).isEqualTo("2-6");
  }

  @Test
  void whereAScheduledActionSetsTheMostAloneTheLeastIsPutBackBesideIt() {
    release(6, "\"max_instances\": 12");
    UUID good = raised("v2", 1900, "5-6");
    rehearsal.aws().scaling().bound(ENDPOINT, 5, 12);
    assertThat(rehearsal.untilEnd(good).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-12");

    rehearsal.aws().scaling().bound(ENDPOINT, 2, 6);
    rehearsal.aws().scale(ENDPOINT, 2);
    rehearsal.advance(Duration.ofMinutes(5));
    UUID bad = raised("v3", 1900, "5-6");
    rehearsal.aws().scaling().bound(ENDPOINT, 5, 12);
    assertThat(takenBack(bad, "-r3-")).isEqualTo("2-12");
  }

  @Test
  void whatAScheduledActionSetsOnceTheLeastWasPutBackHolds() {
    release(6, FOUR_BY_DAY);
    UUID stuck = raised("v2", 1500, "4-6");
    // Something of the scaling that is not as released: the step has more to do than the bounds.
    rehearsal.aws().scaling().remove(ENDPOINT, ENDPOINT + "-scaling", ENDPOINT + "-schedule-day");
    rehearsal.deny("application-autoscaling", "PutScalingPolicy");
    assertThat(rehearsal.untilEnd(stuck).at("/state")).isEqualTo("NEEDS_ATTENTION");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-6");

    rehearsal.aws().scaling().bound(ENDPOINT, 4, 6);
    rehearsal.noFaults();
    rehearsal.api().post("/v1/deployments/" + stuck + "/resume", reason("it may now"));

    assertThat(rehearsal.untilEnd(stuck).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("4-6");
  }

  @Test
  void whatAScheduledActionSetsWhileTheFleetGrowsIsRaisedInItsTurnAndHoldsAfterTheUpdate() {
    release(10, "\"min_instances\": 4, \"max_instances\": 20");
    UUID good = growing("v2", 3100);
    rehearsal.aws().scaling().bound(ENDPOINT, 4, 20);
    rehearsal.untilWaitingFor(good, "Baking");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("8-20");
    assertThat(rehearsal.untilEnd(good).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("4-20");

    rehearsal.aws().scaling().bound(ENDPOINT, 2, 10);
    rehearsal.aws().scale(ENDPOINT, 2);
    rehearsal.advance(Duration.ofMinutes(5));
    UUID bad = growing("v3", 3100);
    rehearsal.aws().scaling().bound(ENDPOINT, 4, 20);
    rehearsal.untilWaitingFor(bad, "Baking");
    assertThat(takenBack(bad, "-r3-")).isEqualTo("4-20");
  }

  @Test
  void aScheduledActionThatSetsTheMostBelowTheRaisedLeastWhileTheFleetGrowsIsNotOverruled() {
    release(10, "\"min_instances\": 1, \"max_instances\": 3");
    UUID update = growing("v2", 3100);
    rehearsal.aws().scaling().bound(ENDPOINT, 1, 3);
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("3-3");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("1-3");
  }

  @Test
  void aLeastThatWasRaisedForAnUpdateIsPutBackByTheDeploymentThatTakesThatBack() {
    release(6, FOUR_BY_DAY);
    withoutABake();
    UUID update = growing("v2", 1500);
    rehearsal.untilWaitingFor(update, "Launching");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("4-6");
    assertThat(canceledTooLate(update)).isEqualTo("2-6");
  }

  @Test
  void whereThatFailsAndTheUpdateServesOnItGetsNoBoundsThatItsReleaseDoesNotHave() {
    release(6, FOUR_BY_DAY);
    withoutABake();
    override("{\"hosting\": {\"instance_count\": 3}, \"autoscaling\": {\"min_instances\": 3}}");
    UUID update = growing("v2", 1500);
    rehearsal.untilWaitingFor(update, "Launching");
    UUID back = compensating(update, "UPDATING");
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "UpdateEndpoint",
         "status": 400, "code": "ValidationException", "message": "not now"}
        """);
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("FAILED");
    assertThat(current()).isEqualTo("v2");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("4-6");
  }

  @Test
  void boundsOfAScheduledActionAreKeptByTheDeploymentThatTakesAnotherInstanceTypeBack() {
    release(6, FOUR_BY_DAY);
    withoutABake();
    override("{\"hosting\": {\"instance_type\": \"ml.c5.2xlarge\"}}");
    rehearsal.aws().scaling().bound(ENDPOINT, 4, 6);
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Launching");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("none");
    assertThat(canceledTooLate(update)).isEqualTo("4-6");
  }

  @Test
  void aWayBackToAnotherInstanceTypeThatIsRefusedLeavesTheBoundsOfTheReleaseThatServes() {
    release(6, FOUR_BY_DAY);
    withoutABake();
    override(
        """
        {"hosting": {"instance_type": "ml.c5.2xlarge", "instance_count": 8},
         "autoscaling": {"min_instances": 8, "max_instances": 20}}
        """);
    UUID update = rehearsal.promote("v2");
    rehearsal.scheduler().tickInto(update, "AUTOSCALING");
    UUID back = compensating(update, "FINISHING");
    rehearsal.fault("{\"kind\": \"quota\", \"instance_type\": \"ml.c5.xlarge\", \"limit\": 1}");
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("FAILED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("8-20");
  }

  @Test
  void aLeastThatWasRaisedIsPutBackByARollbackThatADeploymentWhichNeedsAttentionGivesWayTo() {
    release(6, FOUR_BY_DAY);
    UUID stuck = raised("v2", 1500, "4-6");
    rehearsal.deny("application-autoscaling", "RegisterScalableTarget");
    assertThat(rehearsal.untilEnd(stuck).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    assertThat(rehearsal.untilEnd(rollBack(reason("v2 is slow"))).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("2-6");
  }

  /**
   * The first release, whose one scheduled action comes long after the test: it sets its bounds.
   */
  private void release(int most, String byDay) {
    override("{\"hosting\": {\"instance_type\": \"ml.c5.xlarge\", \"instance_count\": 2}}");
    override(
        scalingTo(
            most,
            """
            "scale_out_before_updates": true, "scheduled_actions": [
              {"name": "day", "schedule": "at(2099-01-01T06:00:00)", %s}]
            """
                .formatted(byDay)));
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
  }

  private void withoutABake() {
    override(
        "{\"rollout\": {\"strategy\": \"ALL_AT_ONCE\", \"wait_interval_seconds\": 0,"
            + " \"termination_wait_seconds\": 0, \"maximum_execution_timeout_seconds\": 1800}}");
  }

  /** The bounds once a deployment of its own has taken an update back that nothing could stop. */
  private String canceledTooLate(UUID update) {
    assertThat(rehearsal.untilEnd(compensating(update, "UPDATING")).at("/state"))
        .isEqualTo("SUCCEEDED");
    return rehearsal.aws().scaling().bounds(ENDPOINT);
  }

  /** The deployment that takes back an update which was called off too late. */
  private UUID compensating(UUID update, String state) {
    assertThat(cancel(update, state).status()).isEqualTo(202);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("CANCELED");
    return UUID.fromString(ended.at("/compensated_by"));
  }

  /** An update for which the fleet grows first after so many requests in a minute. */
  private UUID growing(String version, int requests) {
    String serving = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    new SomeTraffic(rehearsal.simulator(), ENDPOINT).minute(serving, requests, 20, 0);
    rehearsal.advance(Duration.ofMinutes(5));
    UUID update = rehearsal.promote(version);
    rehearsal.untilWaitingFor(update, "the fleet to grow");
    return update;
  }

  /** An update before which so many requests in a minute had the bounds raised, while it bakes. */
  private UUID raised(String version, int requests, String bounds) {
    UUID update = growing(version, requests);
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo(bounds);
    return update;
  }

  /** The bounds once an alarm of this release has had its update rolled back. */
  private String takenBack(UUID update, String release) {
    rehearsal.aws().alarms().fireErrorsOf(release);
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
    return rehearsal.aws().scaling().bounds(ENDPOINT);
  }
}
