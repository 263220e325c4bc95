package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.CallLog;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.LookForDrift;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people change behind Slipway's back is seen, told once, and left alone. */
@Conforming
class DriftTests extends DriftStage {

  @Test
  void aDifferenceIsToldOnceWhenItAppearsAndOnceWhenItGoes() {
    assertThat(state()).isEqualTo("IN_SYNC");
    rehearsal.aws().alarms().changeThreshold(endpoint + "-5xx-errors", 50);
    rehearsal.aws().scaling().deregister(endpoint);
    rehearsal.aws().scale(endpoint, 12);
    look();
    assertThat(state()).isEqualTo("DRIFTED");
    assertThat(fields())
        .containsExactly(
            "instance_count", "autoscaling", "alarms." + endpoint + "-5xx-errors.threshold");
    assertThat(drift().http().body())
        .contains("instance_count is 12 instead of 2 to 10.")
        .contains("threshold is 50.0 instead of 5.0.");
    look();
    assertThat(facts("drift.found")).isEqualTo(1);
    assertThat(live("v1").at("/state")).isEqualTo("SUCCEEDED");
    for (int i = 0; i < 2; i++) look();
    assertThat(state()).isEqualTo("IN_SYNC");
    assertThat(facts("drift.found")).isEqualTo(1);
    assertThat(facts("drift.gone")).isEqualTo(1);
    assertThat(listed("IN_SYNC")).contains(endpoint);
    assertThat(listed("DRIFTED")).doesNotContain(endpoint);
  }

  @Test
  void stepPoliciesAndTheAlarmsThatSetThemOffAreLookedAtToo() {
    String policy = scaledBySteps("");
    rehearsal.aws().scaling().changeStep(endpoint, policy, 5);
    rehearsal.aws().alarms().changeThreshold(policy, 70);
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    assertThat(fields())
        .contains("autoscaling.policies." + policy, "alarms." + policy + ".threshold");
    assertThat(live("v2").at("/state")).as("brought back by a deployment").isEqualTo("SUCCEEDED");
    look();
    assertThat(state()).as(drift().http().body()).isEqualTo("IN_SYNC");
  }

  @Test
  void scalingThatWasSuspendedAndAlarmsThatWereSilencedActAgainAfterADeployment() {
    String policy =
        scaledBySteps(
            ", \"scheduled_actions\": [{\"name\": \"sale\", \"min_instances\": 3,"
                + " \"schedule\": \"at(2099-01-01T06:00:00)\"}]");
    rehearsal.aws().scaling().bound(endpoint, 3, 10);
    rehearsal.aws().scaling().suspendScaleOut(endpoint);
    rehearsal.aws().alarms().disableActions(policy);
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    assertThat(fields()).contains("autoscaling.suspended", "alarms." + policy + ".actions_enabled");
    assertThat(live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().isSuspended(endpoint)).isFalse();
    assertThat(rehearsal.aws().alarms().isActing(policy)).isTrue();
    assertThat(rehearsal.aws().scaling().bounds(endpoint))
        .as("bounds that a scheduled action may have set stay")
        .isEqualTo("3-10");
    look();
    assertThat(state()).as(drift().http().body()).isEqualTo("IN_SYNC");
  }

  @Test
  void anEndpointThatIsGoneIsToldAsGone() {
    rehearsal.aws().deleteEndpoint(endpoint);
    rehearsal.advance(Duration.ofMinutes(10));
    look();
    assertThat(state()).isEqualTo("GONE");
    assertThat(fields()).containsExactly("endpoint");
    assertThat(listed("GONE")).contains(endpoint);
  }

  @Test
  void anUpdateBySomebodyElseIsToldWhileItRunsAndWhatItLeavesAfterwards() {
    rehearsal.advance(Duration.ofMinutes(7));
    rehearsal.aws().moveElsewhere(endpoint, endpoint + "-by-hand");
    rehearsal.lookForDrift();
    assertThat(state()).isEqualTo("DRIFTED");
    assertThat(fields()).contains("update");
    rehearsal.advance(Duration.ofMinutes(20));
    look();
    assertThat(fields()).contains("endpoint_config").doesNotContain("update");
    assertThat(facts("drift.found")).isEqualTo(2);
  }

  @Test
  void whileADeploymentRunsNothingIsCompared() {
    UUID update = rehearsal.promote("v2", environment);
    rehearsal.until(update, "UPDATING");
    look();
    assertThat(state()).isEqualTo("DEPLOYING");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    look();
    assertThat(drift().http().body()).contains("IN_SYNC");
    assertThat(facts("drift.found")).isZero();
  }

  @Test
  void aWeightAloneMeansNothingAndScalingWithinTheBoundsIsNoDifference() {
    rehearsal.aws().weigh(endpoint, 7);
    rehearsal.advance(Duration.ofMinutes(5));
    rehearsal.aws().scale(endpoint, 9);
    rehearsal.advance(Duration.ofMinutes(10));
    look();
    assertThat(state()).isEqualTo("IN_SYNC");
  }

  @Test
  void aLookAtWhatHasNotChangedIsOneCall() {
    Instant modified = rehearsal.aws().endpoint(endpoint).lastModifiedTime();
    Endpoint found = rehearsal.api().bean(Endpoints.class).named(endpoint);
    CallLog calls = new CallLog();
    calls.during(() -> rehearsal.api().bean(LookForDrift.class).look(found, modified));
    assertThat(calls.calls())
        .extracting(CallLog.Call::operation)
        .containsExactly("DescribeEndpoint");
    String compared = drift().at("/compared_at");
    String looked = drift().at("/looked_at");
    look();
    assertThat(drift().at("/compared_at")).isEqualTo(compared);
    assertThat(drift().at("/looked_at")).isNotEqualTo(looked);
  }

  @Test
  void tagsScalingAndTheConfigurationItselfAreLookedAtToo() {
    rehearsal.aws().removeMark(endpoint);
    rehearsal.aws().scaling().deregister(endpoint);
    rehearsal.aws().deleteEndpointConfig(rehearsal.aws().endpoint(endpoint).endpointConfigName());
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    assertThat(fields())
        .contains("tags.slipway:endpoint", "autoscaling")
        .anyMatch(field -> field.startsWith("endpoint_config."));
  }

  @Test
  void whatSomebodyChangedIsInThePlanOfThePromotionThatWouldChangeNothingElse() {
    rehearsal.aws().alarms().changeThreshold(endpoint + "-high-latency", 1);
    Answer plan =
        rehearsal
            .api()
            .post(
                "/v1/promotions?dry_run=true",
                """
                {"model": "fraud-detector", "version": "v1", "to": "%s", "reason": "mend"}
                """
                    .formatted(environment));
    assertThat(plan.json().path("no_changes").asBoolean()).isFalse();
    assertThat(plan.http().body()).contains("live.alarms." + endpoint + "-high-latency.threshold");
    assertThat(live("v1").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().threshold(endpoint + "-high-latency")).isEqualTo(1_000_000);
  }

  /** Has a release live that scales by steps too, and tells its policy's name. */
  private String scaledBySteps(String more) {
    rehearsal.override(
        endpoint,
        """
        {"autoscaling": {"min_instances": 2, "max_instances": 10, "scale_in_cooldown_seconds": 300,
          "scale_out_cooldown_seconds": 60, "target_invocations_per_instance": 400,
          "step_policies": [{"name": "surge", "metric": "INVOCATIONS_PER_INSTANCE",
            "comparison": "GREATER_THAN", "threshold": 900, "period_seconds": 60,
            "evaluation_periods": 1, "adjustment": "CHANGE_IN_CAPACITY", "cooldown_seconds": 60,
            "steps": [{"lower_bound": 0, "adjustment": 2}]}]%s}}
        """
            .formatted(more));
    assertThat(live("v2").at("/state")).isEqualTo("SUCCEEDED");
    look();
    assertThat(state()).as(drift().http().body()).isEqualTo("IN_SYNC");
    return endpoint + "-scaling-surge";
  }

  private List<String> listed(String state) {
    return rehearsal
        .api()
        .get("/v1/drift?page_size=200&state=" + state)
        .json()
        .path("items")
        .values()
        .stream()
        .map(one -> one.path("endpoint").asString(""))
        .toList();
  }
}
