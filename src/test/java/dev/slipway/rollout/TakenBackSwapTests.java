package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Swaps that an alarm or a person takes back, before the switch and after it. */
@Conforming
class TakenBackSwapTests extends SwapStage {

  @Test
  void anAlarmSwitchesPredictionsBackToTheEndpointThatStillStands() {
    String endpoint = serving("alarmed");
    override(endpoint, SERVERLESS);
    UUID bad = rehearsal.promote("v2", "alarmed");
    rehearsal.untilWaitingFor(bad, "Baking");
    proxy.refresh();
    assertThat(proxy.predict("alarmed", "fraud-detector")).isEqualTo("200 v2");
    rehearsal.aws().alarms().fire(alarmOf(endpoint, "-5xx-errors"));
    rehearsal.advance(Duration.ofSeconds(15));
    assertThat(physicalName(endpoint)).as("within seconds").isEqualTo(endpoint);
    assertThat(proxy.predict("alarmed", "fraud-detector"))
        .as("whether the proxy knows it yet or not")
        .startsWith("200 ");
    proxy.refresh();
    assertThat(answersUntilEnd(bad, "alarmed")).containsExactly("200 v1");
    Answer ended = rehearsal.deployment(bad);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(ended.at("/swap/to")).isEqualTo(endpoint + "--s2");
    assertThat(ended.at("/fleets/0/side")).isEqualTo("BLUE");
    assertThat(ended.at("/fleets/0/traffic_percent")).isEqualTo("100");
    assertThat(ended.at("/fleets/1/traffic_percent")).isEqualTo("0");
    onlyTheFirstStands(endpoint);
    assertThat(rehearsal.aws().alarms().names())
        .noneMatch(name -> name.startsWith(endpoint + "-r2-"));
    assertThat(switches(bad))
        .containsExactlyInAnyOrder(
            endpoint + "--s2 instead of " + endpoint,
            endpoint + " instead of " + endpoint + "--s2");
  }

  /** A swap to serverless whose old endpoint applications go on asking. */
  private Answer swapThatIsAskedPast(String environment, String endpoint) {
    UUID swap = swap(environment, endpoint);
    rehearsal.untilWaitingFor(swap, "Baking");
    return askedDirectlyUntilStuck(swap, endpoint);
  }

  /** Applications ask the endpoint that was switched away from, past the proxy. */
  private Answer askedDirectlyUntilStuck(UUID deployment, String old) {
    String config = rehearsal.aws().endpoint(old).endpointConfigName();
    SomeTraffic direct = new SomeTraffic(rehearsal.simulator(), old);
    for (int minute = 0; minute < 160; minute++) {
      if (rehearsal.deployment(deployment).at("/state").equals("NEEDS_ATTENTION")) break;
      direct.minute(config, 3, 20, 0);
      rehearsal.advance(Duration.ofMinutes(1));
    }
    return rehearsal.deployment(deployment);
  }

  @Test
  void aWayBackFromASwapLeavesTheFirstEndpointToThoseWhoStillAskIt() {
    String endpoint = serving("clung");
    swapThatIsAskedPast("clung", endpoint);
    Answer back =
        rehearsal
            .api()
            .post("/v1/endpoints/" + endpoint + "/rollbacks", "{\"reason\": \"they cling\"}");
    assertThat(back.status()).as(back.http().body()).isEqualTo(202);
    UUID rollback = UUID.fromString(back.at("/id"));
    Answer stuck = askedDirectlyUntilStuck(rollback, endpoint);
    assertThat(stuck.at("/reason_code"))
        .as(stuck.http().body())
        .isEqualTo("old-endpoint-still-called");
    assertThat(rehearsal.aws().hasEndpoint(endpoint)).isTrue();
    rehearsal.advance(Duration.ofMinutes(10));
    rehearsal.api().post("/v1/deployments/" + rollback + "/resume", "{\"reason\": \"moved\"}");
    assertThat(rehearsal.untilEnd(rollback).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().hasEndpoint(endpoint)).as("nobody asks it any more").isFalse();
  }

  @Test
  void callersWhoGoPastTheProxyAreWaitedForAndACancelSwitchesBackAllTheSame() {
    String endpoint = serving("direct");
    Answer stuck = swapThatIsAskedPast("direct", endpoint);
    UUID swap = UUID.fromString(stuck.at("/id"));
    assertThat(stuck.at("/state")).as(stuck.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(stuck.at("/reason_code")).isEqualTo("old-endpoint-still-called");
    assertThat(stuck.at("/reason"))
        .contains("requests in the last 5 minutes")
        .contains("asked " + endpoint);
    assertThat(rehearsal.aws().hasEndpoint(endpoint)).isTrue();
    rehearsal.api().post("/v1/deployments/" + swap + "/resume", "{\"reason\": \"to cancel it\"}");
    rehearsal.advance(Duration.ofMinutes(2));
    assertThat(rehearsal.deployment(swap).at("/state")).as("waits anew").isEqualTo("UPDATING");
    assertThat(cancel(swap).status()).isEqualTo(202);
    rehearsal.advance(Duration.ofSeconds(20));
    assertThat(physicalName(endpoint)).isEqualTo(endpoint);
    Answer ended = rehearsal.untilEnd(swap);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("aborted-by-hand");
    onlyTheFirstStands(endpoint);
  }

  @Test
  void aSwapThatIsCanceledBeforeTheSwitchTakesItsEndpointAway() {
    String endpoint = serving("regretted");
    UUID swap = swap("regretted", endpoint);
    rehearsal.until(swap, "UPDATING");
    Answer plan = aRollbackFirstSays("swap-is-taken-back", endpoint);
    assertThat(plan.at("/calls/0/subject")).isEqualTo(endpoint + "--s2");
    assertThat(cancel(swap).status()).isEqualTo(202);
    assertThat(answersUntilEnd(swap, "regretted")).containsExactly("200 v1");
    assertThat(rehearsal.deployment(swap).at("/state")).isEqualTo("CANCELED");
    onlyTheFirstStands(endpoint);
  }

  @Test
  void aSwapThatIsThroughIsFollowedByAWayBack() {
    String endpoint = serving("late");
    UUID swap = swap("late", endpoint);
    rehearsal.until(swap, "FINISHING");
    aRollbackFirstSays("no-abort-lever", endpoint);
    assertThat(rehearsal.untilEnd(swap).at("/state")).isEqualTo("SUCCEEDED");
  }

  private UUID swap(String environment, String endpoint) {
    override(endpoint, SERVERLESS);
    return rehearsal.promote("v2", environment);
  }

  /** Holds the plan of a rollback, as of now, to this remark, and returns it. */
  private Answer aRollbackFirstSays(String remark, String endpoint) {
    Answer plan =
        rehearsal
            .api()
            .post(
                "/v1/endpoints/" + endpoint + "/rollbacks?dry_run=true",
                "{\"reason\": \"a test\"}");
    assertThat(plan.at("/remarks/0/code")).as(plan.http().body()).isEqualTo(remark);
    return plan;
  }

  /**
   * AWS has the endpoint that was to be swapped, as the record says, and not the one that was to
   * take its place.
   */
  private void onlyTheFirstStands(String endpoint) {
    assertThat(rehearsal.aws().hasEndpoint(endpoint + "--s2")).isFalse();
    inSync(endpoint);
  }

  private String alarmOf(String endpoint, String end) {
    return rehearsal.aws().alarms().of(endpoint + "-r2-", end);
  }

  private Answer cancel(UUID deployment) {
    return rehearsal
        .api()
        .post(
            "/v1/deployments/" + deployment + "/cancel",
            "{\"reason\": \"regret\", \"expected_state\": \"UPDATING\"}");
  }
}
