package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of deployments when AWS or people do what no plan foresaw. */
@Conforming
class TroubleTests {

  private static final String ENDPOINT = "prod-fraud-detector";

  private Rehearsal rehearsal;

  @BeforeEach
  void start() {
    rehearsal = Rehearsal.start();
  }

  @AfterEach
  void close() {
    rehearsal.close();
  }

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
    assertThat(rehearsal.untilEnd(rollBack("{\"reason\": \"restore\"}")).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(currentVersion()).isEqualTo("v1");
  }

  @Test
  void scalingBetweenTheLookAndTheUpdateIsNotMistakenForARollback() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilTheEndpointWasLookedAt(update);
    rehearsal.aws().scale(ENDPOINT, 3);
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(3);
  }

  @Test
  void anUpdateKeepsTheCountThatAutoscalingHasReached() {
    rehearsal.live("v1");
    rehearsal.aws().scale(ENDPOINT, 5);
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(5);
  }

  @Test
  void aReleaseThatChangesTheCountDoesNotShrinkAFleetThatTrafficHasGrown() {
    rehearsal.live("v1");
    rehearsal.aws().scale(ENDPOINT, 5);
    override("{\"hosting\": {\"instance_type\": \"ml.c5.xlarge\", \"instance_count\": 3}}");
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(5);
  }

  @Test
  void aRolledBackReleaseLeavesThePagingAlarmsOfTheOneThatServes() {
    rehearsal.live("v1");
    double before = rehearsal.aws().threshold(ENDPOINT + "-high-latency");
    override("{\"alarms\": {\"preset\": \"ARTICLE\", \"latency_threshold_ms\": 250}}");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.aws().threshold(ENDPOINT + "-high-latency")).isEqualTo(250_000);
    fireErrors("-r2-a2-");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(rehearsal.aws().threshold(ENDPOINT + "-high-latency")).isEqualTo(before);
  }

  @Test
  void overridesThatMeanNothingAreRefusedWithTheirPlace() {
    rehearsal.live("v1");
    Answer answer =
        rehearsal.override(
            ENDPOINT, "{\"alarms\": {\"preset\": \"none\", \"latency_threshold_ms\": 250}}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.http().body()).contains("/overrides/alarms/preset");
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
  void anArtifactThatWasOverwrittenIsNotServedUnderTheOldName() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    rehearsal.aws().putArtifact("v1", Rehearsal.archive("forged"));
    Answer refused =
        rehearsal
            .api()
            .post("/v1/endpoints/" + ENDPOINT + "/rollbacks", "{\"reason\": \"v2 is slow\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("not-restorable");
    assertThat(refused.at("/detail")).contains("was overwritten");
    rehearsal.aws().putArtifact("v1");
    UUID rollback = rollBack("{\"reason\": \"v2 is slow\"}");
    rehearsal.aws().putArtifact("v1", Rehearsal.archive("forged"));
    Answer ended = rehearsal.untilEnd(rollback);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("artifact-changed");
    assertThat(currentVersion()).isEqualTo("v2");
  }

  @Test
  void whatAFailedCreationAfterARetirementLeftCanBeRetiredToo() {
    rehearsal.live("v1");
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.aws().putArtifact("v2", new byte[] {1, 2, 3});
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("FAILED");
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.snapshot().path("sagemaker.endpoint").size()).isZero();
    assertThat(rehearsal.aws().models()).isEmpty();
    assertThat(
            rehearsal
                .api()
                .post("/v1/endpoints/" + ENDPOINT + "/retirements", "{\"reason\": \"again\"}")
                .at("/code"))
        .isEqualTo("already-retired");
  }

  @Test
  void anEndpointWithoutOurMarkKeepsWhatItRunsOnWhenRetired() {
    rehearsal.live("v1");
    List<String> models = rehearsal.aws().models();
    String config = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    rehearsal.aws().removeMark(ENDPOINT);
    Answer ended = rehearsal.untilEnd(retire());
    assertThat(ended.at("/state")).isEqualTo("NEEDS_ATTENTION");
    assertThat(ended.at("/reason_code")).isEqualTo("endpoint-not-ours");
    assertThat(rehearsal.aws().models()).isEqualTo(models);
    assertThat(rehearsal.aws().hasEndpointConfig(config)).isTrue();
  }

  @Test
  void aStrangersScalingIsNeitherChangedNorRemoved() {
    rehearsal.live("v1");
    rehearsal.aws().scaling().registerStrangersTarget(ENDPOINT);
    Answer ended = rehearsal.live("v2");
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("name-taken");
    assertThat(rehearsal.aws().scaling().hasTarget(ENDPOINT)).isTrue();
    assertThat(currentVersion()).isEqualTo("v1");
  }

  @Test
  void anEndpointThatSomebodyDeletedFailsTheAttemptAndCanBeRetiredAndMadeAgain() {
    rehearsal.live("v1");
    rehearsal.aws().deleteEndpoint(ENDPOINT);
    rehearsal.advance(Duration.ofMinutes(10));
    Answer ended = rehearsal.live("v2");
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("endpoint-lost");
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void aSecondRollbackGoesFurtherBackAndNotToTheReleaseThatTheFirstLeft() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    rehearsal.live("v3");
    rehearsal.untilEnd(rollBack("{\"reason\": \"v3 is slow\"}"));
    assertThat(currentVersion()).isEqualTo("v2");
    rehearsal.untilEnd(rollBack("{\"reason\": \"v2 is slow too\"}"));
    assertThat(currentVersion()).isEqualTo("v1");
    rehearsal
        .api()
        .post(
            "/v1/endpoints/" + ENDPOINT + "/releases/3/quarantine-lifts",
            "{\"reason\": \"the network was slow\"}");
    assertThat(rehearsal.live("v3").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(currentVersion()).isEqualTo("v3");
  }

  @Test
  void whatNeedsAttentionIsSettledByGoingBackToWhatServedBefore() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    UUID update = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "DescribeEndpoint", "status": 400,
         "code": "AccessDeniedException", "message": "not authorized"}
        """);
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    assertThat(rehearsal.api().post("/v1/promotions", promotion("v1")).status()).isEqualTo(409);
    UUID back = rollBack("{\"reason\": \"settle\"}");
    Answer superseded = rehearsal.deployment(update);
    assertThat(superseded.at("/state")).isEqualTo("CANCELED");
    assertThat(superseded.at("/reason_code")).isEqualTo("superseded");
    assertThat(superseded.at("/reason")).contains("(settle)").contains("not authorized");
    // SageMaker still bakes v3, then v2 is brought back.
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(currentVersion()).isEqualTo("v2");
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

  @Test
  void twoPairsThatComeToOneNameAreToldApart() {
    created("/v1/models", "{\"name\": \"eu-fraud\"}");
    created("/v1/models", "{\"name\": \"fraud\"}");
    Answer environment = rehearsal.api().post("/v1/environments", Rehearsal.prod("prod-eu"));
    assertThat(environment.status()).isEqualTo(201);
    created("/v1/endpoints", "{\"model\": \"eu-fraud\", \"environment\": \"prod\"}");
    Answer second =
        rehearsal
            .api()
            .post("/v1/endpoints", "{\"model\": \"fraud\", \"environment\": \"prod-eu\"}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.at("/code")).isEqualTo("endpoint-name-taken");
  }

  private void created(String path, String body) {
    assertThat(rehearsal.api().post(path, body).status()).isEqualTo(201);
  }

  private String currentVersion() {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/model_version");
  }

  private static String promotion(String version) {
    return """
    {"model": "fraud-detector", "version": "%s", "to": "prod", "reason": "a test"}
    """
        .formatted(version);
  }

  private UUID rollBack(String body) {
    Answer accepted = rehearsal.api().post("/v1/endpoints/" + ENDPOINT + "/rollbacks", body);
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return UUID.fromString(accepted.at("/id"));
  }

  private UUID retire() {
    Answer accepted =
        rehearsal
            .api()
            .post("/v1/endpoints/" + ENDPOINT + "/retirements", "{\"reason\": \"unused\"}");
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return UUID.fromString(accepted.at("/id"));
  }

  private void override(String overrides) {
    Answer changed = rehearsal.override(ENDPOINT, overrides);
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  private void fireErrors(String attempt) {
    rehearsal
        .aws()
        .fire(
            rehearsal.aws().alarms().stream()
                .filter(name -> name.contains(attempt) && name.endsWith("-5xx-errors"))
                .findFirst()
                .orElseThrow());
  }
}
