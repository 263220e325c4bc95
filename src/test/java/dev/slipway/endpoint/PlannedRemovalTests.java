package dev.slipway.endpoint;

import static dev.slipway.endpoint.SomeQuestions.codes;
import static dev.slipway.endpoint.SomeQuestions.operations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Planner.Question;
import dev.slipway.endpoint.Planner.Way;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stopping an update and taking an endpoint away take. */
class PlannedRemovalTests {

  private static final ReleaseSpec V1 = SomeReleases.article("v1");
  private static final ReleaseSpec V2 = SomeReleases.article("v2");

  @Test
  void abortingPullsTheLeverAndNothingElse() {
    Question asked = SomeQuestions.of(V1, SomeEndpoints.live(2), V2, Way.FORWARD);
    assertThat(Planner.plan(asked).unstoppable()).isFalse();
    Plan plan = PlannedRemoval.abort(SomeEndpoints.made(), SomeReleases.release(1, V1));
    assertThat(operations(plan))
        .containsExactly("PutMetricData Slipway/Deployments AbortRequested");
    assertThat(plan.release().number()).isEqualTo(1);
    assertThat(plan.expectedSeconds().total()).isEqualTo(60);
  }

  @Test
  void whatSageMakerWasNotAskedForIsOnlyTakenAway() {
    Plan plan = PlannedRemoval.takingAway(SomeEndpoints.made(), SomeReleases.release(1, V1));
    assertThat(plan.calls()).isEmpty();
    assertThat(codes(plan)).containsExactly("attempt-is-taken-away");
    assertThat(plan.remarks().getFirst().message())
        .as("the preparation may have taken autoscaling off, or raised it")
        .contains("autoscaling that was changed for it is put back");
    assertThat(plan.expectedSeconds().total()).isZero();
  }

  @Test
  void anUpdateWithoutALeverIsTakenBackOnceItIsOver() {
    ReleaseSpec unstoppable =
        SomeReleases.but(
            V2,
            "{'rollout': {'strategy': 'ALL_AT_ONCE', 'canary': null, "
                + "'termination_wait_seconds': 0}}");
    Plan running =
        Planner.plan(SomeQuestions.of(V1, SomeEndpoints.live(2), unstoppable, Way.FORWARD));
    assertThat(running.unstoppable()).isTrue();
    Plan plan =
        PlannedRemoval.takingBack(SomeEndpoints.made(), SomeReleases.release(1, V1), running);
    assertThat(plan.calls()).isEmpty();
    assertThat(codes(plan)).containsExactly("no-abort-lever");
    assertThat(plan.expectedSeconds().total()).isGreaterThan(60);
  }

  @Test
  void aSwapIsSwitchedBackAndItsEndpointDeletedOnceThereIsOne() {
    Release restored = SomeReleases.release(1, V1);
    Plan early = PlannedRemoval.switchingBack(SomeEndpoints.made(), restored, null);
    assertThat(early.calls()).isEmpty();
    assertThat(codes(early)).containsExactly("swap-is-taken-back");
    Plan late = PlannedRemoval.switchingBack(SomeEndpoints.made(), restored, "e--s2");
    assertThat(operations(late)).containsExactly("DeleteEndpoint e--s2");
    assertThat(late.release().number()).isEqualTo(1);
  }

  @Test
  void retirementTakesAwayWhatIsOnRecordAndSaysThatARoleGoesLater() {
    List<Call> calls =
        List.of(
            new Call("sagemaker", "DeleteEndpoint", "prod-fraud-detector"),
            new Call("iam", "DeleteRole", "slipway-prod-fraud-detector"));
    Plan plan = PlannedRemoval.retirement(SomeEndpoints.made(), SomeReleases.release(1, V1), calls);
    assertThat(plan.calls()).isEqualTo(calls);
    assertThat(codes(plan)).containsExactly("predictions-end", "role-goes-later");
    for (@Nullable Release current : new Release[] {SomeReleases.release(1, V1), null}) {
      Plan given = PlannedRemoval.retirement(SomeEndpoints.made(), current, calls.subList(0, 1));
      assertThat(given.release().modelVersion()).isEqualTo(current == null ? "none" : "v1");
      assertThat(given.remarks()).extracting(Remark::severity).containsExactly(Severity.WARNING);
    }
  }

  @Test
  void anEndpointThatWasNeverClaimedIsForgottenAndLeftAlone() {
    Release known = SomeReleases.release(1, V1);
    Plan plan = PlannedRemoval.retirement(SomeEndpoints.adopted(false), known, List.of());
    assertThat(plan.calls()).isEmpty();
    assertThat(codes(plan)).containsExactly("nothing-is-deleted");
    assertThat(plan.release().modelVersion()).isEqualTo("v1");
    assertThat(
            PlannedRemoval.retirement(SomeEndpoints.adopted(false), null, List.of())
                .release()
                .modelVersion())
        .isEqualTo("none");
  }
}
