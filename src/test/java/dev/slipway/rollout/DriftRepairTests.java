package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Drift;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.LookForDrift;
import dev.slipway.endpoint.LookForDrift.Found;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.Gauges;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where the environment wants it, what people changed is put right by a deployment, or told why
 * not.
 */
@Conforming
class DriftRepairTests extends DriftStage {

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
}
