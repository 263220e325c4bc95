package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a plan says of the number and the type of instances. */
class FleetRemarksTests {

  private static final ReleaseSpec SCALED = SomeReleases.article("v1");
  private static final ReleaseSpec SCHEDULED =
      SomeReleases.but(
          SCALED,
          "{'autoscaling': {'scheduled_actions': [{'name': 'day', 'schedule': 'x',"
              + " 'min_instances': 4}]}}");
  private static final ReleaseSpec UNSCALED = SomeReleases.but("{'autoscaling': null}");

  @Test
  void aKeptCountIsSaid() {
    Remark remark = remark("capacity-is-kept", SCALED, SCALED, 7, new Capacity(7, true));
    assertThat(remark.severity()).isEqualTo(Severity.NOTE);
    assertThat(remark.message()).contains("live instance count (7) is kept");
  }

  @Test
  void aFleetThatShrinksIsAWarningAndUnderAutoscalingAProposal() {
    Remark scaled = remark("capacity-changes", SCALED, SCALED, 12, new Capacity(10, false));
    assertThat(scaled.severity()).isEqualTo(Severity.WARNING);
    assertThat(scaled.message()).contains("has 12 instances and will have 10");
    assertThat(scaled.proposal()).contains("autoscaling.max_instances to at least 12");
    Remark fixed = remark("capacity-changes", SCALED, UNSCALED, 6, new Capacity(2, false));
    assertThat(fixed.severity()).isEqualTo(Severity.WARNING);
    assertThat(fixed.message()).contains("has 6 instances and will have 2");
    assertThat(fixed.proposal()).contains("hosting.instance_count to at least 6");
    Remark unscaled = remark("capacity-changes", UNSCALED, UNSCALED, 6, new Capacity(2, false));
    assertThat(unscaled.severity()).isEqualTo(Severity.WARNING);
    assertThat(unscaled.proposal()).isNull();
  }

  @Test
  void aFleetThatGrowsIsANote() {
    Remark grows = remark("capacity-changes", SCALED, SCALED, 2, new Capacity(6, false));
    assertThat(grows.severity()).isEqualTo(Severity.NOTE);
    assertThat(grows.proposal()).isNull();
  }

  @Test
  void ofACountThatStaysOrIsNotKnownNothingIsSaid() {
    assertThat(codes(UNSCALED, UNSCALED, 2, new Capacity(2, false)))
        .containsExactly("fleet-doubles");
    assertThat(codes(UNSCALED, UNSCALED, null, new Capacity(2, false)))
        .containsExactly("fleet-doubles");
  }

  @Test
  void autoscalingIsTakenOffOnlyForAnotherInstanceType() {
    ReleaseSpec bigger = SomeReleases.but("{'hosting': {'instance_type': 'ml.c5.2xlarge'}}");
    assertThat(codes(SCALED, bigger, 2, new Capacity(2, true)))
        .contains("autoscaling-is-taken-off");
    assertThat(codes(SCALED, SCALED, 2, new Capacity(2, true)))
        .doesNotContain("autoscaling-is-taken-off");
    assertThat(codes(UNSCALED, bigger, 2, new Capacity(2, false)))
        .doesNotContain("autoscaling-is-taken-off");
  }

  @Test
  void aScheduledActionThatAutoscalingIsTakenOffUnderIsMissedAndThatIsSaid() {
    String bigger = "{'hosting': {'instance_type': 'ml.c5.2xlarge'}}";
    Remark said =
        remark(
            "autoscaling-is-taken-off",
            SCHEDULED,
            SomeReleases.but(SCHEDULED, bigger),
            2,
            new Capacity(2, true));
    assertThat(said.message()).contains("due meanwhile does not run");
    assertThat(said.proposal()).contains("no scheduled action is due");
    Remark unscheduled =
        remark(
            "autoscaling-is-taken-off", SCALED, SomeReleases.but(bigger), 2, new Capacity(2, true));
    assertThat(unscheduled.message()).doesNotContain("scheduled");
    assertThat(unscheduled.proposal()).isNull();
  }

  @Test
  void whereNoScheduleFollowsNoneIsMissedAndNoBoundsAreProposedThatWouldBeDrift() {
    Remark said =
        remark(
            "autoscaling-is-taken-off",
            SCHEDULED,
            SomeReleases.but("{'hosting': {'instance_type': 'ml.c5.2xlarge'}}"),
            2,
            new Capacity(2, true));
    assertThat(said.message()).doesNotContain("scheduled");
    assertThat(said.proposal()).isNull();
  }

  @Test
  void blueGreenDoublesTheFleetAndRollingWouldNot() {
    Remark two = remark("fleet-doubles", UNSCALED, UNSCALED, 2, new Capacity(2, false));
    assertThat(two.message()).contains("2 more instances of type ml.c5.xlarge");
    assertThat(two.proposal()).contains("ROLLING");
    assertThat(remark("fleet-doubles", UNSCALED, UNSCALED, 1, new Capacity(1, false)).proposal())
        .as("one instance cannot be replaced in batches")
        .isNull();
    ReleaseSpec rolling =
        SomeReleases.but(
            UNSCALED,
            "{'rollout': {'strategy': 'ROLLING', 'maximum_batch_size':"
                + " {'type': 'INSTANCE_COUNT', 'value': 1}}}");
    assertThat(codes(UNSCALED, rolling, 2, new Capacity(2, false))).isEmpty();
  }

  @Test
  void guardrailsAreSkippedWhereAnyTypeThatMayBeTriedIsInf1() {
    ReleaseSpec maybe =
        SomeReleases.but("{'hosting': {'alternative_instance_types': ['ml.inf1.xlarge']}}");
    assertThat(remark("guardrails-are-skipped", SCALED, maybe, 2, new Capacity(2, true)).severity())
        .isEqualTo(Severity.WARNING);
    assertThat(FleetRemarks.skipsGuardrails(SCALED)).isFalse();
    assertThat(
            FleetRemarks.skipsGuardrails(
                SomeReleases.but("{'hosting': {'instance_type': 'ml.inf2.xlarge'}}")))
        .isFalse();
  }

  private static Remark remark(
      String code,
      ReleaseSpec current,
      ReleaseSpec wanted,
      @Nullable Integer live,
      Capacity capacity) {
    return FleetRemarks.of(current, wanted, live, capacity).stream()
        .filter(one -> one.code().equals(code))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> codes(
      ReleaseSpec current, ReleaseSpec wanted, @Nullable Integer live, Capacity capacity) {
    return FleetRemarks.of(current, wanted, live, capacity).stream().map(Remark::code).toList();
  }
}
