package dev.slipway.loadtest;

import static dev.slipway.loadtest.MeasurementStage.ENDPOINT;
import static dev.slipway.loadtest.MeasurementStage.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.RecommendCommandWalk;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Inference Recommender jobs for what an endpoint serves, against the simulator's Recommender. */
@Conforming
class RecommenderJobTests {

  private static final String CREATE = "CreateInferenceRecommendationsJob";
  private static final String STOP = "StopInferenceRecommendationsJob";

  /** The role that Slipway made for the containers: SageMaker may assume it. */
  private static final String ROLE = "arn:aws:iam::123456789012:role/slipway-" + ENDPOINT;

  @AutoClose private static MeasurementStage stage;

  @BeforeAll
  static void start() {
    stage = MeasurementStage.of("recommender-jobs");
    stage.rehearsal().live("v1");
  }

  @BeforeEach
  void nothingRunsAndItIsSetUp() {
    stage.profile("{\"inference_recommender\": %s}".formatted(setUp(ROLE)));
    stage.clear("recommender_job", "recommender-job-tick");
  }

  @Test
  void aJobIsStartedAndWhatItFindsFollows() {
    String id = stage.begun("\"instance_types\": [\"ml.c5.large\", \"ml.m5.large\"]");
    assertThat(stage.shown(id).at("/state")).isEqualTo("QUEUED");
    runDue();
    Answer running = stage.shown(id);
    assertThat(running.at("/state")).as(running.http().body()).isEqualTo("RUNNING");
    assertThat(running.at("/job_name")).startsWith("prod-recommend-").hasSizeLessThanOrEqualTo(64);
    assertThat(running.at("/settings/sagemaker_model")).startsWith(ENDPOINT + "-m-");

    stage.rehearsal().advance(Duration.ofMinutes(43));
    runDue();

    Answer done = stage.shown(id);
    assertThat(done.at("/state")).as(done.http().body()).isEqualTo("COMPLETED");
    List<JsonNode> found = done.json().at("/recommendations").valueStream().toList();
    assertThat(found)
        .extracting(one -> one.path("instance_type").asString())
        .containsExactlyInAnyOrder("ml.c5.large", "ml.m5.large");
    for (JsonNode one : found) {
      assertThat(one.path("target_invocations_per_instance").asInt())
          .isPositive()
          .isEqualTo(one.path("max_invocations_per_minute").asInt() / 2);
      assertThat(one.path("model_latency_ms").asInt()).isPositive();
      assertThat(one.path("cost_per_inference").asDouble()).isPositive();
    }
    assertThat(stage.events())
        .contains("recommender-job.requested", "recommender-job.begun", "recommender-job.ended");
    assertThat(stage.post("/" + id + "/cancel", "{\"reason\": \"too late\"}").at("/code"))
        .isEqualTo("recommender-job-over");
  }

  @Test
  void aJobThatADeadProcessHadStartedIsFoundAndNotStartedAgain() {
    String id = stage.begun("");
    long before = calls(CREATE);
    runDue();
    assertThat(calls(CREATE)).isEqualTo(before + 1);
    asIfNothingHadBeenStored(id);

    stage.bean(RunRecommenderJob.class).run(UUID.fromString(id), 0);

    assertThat(calls(CREATE)).isEqualTo(before + 1);
    assertThat(stage.shown(id).at("/state")).isEqualTo("RUNNING");
    stage.bean(RunRecommenderJob.class).run(UUID.fromString(id), 0);
    assertThat(stage.shown(id).at("/state"))
        .as("a tick of the past does nothing")
        .isEqualTo("RUNNING");
  }

  @Test
  void oneThatRunsIsStoppedInSageMakerWhenSomebodyWantsItToEnd() {
    String id = stage.begun("");
    runDue();
    long before = calls(STOP);

    Answer canceled = stage.post("/" + id + "/cancel", "{\"reason\": \"too dear\"}");

    assertThat(canceled.status()).as(canceled.http().body()).isEqualTo(202);
    assertThat(canceled.at("/state")).isEqualTo("STOPPING");
    later();
    assertThat(stage.shown(id).at("/state")).isEqualTo("STOPPING");
    later();
    Answer done = stage.shown(id);
    assertThat(done.at("/state")).as(done.http().body()).isEqualTo("CANCELED");
    assertThat(done.at("/reason")).isEqualTo("too dear");
    assertThat(calls(STOP)).isEqualTo(before + 1);
  }

  @Test
  void oneThatIsNotStartedYetNeverIs() {
    String id = stage.begun("");
    long before = calls(CREATE);
    stage.post("/" + id + "/cancel", "{\"reason\": \"a slip\"}");

    runDue();

    assertThat(stage.shown(id).at("/state")).isEqualTo("CANCELED");
    assertThat(calls(CREATE)).isEqualTo(before);
  }

  @Test
  void whatAwsRefusesFailsWithItsTextAndWhatItDoesNotAnswerIsAskedAgain() {
    String id = stage.begun("");
    fault(400, "ResourceLimitExceeded", "no quota for that", "CreateInferenceRecommendationsJob");
    runDue();
    assertThat(stage.shown(id).at("/state")).isEqualTo("FAILED");
    assertThat(stage.shown(id).at("/reason")).contains("no quota for that");

    String other = stage.begun("");
    runDue();
    fault(400, "AccessDeniedException", "not for you", "DescribeInferenceRecommendationsJob");
    later();
    assertThat(stage.shown(other).at("/state")).isEqualTo("RUNNING");
    assertThat(stage.shown(other).at("/reason")).contains("not for you");
    later();
    assertThat(stage.shown(other).json().has("reason")).isFalse();
  }

  @Test
  void afterADayAwayOneLookWithoutAnAnswerIsNoDayOfSilence() {
    String id = stage.begun("");
    runDue();

    aLookWithoutAnAnswer(Duration.ofHours(25));
    assertThat(stage.shown(id).at("/state")).isEqualTo("RUNNING");
    assertThat(stage.shown(id).at("/reason")).contains("not for you");
    aLookWithoutAnAnswer(Duration.ofHours(25));
    assertThat(stage.shown(id).at("/state"))
        .as("nobody looked between the two")
        .isEqualTo("RUNNING");

    later();
    assertThat(stage.shown(id).at("/state")).isEqualTo("COMPLETED");
  }

  @Test
  void afterADayOfLooksWithoutAnAnswerTheJobIsGivenUp() {
    String id = stage.begun("");
    runDue();

    for (int hour = 0; hour <= 24; hour++) {
      assertThat(stage.shown(id).at("/state")).as("hour " + hour).isEqualTo("RUNNING");
      aLookWithoutAnAnswer(Duration.ofHours(1));
    }
    assertThat(stage.shown(id).at("/state")).as("a day, and no more").isEqualTo("RUNNING");

    aLookWithoutAnAnswer(Duration.ofMinutes(1));
    assertThat(stage.shown(id).at("/state")).isEqualTo("FAILED");
    assertThat(stage.shown(id).at("/reason"))
        .contains("not told for a day")
        .contains("not for you");
  }

  @Test
  void aTypeThatIsNamedTwiceIsTriedAndReckonedOnce() {
    Answer once = stage.post("?dry_run=true", body("", "\"instance_types\": [\"ml.c5.large\"]"));
    Answer twice =
        stage.post(
            "?dry_run=true", body("", "\"instance_types\": [\"ml.c5.large\", \"ml.c5.large\"]"));

    assertThat(twice.status()).as(twice.http().body()).isEqualTo(200);
    assertThat(twice.json().at("/settings/instance_types").size()).isEqualTo(1);
    assertThat(twice.at("/estimated_cost")).isEqualTo(once.at("/estimated_cost"));
  }

  @Test
  void whatCannotBeStartedIsRefused() {
    assertThat(stage.post("", body("prod", "")).at("/code"))
        .isEqualTo("recommender-job-not-confirmed");
    assertThat(stage.post("", body(ENDPOINT, "\"instance_types\": [\"big\"]")).at("/code"))
        .isEqualTo("invalid-request");
    stage.begun("");
    assertThat(stage.post("", body(ENDPOINT, "")).at("/code")).isEqualTo("recommender-job-active");
    nothingRunsAndItIsSetUp();

    stage.profile("{\"inference_recommender\": %s}".formatted(setUp(ROLE + "-gone")));
    assertThat(stage.post("", body(ENDPOINT, "")).at("/code"))
        .isEqualTo("recommender-role-unusable");
    stage.profile("{\"inference_recommender\": null}");
    assertThat(stage.post("", body(ENDPOINT, "")).at("/code")).isEqualTo("recommender-not-set-up");
    stage.profile("{\"forbid_load_tests\": true}");
    assertThat(stage.post("", body(ENDPOINT, "")).at("/code")).isEqualTo("load-tests-forbidden");
    stage.profile("{\"forbid_load_tests\": false}");
  }

  @Test
  void theCommandLinePlansConfirmsWaitsAndShowsTheTable(@TempDir Path home) {
    RecommendCommandWalk.walk(
        stage.rehearsal(),
        home,
        ENDPOINT,
        () -> {
          stage.rehearsal().advance(Duration.ofMinutes(5));
          runDue();
        });
  }

  private static void asIfNothingHadBeenStored(String id) {
    stage
        .jdbc()
        .sql("update recommender_job set state = 'QUEUED', tick = 0, begun_at = null where id = ?")
        .param(UUID.fromString(id))
        .update();
  }

  private static String setUp(String role) {
    return "{\"role_arn\": \"%s\", \"payload_store\": \"s3://ml-models-prod/samples/\"}"
        .formatted(role);
  }

  private static void fault(int status, String code, String message, String operation) {
    stage
        .rehearsal()
        .fault(
            """
            {"kind": "error", "service": "sagemaker", "operation": "%s", "status": %d,
             "code": "%s", "message": "%s", "times": 1}
            """
                .formatted(operation, status, code, message));
  }

  private static long calls(String operation) {
    return stage.rehearsal().simulator().calls().all().stream()
        .filter(call -> call.operation().equals(operation))
        .count();
  }

  private static void aLookWithoutAnAnswer(Duration after) {
    fault(400, "AccessDeniedException", "not for you", "DescribeInferenceRecommendationsJob");
    stage.rehearsal().advance(after);
    runDue();
  }

  private static void later() {
    stage.rehearsal().advance(Duration.ofSeconds(31));
    runDue();
  }

  private static void runDue() {
    LoadWorker.runDueJobs(stage.rehearsal());
  }
}
