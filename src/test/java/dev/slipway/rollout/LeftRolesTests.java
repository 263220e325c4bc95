package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Endpoints;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What becomes of the role that a retirement leaves, or a deployment that was called off: it is
 * kept for a grace, and then collected if nobody needs it.
 */
@Conforming
class LeftRolesTests extends ProdStage {

  @Test
  void aRetiredEndpointsRoleOutlivesItForAGraceAndIsThenCollected() {
    rehearsal.live("v1");
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(roles()).isEqualTo(1);
    rehearsal.collectLeft();
    assertThat(roles()).isEqualTo(1);
    assertThat(act("retirements", reason("again")).at("/code")).isEqualTo("already-retired");
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.collectLeft();
    assertThat(roles()).isZero();
    Answer events =
        rehearsal.api().get("/v1/audit-events?type=resource.collected&subject=" + ENDPOINT);
    assertThat(events.json().path("items").size()).isEqualTo(1);
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(roles()).isEqualTo(1);
  }

  @Test
  void aRoleThatADeploymentUsesAgainIsNotCollected() {
    rehearsal.live("v1");
    rehearsal.untilEnd(retire());
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.advance(Duration.ofHours(2));
    rehearsal.collectLeft();
    assertThat(roles()).isEqualTo(1);
  }

  @Test
  void aRoleThatAwsDoesNotLetGoServesTheNextDeployment() {
    leaveARole();
    collectWhereAwsRefuses();
    UUID next = rehearsal.promote("v2");
    rehearsal.collectLeft();
    assertThat(rehearsal.untilEnd(next).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(roles()).isEqualTo(1);
  }

  @Test
  void aRoleThatAwsRefusesToDeleteIsToldOfAndTriedAgainHoursLater() {
    leaveARole();
    collectWhereAwsRefuses();
    rehearsal.advance(Duration.ofHours(5));
    rehearsal.collectLeft();
    assertThat(roles()).isEqualTo(1);
    Answer told =
        rehearsal.api().get("/v1/audit-events?type=resource.not-collected&subject=" + ENDPOINT);
    assertThat(told.json().path("items").size()).isEqualTo(1);
    assertThat(told.at("/items/0/summary")).contains("must detach all policies first");
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.collectLeft();
    assertThat(roles()).isZero();
  }

  @Test
  void aRoleGoesAlthoughADeploymentThatWasCalledOffHadTakenItIntoUseAgain() {
    rehearsal.live("v1");
    rehearsal.untilEnd(retire());
    UUID next = rehearsal.promote("v2");
    rehearsal.scheduler().tickInto(next, "ENDPOINT");
    rehearsal.cancel(next);
    assertThat(rehearsal.untilEnd(next).at("/state")).isEqualTo("CANCELED");
    assertThat(roles()).isEqualTo(1);
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.collectLeft();
    assertThat(roles()).isZero();
  }

  @Test
  void theRoleOfAnEndpointThatStandsStaysWhateverWasCalledOff() {
    rehearsal.aws().artifacts().put("torn", new byte[] {1, 2, 3});
    rehearsal.register("torn");
    assertThat(rehearsal.live("torn").at("/state")).isEqualTo("FAILED");
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "CreateModel", "status": 400,
         "code": "ThrottlingException", "message": "Rate exceeded"}
        """);
    UUID next = rehearsal.promote("v1");
    rehearsal.scheduler().tickInto(next, "MODEL");
    rehearsal.noFaults();
    rehearsal.cancel(next);
    rehearsal.untilEnd(next);
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.collectLeft();
    assertThat(rehearsal.aws().endpoints()).containsExactly(ENDPOINT);
    assertThat(roles()).isEqualTo(1);
  }

  @Test
  void aRoleThatWasHalfCollectedGoesAlthoughADeploymentWaitsForThat() {
    leaveARole();
    dieCollecting();
    UUID next = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(next, "left by a retirement");
    rehearsal.collectLeft();
    assertThat(roles()).isZero();
    assertThat(rehearsal.untilEnd(next).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(roles()).isEqualTo(1);
  }

  @Test
  void aDeploymentDoesNotWaitForEverForARoleThatNobodyCollects() {
    leaveARole();
    dieCollecting();
    Answer ended = rehearsal.live("v2");
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("role-not-gone");
    rehearsal.collectLeft();
    assertThat(roles()).isZero();
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
  }

  /** A retirement's, its grace over. */
  private void leaveARole() {
    rehearsal.live("v1");
    rehearsal.untilEnd(retire());
    rehearsal.advance(Duration.ofMinutes(61));
  }

  private void collectWhereAwsRefuses() {
    rehearsal.fault(
        """
        {"kind": "error", "service": "iam", "operation": "DeleteRole", "status": 409,
         "code": "DeleteConflict", "message": "must detach all policies first"}
        """);
    rehearsal.collectLeft();
    rehearsal.noFaults();
  }

  /** A process ends between its word that it collects and the deed. */
  private void dieCollecting() {
    LeftResources left = rehearsal.api().bean(LeftResources.class);
    ClaimLeft claim = rehearsal.api().bean(ClaimLeft.class);
    Endpoints endpoints = rehearsal.api().bean(Endpoints.class);
    left.due().forEach(one -> claim.of(endpoints.withId(one.endpointId()), one));
  }

  private long roles() {
    return rehearsal.snapshot().path("iam.role").propertyNames().stream()
        .filter(key -> key.contains(ENDPOINT))
        .count();
  }
}
