package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.CallLog;
import dev.slipway.endpoint.Drift;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.LookForDrift;
import dev.slipway.endpoint.LookForDrift.Found;
import dev.slipway.endpoint.RecordDrift;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.Gauges;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people change behind Slipway's back is seen, told once, and left alone unless asked. */
@Conforming
class DriftTests {

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);
  private static final AtomicInteger ENVIRONMENTS = new AtomicInteger();

  private final String environment = "drift" + ENVIRONMENTS.incrementAndGet();
  private final String endpoint = environment + "-fraud-detector";

  @BeforeEach
  void anEndpointInAnEnvironmentOfItsOwn() {
    rehearsal.environment(environment);
    assertThat(live("v1").at("/state")).isEqualTo("SUCCEEDED");
    look();
  }

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

  @Test
  void onlyWhereTheEnvironmentWantsItIsTheReleaseDeployedAnewAndThenOnce() {
    rehearsal.aws().alarms().changeThreshold(endpoint + "-5xx-errors", 50);
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    assertThat(drift().at("/repair_deployment")).isEmpty();
    repairs();
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    UUID repair = UUID.fromString(drift().at("/repair_deployment"));
    Answer ended = rehearsal.untilEnd(repair);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/requested_by")).isEqualTo("slipway");
    assertThat(ended.at("/plan/changes/0/field")).contains("threshold");
    assertThat(rehearsal.aws().alarms().threshold(endpoint + "-5xx-errors")).isEqualTo(5);
    rehearsal.advance(Duration.ofMinutes(10));
    look();
    assertThat(state()).isEqualTo("IN_SYNC");
    assertThat(drift().at("/repair_deployment")).as("nothing is left to repair").isEmpty();

    repairs("NEVER");
    rehearsal.aws().alarms().changeThreshold(endpoint + "-5xx-errors", 60);
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    assertThat(state()).isEqualTo("DRIFTED");
    assertThat(drift().at("/repair_deployment")).as("nor one for what came later").isEmpty();
  }

  @Test
  void aRepairIsToldOnlyAsLongAsSomethingOfWhatItWasBegunForDiffers() {
    repairs();
    rehearsal.aws().alarms().changeThreshold(endpoint + "-5xx-errors", 50);
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    UUID repair = UUID.fromString(drift().at("/repair_deployment"));
    rehearsal.cancel(repair);
    assertThat(rehearsal.untilEnd(repair).at("/state")).isEqualTo("CANCELED");
    repairs("NEVER");
    rehearsal.aws().alarms().changeThreshold(endpoint + "-high-latency", 1);
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    assertThat(fields()).hasSize(2);
    assertThat(drift().at("/repair_deployment")).as("one was there").isEqualTo(repair.toString());
    rehearsal.aws().alarms().changeThreshold(endpoint + "-5xx-errors", 5);
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    assertThat(fields()).containsExactly("alarms." + endpoint + "-high-latency.threshold");
    assertThat(drift().at("/repair_deployment")).isEmpty();
  }

  @Test
  void aLookThatComesTooLateChangesNothingOnRecord() {
    Endpoint seen = rehearsal.api().bean(Endpoints.class).named(endpoint);
    StoreDrift store = rehearsal.api().bean(StoreDrift.class);
    Instant before = store.lastLook(seen);
    Found found = rehearsal.api().bean(LookForDrift.class).look(seen, null);
    rehearsal.aws().alarms().changeThreshold(endpoint + "-5xx-errors", 50);
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    assertThat(state()).isEqualTo("DRIFTED");

    store.unanswered(seen, before);
    assertThat(state()).as("another look is newer").isEqualTo("DRIFTED");
    assertThat(store.found(seen, found, before)).isEmpty();
    assertThat(state()).isEqualTo("DRIFTED");

    UUID update = rehearsal.promote("v2", environment);
    store.unanswered(seen, store.lastLook(seen));
    assertThat(state()).as("a deployment has begun").isEqualTo("DEPLOYING");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    store.unanswered(seen, store.lastLook(seen));
    assertThat(state()).as("the endpoint is another one by now").isEqualTo("DEPLOYING");
  }

  @Test
  void aLookByAMachineWhoseClockWasAheadKeepsNoLaterOneFromTheRecord() {
    assertThat(
            rehearsal
                .api()
                .bean(JdbcClient.class)
                .sql(
                    """
                    update endpoint_drift set looked_at = looked_at + interval '1 day'
                    where endpoint_id = ?
                    """)
                .param(rehearsal.api().bean(Endpoints.class).named(endpoint).id())
                .update())
        .isEqualTo(1);
    assertThat(live("v2").at("/state")).isEqualTo("SUCCEEDED");
    look();
    assertThat(state()).isEqualTo("IN_SYNC");
  }

  @Test
  void whoIsLateWithARepairThatIsOverTakesNoOtherOffTheRecord() {
    UUID over = UUID.fromString(live("v2").at("/id"));
    UUID other = UUID.fromString(live("v1").at("/id"));
    rehearsal.aws().alarms().changeThreshold(endpoint + "-high-latency", 1);
    look();
    Endpoint seen = rehearsal.api().bean(Endpoints.class).named(endpoint);
    RecordDrift record = rehearsal.api().bean(RecordDrift.class);
    StoreDrift store = rehearsal.api().bean(StoreDrift.class);
    record.repairing(seen.id(), over);
    Found found = rehearsal.api().bean(LookForDrift.class).look(seen, null);
    Drift late = store.found(seen, found, store.lastLook(seen)).orElseThrow();

    record.repairing(seen.id(), other);
    rehearsal.api().bean(RepairDrift.class).consider(seen, late);

    assertThat(drift().at("/repair_deployment")).isEqualTo(other.toString());
  }

  @Test
  void aFleetThatWasShrunkBelowItsLeastIsRepairedAsOneOfThatSize() {
    shrink(3);
    repairs();
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    UUID repair = UUID.fromString(drift().at("/repair_deployment"));
    assertThat(rehearsal.deployment(repair).http().body())
        .contains("The fleet has 1 instances and will have 2 with this release.");
    rehearsal.until(repair, "UPDATING");
    assertThat(rehearsal.untilEnd(repair).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instances(endpoint)).isEqualTo(2);
    assertThat(rehearsal.aws().scaling().bounds(endpoint)).isEqualTo("2-10");
    look();
    assertThat(state()).as(drift().http().body()).isEqualTo("IN_SYNC");
    assertThat(facts("drift.not-repaired")).isZero();
  }

  @Test
  void aFleetThatWasShrunkBelowItsLeastDoesNotKeepAPromotionFromItsCanary() {
    shrink(3);
    assertThat(live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instances(endpoint)).isEqualTo(2);
  }

  @Test
  void aRepairThatIsRefusedIsToldOfOnceForWhatHasAppeared() {
    aRepairIsRefused();
    assertNotRepairedAndToldOnce("A canary of 1 on 1 instance is more than the 50 %");
    rehearsal.aws().alarms().changeThreshold(endpoint + "-high-latency", 1);
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    assertThat(facts("drift.not-repaired")).as("something else has appeared").isEqualTo(2);
    repairs("NEVER");
    look();
    assertThat(drift().at("/not_repaired")).as("no repair is wanted").isEmpty();
  }

  /** However often it is looked at. */
  private void assertNotRepairedAndToldOnce(String why) {
    for (int round = 0; round < 3; round++) {
      rehearsal.advance(Duration.ofMinutes(31));
      look();
    }
    assertThat(drift().at("/repair_deployment")).isEmpty();
    assertThat(drift().at("/not_repaired")).contains(why);
    assertThat(facts("drift.not-repaired")).isEqualTo(1);
    assertThat(
            rehearsal
                .api()
                .get("/v1/audit-events?subject=" + endpoint + "&type=drift.not-repaired")
                .at("/items/0/summary"))
        .contains(why);
  }

  @Test
  void anEndpointThatIsGoneIsNotMadeAgainByTheRepairWhichIsToldOnce() {
    repairs();
    rehearsal.aws().deleteEndpoint(endpoint);
    assertThat(gauge("slipway.endpoints", "IN_SYNC")).isEqualTo(1);
    assertThat(gauge("slipway.endpoints.not.repaired")).isZero();
    assertNotRepairedAndToldOnce("somebody deleted it. Retire it here too, then deploy again.");
    assertThat(state()).isEqualTo("GONE");
    assertThat(gauge("slipway.endpoints", "IN_SYNC")).isZero();
    assertThat(gauge("slipway.endpoints", "GONE")).isEqualTo(1);
    assertThat(gauge("slipway.endpoints.not.repaired")).isEqualTo(1);
  }

  /** What monitoring is told of this environment. */
  private double gauge(String name, String... state) {
    return Gauges.read(
        rehearsal.api(),
        name,
        Stream.concat(Stream.of(environment), Stream.of(state)).toArray(String[]::new));
  }

  @Test
  void anAwsThatCannotAnswerNowRefusesNoRepair() {
    aRepairIsRefused();
    Endpoint changed = rehearsal.api().bean(Endpoints.class).named(endpoint);
    Found found = rehearsal.api().bean(LookForDrift.class).look(changed, null);
    StoreDrift store = rehearsal.api().bean(StoreDrift.class);
    Drift drift = store.found(changed, found, store.lastLook(changed)).orElseThrow();
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "DescribeEndpoint", "status": 400,
         "code": "ThrottlingException", "message": "Rate exceeded"}
        """);
    rehearsal.api().bean(RepairDrift.class).consider(changed, drift);
    rehearsal.noFaults();
    assertThat(facts("drift.not-repaired")).isZero();
    look();
    assertThat(facts("drift.not-repaired")).as("the refusal itself").isEqualTo(1);
  }

  /** Somebody changes an alarm, and has the fleet so small that no canary fits. */
  private void aRepairIsRefused() {
    rehearsal.override(
        endpoint,
        """
        {"autoscaling": {"min_instances": 1, "max_instances": 10, "scale_in_cooldown_seconds": 300,
          "scale_out_cooldown_seconds": 60, "target_invocations_per_instance": 400}}
        """);
    assertThat(live("v2").at("/state")).isEqualTo("SUCCEEDED");
    shrink(10);
    repairs();
    rehearsal.aws().alarms().changeThreshold(endpoint + "-5xx-errors", 50);
  }

  /** Somebody lets one instance serve, within bounds that allow it. */
  private void shrink(int most) {
    rehearsal.aws().scaling().bound(endpoint, 1, most);
    rehearsal.aws().scale(endpoint, 1);
    rehearsal.advance(Duration.ofMinutes(5));
    assertThat(rehearsal.aws().instances(endpoint)).isEqualTo(1);
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

  private void repairs() {
    repairs("DEPLOY");
  }

  private void repairs(String repair) {
    String path = "/v1/environments/" + environment;
    Answer changed =
        rehearsal
            .api()
            .patch(
                path,
                rehearsal.api().get(path).header("ETag"),
                "{\"profile\": {\"drift\": {\"repair\": \"" + repair + "\"}}}");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  /** Lets the time between two looks pass, and looks. */
  private static void look() {
    rehearsal.advance(Duration.ofMinutes(7));
    rehearsal.lookForDrift();
  }

  private Answer drift() {
    return rehearsal.api().get("/v1/endpoints/" + endpoint + "/drift");
  }

  private String state() {
    return drift().at("/state");
  }

  private List<String> fields() {
    return drift().json().path("differences").values().stream()
        .map(one -> one.path("field").asString(""))
        .toList();
  }

  private static List<String> listed(String state) {
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

  private int facts(String type) {
    return rehearsal
        .api()
        .get("/v1/audit-events?subject=" + endpoint + "&type=" + type)
        .json()
        .path("items")
        .size();
  }

  private Answer live(String version) {
    return rehearsal.untilEnd(rehearsal.promote(version, environment));
  }
}
