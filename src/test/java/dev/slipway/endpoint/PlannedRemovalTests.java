package dev.slipway.endpoint;

import static dev.slipway.endpoint.SomeQuestions.codes;
import static dev.slipway.endpoint.SomeQuestions.operations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stopping an update and taking an endpoint away take. */
class PlannedRemovalTests {

  private static final ReleaseSpec V1 = SomeReleases.article("v1");

  @Test
  void abortingPullsTheLeverAndNothingElse() {
    Plan plan = Planner.planAbort(SomeEndpoints.made(), SomeReleases.release(1, V1));
    assertThat(operations(plan))
        .containsExactly("PutMetricData Slipway/Deployments AbortRequested");
    assertThat(plan.release().number()).isEqualTo(1);
    assertThat(plan.expectedSeconds().total()).isEqualTo(60);
  }

  @Test
  void retirementTakesEverythingAwayInAwssOrder() {
    Release scaled = SomeReleases.release(1, V1);
    assertThat(operations(Planner.planRetirement(SomeEndpoints.made(), scaled)))
        .containsExactly(
            "DeregisterScalableTarget prod-fraud-detector",
            "DeleteAlarms prod-fraud-detector-…",
            "DeleteEndpoint prod-fraud-detector",
            "DeleteEndpointConfig prod-fraud-detector-r…",
            "DeleteModel prod-fraud-detector-m-…");
    Release unscaled = SomeReleases.release(1, SomeReleases.but("{'autoscaling': null}"));
    for (@Nullable Release current : new Release[] {unscaled, null}) {
      Plan plan = Planner.planRetirement(SomeEndpoints.made(), current);
      assertThat(operations(plan)).noneMatch(call -> call.startsWith("Deregister"));
      assertThat(plan.release().modelVersion()).isEqualTo(current == null ? "none" : "v1");
      assertThat(plan.remarks()).extracting(Remark::severity).containsExactly(Severity.WARNING);
    }
  }

  @Test
  void anEndpointThatWasNeverClaimedIsForgottenAndLeftAlone() {
    Release known = SomeReleases.release(1, V1);
    Plan plan = Planner.planRetirement(SomeEndpoints.adopted(false), known);
    assertThat(plan.calls()).isEmpty();
    assertThat(codes(plan)).containsExactly("nothing-is-deleted");
    assertThat(plan.release().modelVersion()).isEqualTo("v1");
    assertThat(Planner.planRetirement(SomeEndpoints.adopted(false), null).release().modelVersion())
        .isEqualTo("none");
  }
}
