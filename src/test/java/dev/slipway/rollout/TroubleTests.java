package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What becomes of deployments when AWS or people do what no plan foresaw. */
@Conforming
class TroubleTests extends ProdStage {

  @Test
  void anEndpointThatWasMovedByHandIsNotCalledUnchanged() {
    rehearsal.live("v1");
    String ours = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    rehearsal.aws().moveElsewhere(ENDPOINT, ENDPOINT + "-r1-by-hand");
    rehearsal.advance(Duration.ofMinutes(20));
    Answer live = rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/live");
    assertThat(live.json().path("as_expected").asBoolean()).isFalse();
    Answer plan = rehearsal.api().post("/v1/promotions?dry_run=true", promotion("v1"));
    assertThat(plan.json().path("no_changes").asBoolean()).isFalse();
    assertThat(plan.http().body()).contains(ENDPOINT + "-r1-by-hand");
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointConfigName()).isNotEqualTo(ours);
    assertThat(
            rehearsal
                .api()
                .get("/v1/endpoints/" + ENDPOINT + "/live")
                .json()
                .path("as_expected")
                .asBoolean())
        .isTrue();
  }

  @Test
  void goingBackToWhatSomebodyElsePutThereIsNotCalledRolledBack() {
    rehearsal.live("v1");
    rehearsal.aws().moveElsewhere(ENDPOINT, "somebodys-own");
    rehearsal.advance(Duration.ofMinutes(20));
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    fireErrors("-r2-a2-");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("NEEDS_ATTENTION");
    assertThat(ended.at("/reason")).contains("somebodys-own");
    assertThat(rehearsal.untilEnd(rollBack(reason("restore"))).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void scalingBetweenTheLookAndTheUpdateIsNotMistakenForARollback() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.scheduler().untilTheEndpointWasLookedAt(update);
    rehearsal.aws().scale(ENDPOINT, 3);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(3);
  }

  @Test
  void anUpdateKeepsTheCountThatAutoscalingHasReached() {
    rehearsal.live("v1");
    rehearsal.aws().scale(ENDPOINT, 5);
    Answer ended = rehearsal.live("v2");
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/plan/fleet/instances_before")).isEqualTo("5");
    assertThat(ended.at("/plan/fleet/instances_after")).isEqualTo("5");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(5);
  }

  @Test
  void aReleaseThatChangesTheCountDoesNotShrinkAFleetThatTrafficHasGrown() {
    rehearsal.live("v1");
    rehearsal.aws().scale(ENDPOINT, 5);
    override("{\"hosting\": {\"instance_type\": \"ml.c5.xlarge\", \"instance_count\": 3}}");
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(5);
    rehearsal.aws().scale(ENDPOINT, 7);
    UUID back = rollBack(reason("v2 is slow"));
    rehearsal.scheduler().tickInto(back, "AWAIT");
    assertThat(rehearsal.aws().instancesToCome(ENDPOINT)).as("on the way back").isEqualTo(7);
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void aFleetThatOutgrowsTheReleaseMeanwhileIsNotShrunkBeforeTheReleaseServes() {
    rehearsal.live("v1");
    rehearsal.aws().scale(ENDPOINT, 4);
    rehearsal.advance(Duration.ofMinutes(5));
    override(
        """
        {"autoscaling": {"min_instances": 2, "max_instances": 6, "scale_in_cooldown_seconds": 300,
          "scale_out_cooldown_seconds": 60, "target_invocations_per_instance": 500}}
        """);
    UUID update = rehearsal.promote("v2");
    rehearsal.scheduler().tickInto(update, "ALARMS");
    rehearsal.aws().scale(ENDPOINT, 8);
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.aws().instancesToCome(ENDPOINT)).isEqualTo(8);
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    // Without traffic autoscaling goes on below the most, as the minutes pass.
    assertThat(rehearsal.aws().instances(ENDPOINT)).as("within its bounds").isBetween(2, 6);
  }

  @Test
  void aRolledBackReleaseLeavesThePagingAlarmsOfTheOneThatServes() {
    rehearsal.live("v1");
    double before = rehearsal.aws().alarms().threshold(ENDPOINT + "-high-latency");
    Instant created = rehearsal.aws().endpoint(ENDPOINT).creationTime();
    override("{\"alarms\": {\"preset\": \"ARTICLE\", \"latency_threshold_ms\": 250}}");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.aws().alarms().threshold(ENDPOINT + "-high-latency")).isEqualTo(250_000);
    fireErrors("-r2-a2-");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(rehearsal.aws().alarms().threshold(ENDPOINT + "-high-latency")).isEqualTo(before);
    assertThat(rehearsal.aws().endpoint(ENDPOINT).creationTime()).isEqualTo(created);
  }

  @Test
  void aRepeatedTickFindsTheConfigurationThatItMadeAndALaterAttemptMakesItsOwn() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.fault(
        """
        {"kind": "lost_answer", "service": "sagemaker", "operation": "CreateEndpointConfig",
         "times": 1}
        """);
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(configs("-a2-")).as("made once").hasSize(1);
    fireErrors("-r2-a2-");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
    act("releases/2/quarantine-lifts", reason("the network was slow"));
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointConfigName())
        .startsWith(ENDPOINT + "-r3-a3-");
    assertThat(configs("-a3-")).hasSize(1);
  }

  private List<String> configs(String attempt) {
    return rehearsal.aws().endpointConfigs().stream().filter(it -> it.contains(attempt)).toList();
  }

  @Test
  void aFreshRoleThatSageMakerDoesNotSeeYetIsWaitedForButNotForEver() {
    UUID first = rehearsal.promote("v1");
    String refusal =
        """
        {"kind": "error", "service": "sagemaker", "operation": "CreateModel", "status": 400,
         "code": "ValidationException",
         "message": "Could not assume role arn:aws:iam::123456789012:role/x."%s}
        """;
    rehearsal.fault(refusal.formatted(", \"times\": 3"));
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.fault(refusal.formatted(""));
    Answer ended = rehearsal.live("v2");
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason")).contains("Could not assume role");
  }

  @Test
  void whatAFailedCreationAfterARetirementLeftCanBeRetiredToo() {
    rehearsal.live("v1");
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.aws().artifacts().put("v2", new byte[] {1, 2, 3});
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("FAILED");
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.snapshot().path("sagemaker.endpoint").size()).isZero();
    assertThat(rehearsal.aws().models()).isEmpty();
    assertThat(act("retirements", reason("again")).at("/code")).isEqualTo("already-retired");
  }

  @Test
  void anEndpointWithoutOurMarkKeepsWhatItRunsOnWhenRetired() {
    rehearsal.live("v1");
    List<String> models = rehearsal.aws().models();
    String config = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    List<String> alarms = rehearsal.aws().alarms().names();
    rehearsal.aws().removeMark(ENDPOINT);
    Answer ended = rehearsal.untilEnd(retire());
    assertThat(ended.at("/state")).isEqualTo("NEEDS_ATTENTION");
    assertThat(ended.at("/reason_code")).isEqualTo("endpoint-not-ours");
    assertThat(rehearsal.aws().models()).isEqualTo(models);
    assertThat(rehearsal.aws().hasEndpointConfig(config)).isTrue();
    assertThat(rehearsal.aws().scaling().hasTarget(ENDPOINT)).as("it scales").isTrue();
    assertThat(rehearsal.aws().alarms().names()).as("it is watched").isEqualTo(alarms);
  }

  @Test
  void aStrangersScalingIsNeitherChangedNorRemoved() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.aws().scaling().registerStrangersTarget(ENDPOINT);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("name-taken");
    assertThat(rehearsal.aws().scaling().hasTarget(ENDPOINT)).isTrue();
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void anEndpointThatSomebodyDeletesFailsTheAttemptAndCanBeRetiredAndMadeAgain() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.aws().deleteEndpoint(ENDPOINT);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("endpoint-lost");
    assertThat(ended.at("/reason"))
        .isEqualTo(
            "The endpoint "
                + ENDPOINT
                + " is being deleted, by somebody else. Retire it here too once it is gone, then"
                + " deploy again.");
    rehearsal.advance(Duration.ofMinutes(10));
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void promotionsAtTheSameMomentGiveOneDeploymentAndConflictsThatLinkToIt() throws Exception {
    List<Callable<Answer>> four =
        Collections.nCopies(4, () -> rehearsal.api().post("/v1/promotions", promotion("v1")));
    List<Answer> answers;
    try (var threads = Executors.newFixedThreadPool(4)) {
      answers = threads.invokeAll(four).stream().map(Future::resultNow).toList();
    }
    assertThat(answers).extracting(Answer::status).containsOnlyOnce(202);
    assertThat(answers).extracting(Answer::status).containsOnly(202, 409);
    String started =
        answers.stream()
            .filter(one -> one.status() == 202)
            .findFirst()
            .orElseThrow()
            .at("/deployment/id");
    assertThat(answers.stream().filter(one -> one.status() == 409))
        .allSatisfy(one -> assertThat(one.at("/link")).isEqualTo("/v1/deployments/" + started));
  }

  private void fireErrors(String attempt) {
    rehearsal.aws().alarms().fireErrorsOf(attempt);
  }
}
