package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Route;
import dev.slipway.endpoint.Routes;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Which release serves, where a deployment that needed attention gave way and the one in its place
 * did not succeed: each that may is named, until a look shows which does.
 */
@Conforming
class SettledServingTests extends ProdStage {

  private static final Duration HOURS = Duration.ofHours(2);

  @Test
  void aReleaseThatCameToServeUnseenIsTheCurrentOneAfterItsRollbackWasCalledOff() {
    needsAttentionWithThree();
    rehearsal.advance(HOURS);
    assertThat(mayServe()).containsExactly(2, 3);
    UUID back = rollBack(reason("settle"));
    assertThat(mayServe()).containsExactly(2, 3);
    calledOffUnseen(back);
    assertThat(mayServe()).as("until a look has shown which does").containsExactly(2, 3);
    assertThat(goesBackTo()).as("the one that is known to be good").isEqualTo("v2");

    rehearsal.lookForDrift();
    assertThat(mayServe()).containsExactly(3);
    assertThat(endpoint().json().has("unsettled")).isFalse();
    assertThat(current()).isEqualTo("v3");
    assertThat(settled()).contains("A look showed that release 3 serves");
    rehearsal.advance(Duration.ofMinutes(2));
    rehearsal.lookForDrift();
    assertThat(facts("drift.found")).doesNotContain("endpoint_config");
    assertThat(goesBackTo()).as("the good release before it").isEqualTo("v2");
  }

  @Test
  void whatMayServeAndWhatGoingBackQuarantinesIsToldWhereverItIsOpen() {
    needsAttentionWithThree();
    rehearsal.advance(HOURS);
    assertThat(plan("rollbacks", reason("a test")))
        .as("out of what needs attention")
        .contains("release 2 (v2) was the last seen to, and release 3 (v3) may by now")
        .contains("Release 3 (v3) is left, and quarantined here until somebody lifts that.");
    UUID back = rollBack(reason("settle"));
    calledOffUnseen(back);

    Answer endpoint = endpoint();
    assertThat(endpoint.at("/unsettled/releases/0/number")).isEqualTo("3");
    assertThat(endpoint.json().at("/unsettled/releases")).hasSize(1);
    String told =
        "It is not settled which release serves: release 2 (v2) was the last seen to, and release"
            + " 3 (v3) may by now; going back quarantines what is later than the release that it"
            + " brings back.";
    assertThat(endpoint.at("/unsettled/message")).isEqualTo(told);
    assertThat(rehearsal.api().get("/v1/endpoints").at("/items/0/unsettled/message"))
        .isEqualTo(told);
    assertThat(plan("rollbacks", reason("a test")))
        .contains(told)
        .contains("Release 3 (v3) is left, and quarantined here until somebody lifts that.");
    Answer promotion = rehearsal.api().post("/v1/promotions?dry_run=true", promotion("v1"));
    assertThat(promotion.http().body()).contains(told);
  }

  @Test
  void whereSageMakerRefusesTheWayBackTheReleaseThatItRunsIsTheCurrentOneAtOnce() {
    needsAttentionWithThree();
    rehearsal.advance(HOURS);
    UUID back = rollBack(reason("settle"));
    rehearsal.deny("sagemaker", "UpdateEndpoint");
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("FAILED");
    rehearsal.noFaults();
    assertThat(mayServe()).containsExactly(3);
    assertThat(current()).isEqualTo("v3");
    assertThat(settled()).contains("A look showed that release 3 serves");
  }

  @Test
  void nothingIsSettledWhileSageMakerIsStillAtTheUpdateThatGaveWay() {
    needsAttentionWithThree();
    UUID back = rollBack(reason("settle"));
    rehearsal.cancel(back);
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("CANCELED");
    rehearsal.lookForDrift();
    assertThat(mayServe()).containsExactly(2, 3);
    assertThat(drift()).as("no stranger's update").isEqualTo("MOVING");
    rehearsal.aws().alarms().fireErrorsOf("-r3-");
    rehearsal.advance(HOURS);
    rehearsal.lookForDrift();
    assertThat(mayServe()).as("SageMaker went back by itself").containsExactly(2);
    assertThat(current()).isEqualTo("v2");
  }

  @Test
  void duringTheWayBackAllThreeMayServeAndOnceItSucceedsOneDoes() {
    needsAttentionWithThree();
    UUID back = rollBack("{\"release\": 1, \"reason\": \"settle\"}");
    rehearsal.scheduler().tickInto(back, "AWAIT");
    assertThat(mayServe()).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(mayServe()).containsExactly(1);
  }

  @Test
  void aFirstReleaseThatCameToServeUnseenIsFoundAfterItsRetirementWasCalledOff() {
    UUID first = rehearsal.promote("v1");
    rehearsal.untilWaitingFor(first, "Launching");
    needsAttention(first);
    calledOffUnseen(retire());
    assertThat(mayServe()).containsExactly(1);
    assertThat(endpoint().at("/unsettled/message"))
        .isEqualTo(
            "It is not settled which release serves: none was seen to yet, and release 1 (v1) may"
                + " by now.");

    Endpoint seen = rehearsal.api().bean(Endpoints.class).named(ENDPOINT);
    boolean done =
        rehearsal
            .api()
            .bean(SettleServing.class)
            .found(
                seen,
                new WhatServes.Unknown(),
                rehearsal.api().bean(StoreDrift.class).lastLook(seen));
    assertThat(done).as("there is no release to compare it with").isTrue();
    assertThat(mayServe()).as("by a status that is not known").containsExactly(1);
    assertThat(drift()).isEqualTo("UNANSWERED");
    rehearsal.advance(HOURS);
    rehearsal.lookForDrift();
    assertThat(current()).isEqualTo("v1");
    assertThat(mayServe()).containsExactly(1);
  }

  @Test
  void whereTheWayBackItselfWasLeftOpenTheNextOneLeadsToTheSameGoodRelease() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    UUID first = rollBack(reason("v2 is slow"));
    rehearsal.scheduler().tickInto(first, "AWAIT");
    needsAttention(first);
    calledOffUnseen(rollBack(reason("settle")));
    assertThat(mayServe()).containsExactly(2, 1);
    assertThat(goesBackTo()).as("not the one that was to be left").isEqualTo("v1");
  }

  @Test
  void whatGoesBackFromAnUpdateOfAQuarantinedReleaseLeadsToTheGoodOneBeforeIt() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    UUID back = rollBack(reason("v2 is slow"));
    rehearsal.deny("sagemaker", "UpdateEndpoint");
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("FAILED");
    rehearsal.noFaults();
    UUID update = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(update, "Baking");
    needsAttention(update);
    assertThat(goesBackTo()).isEqualTo("v1");
  }

  @Test
  void whatIsGoneStaysOpenAndARetirementSettlesIt() {
    needsAttentionWithThree();
    rehearsal.advance(HOURS);
    calledOffUnseen(rollBack(reason("settle")));
    rehearsal.aws().deleteEndpoint(ENDPOINT);
    rehearsal.advance(HOURS);
    rehearsal.lookForDrift();
    assertThat(drift()).isEqualTo("GONE");
    assertThat(mayServe()).containsExactly(2, 3);
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(mayServe()).hasSize(1);
  }

  /**
   * Releases 1 and 2 have served, and what brings 3 cannot be looked at any more while it bakes.
   */
  private void needsAttentionWithThree() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    UUID update = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(update, "Baking");
    needsAttention(update);
  }

  private void needsAttention(UUID update) {
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
  }

  /** Calls off what is to begin, while nobody can look what serves. */
  private void calledOffUnseen(UUID begun) {
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    assertThat(cancel(begun, "QUEUED").status()).isEqualTo(202);
    assertThat(rehearsal.untilEnd(begun).at("/state")).isEqualTo("CANCELED");
    rehearsal.noFaults();
  }

  private Answer endpoint() {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT);
  }

  private String plan(String action, String body) {
    Answer plan = act(action + "?dry_run=true", body);
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan.http().body();
  }

  /** The releases of which the proxy tells that they may have answered. */
  private List<Integer> mayServe() {
    return rehearsal.api().bean(Routes.class).all().stream()
        .filter(route -> route.endpoint().equals(ENDPOINT))
        .flatMap(route -> route.serving().stream())
        .map(Route.Serving::release)
        .toList();
  }

  /** The version that a rollback without a release would bring back. */
  private String goesBackTo() {
    Answer plan = act("rollbacks?dry_run=true", reason("a test"));
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan.at("/release/model_version");
  }

  private String settled() {
    return facts("endpoint.settled");
  }

  private String facts(String type) {
    return rehearsal.api().get("/v1/audit-events?type=" + type).http().body();
  }

  private String drift() {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/drift").at("/state");
  }
}
