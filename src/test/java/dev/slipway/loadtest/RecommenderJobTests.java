package dev.slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.RecommendCommandWalk;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Inference Recommender jobs for what an endpoint serves, against the simulator's Recommender. */
@Conforming
class RecommenderJobTests {

  private static final String ENDPOINT = "prod-fraud-detector";
  private static final String JOBS = "/v1/endpoints/" + ENDPOINT + "/recommender-jobs";
  private static final String CREATE = "CreateInferenceRecommendationsJob";
  private static final String STOP = "StopInferenceRecommendationsJob";

  /** The role that Slipway made for the containers: SageMaker may assume it. */
  private static final String ROLE = "arn:aws:iam::123456789012:role/slipway-" + ENDPOINT;

  private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.unpaced();
    Answer put =
        rehearsal
            .api()
            .send(
                "PUT",
                "/v1/models/fraud-detector/samples/usual",
                """
                {"content_type": "application/json", "body": "{\\"features\\": [0.5, 1.2, 3.4, 0.8]}"}
                """,
                "Authorization",
                "Bearer " + ApiServer.TOKEN);
    assertThat(put.status()).as(put.http().body()).isIn(200, 201);
    rehearsal.live("v1");
  }

  @AfterAll
  static void close() {
    rehearsal.close();
  }

  @BeforeEach
  void nothingRunsAndItIsSetUp() {
    profile("{\"inference_recommender\": %s}".formatted(setUp(ROLE)));
    jdbc()
        .sql(
            "update recommender_job set state = 'CANCELED' where state in ('QUEUED', 'RUNNING',"
                + " 'STOPPING')")
        .update();
    jdbc().sql("delete from scheduled_tasks where task_name = 'recommender-job-tick'").update();
  }

  @Test
  void aJobIsStartedAndWhatItFindsFollows() {
    String id = begun("\"instance_types\": [\"ml.c5.large\", \"ml.m5.large\"]");
    assertThat(shown(id).at("/state")).isEqualTo("QUEUED");
    runDue();
    Answer running = shown(id);
    assertThat(running.at("/state")).as(running.http().body()).isEqualTo("RUNNING");
    assertThat(running.at("/job_name")).startsWith("prod-recommend-").hasSizeLessThanOrEqualTo(64);
    assertThat(running.at("/settings/sagemaker_model")).startsWith(ENDPOINT + "-m-");

    rehearsal.advance(Duration.ofMinutes(43));
    runDue();

    Answer done = shown(id);
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
    assertThat(events())
        .contains("recommender-job.requested", "recommender-job.begun", "recommender-job.ended");
    assertThat(post("/" + id + "/cancel", "{\"reason\": \"too late\"}").at("/code"))
        .isEqualTo("recommender-job-over");
  }

  @Test
  void aJobThatADeadProcessHadStartedIsFoundAndNotStartedAgain() {
    String id = begun("");
    long before = calls(CREATE);
    runDue();
    assertThat(calls(CREATE)).isEqualTo(before + 1);
    asIfNothingHadBeenStored(id);

    bean(RunRecommenderJob.class).run(UUID.fromString(id), 0);

    assertThat(calls(CREATE)).isEqualTo(before + 1);
    assertThat(shown(id).at("/state")).isEqualTo("RUNNING");
    bean(RunRecommenderJob.class).run(UUID.fromString(id), 0);
    assertThat(shown(id).at("/state")).as("a tick of the past does nothing").isEqualTo("RUNNING");
  }

  @Test
  void oneThatRunsIsStoppedInSageMakerWhenSomebodyWantsItToEnd() {
    String id = begun("");
    runDue();
    long before = calls(STOP);

    Answer canceled = post("/" + id + "/cancel", "{\"reason\": \"too dear\"}");

    assertThat(canceled.status()).as(canceled.http().body()).isEqualTo(202);
    assertThat(canceled.at("/state")).isEqualTo("STOPPING");
    later();
    assertThat(shown(id).at("/state")).isEqualTo("STOPPING");
    later();
    Answer done = shown(id);
    assertThat(done.at("/state")).as(done.http().body()).isEqualTo("CANCELED");
    assertThat(done.at("/reason")).isEqualTo("too dear");
    assertThat(calls(STOP)).isEqualTo(before + 1);
  }

  @Test
  void oneThatIsNotStartedYetNeverIs() {
    String id = begun("");
    long before = calls(CREATE);
    post("/" + id + "/cancel", "{\"reason\": \"a slip\"}");

    runDue();

    assertThat(shown(id).at("/state")).isEqualTo("CANCELED");
    assertThat(calls(CREATE)).isEqualTo(before);
  }

  @Test
  void whatAwsRefusesFailsWithItsTextAndWhatItDoesNotAnswerIsAskedAgain() {
    String id = begun("");
    fault(400, "ResourceLimitExceeded", "no quota for that", "CreateInferenceRecommendationsJob");
    runDue();
    assertThat(shown(id).at("/state")).isEqualTo("FAILED");
    assertThat(shown(id).at("/reason")).contains("no quota for that");

    String other = begun("");
    runDue();
    fault(400, "AccessDeniedException", "not for you", "DescribeInferenceRecommendationsJob");
    later();
    assertThat(shown(other).at("/state")).isEqualTo("RUNNING");
    assertThat(shown(other).at("/reason")).contains("not for you");
    later();
    assertThat(shown(other).json().has("reason")).isFalse();
  }

  @Test
  void whatCannotBeStartedIsRefused() {
    assertThat(post("", body("prod", "")).at("/code")).isEqualTo("recommender-job-not-confirmed");
    assertThat(post("", body(ENDPOINT, "\"instance_types\": [\"big\"]")).at("/code"))
        .isEqualTo("invalid-request");
    begun("");
    assertThat(post("", body(ENDPOINT, "")).at("/code")).isEqualTo("recommender-job-active");
    nothingRunsAndItIsSetUp();

    profile("{\"inference_recommender\": %s}".formatted(setUp(ROLE + "-gone")));
    assertThat(post("", body(ENDPOINT, "")).at("/code")).isEqualTo("recommender-role-unusable");
    profile("{\"inference_recommender\": null}");
    assertThat(post("", body(ENDPOINT, "")).at("/code")).isEqualTo("recommender-not-set-up");
    profile("{\"forbid_load_tests\": true}");
    assertThat(post("", body(ENDPOINT, "")).at("/code")).isEqualTo("load-tests-forbidden");
    profile("{\"forbid_load_tests\": false}");
  }

  @Test
  void theCommandLinePlansConfirmsWaitsAndShowsTheTable(@TempDir Path home) {
    RecommendCommandWalk.walk(
        rehearsal,
        home,
        ENDPOINT,
        () -> {
          rehearsal.advance(Duration.ofMinutes(5));
          runDue();
        });
  }

  private static void asIfNothingHadBeenStored(String id) {
    jdbc()
        .sql("update recommender_job set state = 'QUEUED', tick = 0, begun_at = null where id = ?")
        .param(UUID.fromString(id))
        .update();
  }

  private static String begun(String members) {
    Answer answer = post("", body(ENDPOINT, members));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
    return answer.at("/id");
  }

  private static String body(String confirm, String members) {
    return "{\"reason\": \"a test\", \"confirm\": \"%s\"%s%s}"
        .formatted(confirm, members.isEmpty() ? "" : ", ", members);
  }

  private static Answer post(String path, String body) {
    return rehearsal.api().post(JOBS + path, body);
  }

  private static Answer shown(String id) {
    return rehearsal.api().get(JOBS + "/" + id);
  }

  private static String setUp(String role) {
    return "{\"role_arn\": \"%s\", \"payload_store\": \"s3://ml-models-prod/samples/\"}"
        .formatted(role);
  }

  private static void profile(String patch) {
    String prod = "/v1/environments/prod";
    Answer changed =
        rehearsal
            .api()
            .patch(
                prod,
                rehearsal.api().get(prod).header("ETag"),
                "{\"profile\": %s}".formatted(patch));
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  private static void fault(int status, String code, String message, String operation) {
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "%s", "status": %d,
         "code": "%s", "message": "%s", "times": 1}
        """
            .formatted(operation, status, code, message));
  }

  private static long calls(String operation) {
    return rehearsal.simulator().calls().all().stream()
        .filter(call -> call.operation().equals(operation))
        .count();
  }

  private static List<String> events() {
    return rehearsal
        .api()
        .get("/v1/audit-events?subject_type=endpoint&subject=" + ENDPOINT)
        .json()
        .at("/items")
        .valueStream()
        .map(it -> it.path("type").asString())
        .toList();
  }

  private static void later() {
    rehearsal.advance(Duration.ofSeconds(31));
    runDue();
  }

  private static void runDue() {
    LoadWorker.runDueJobs(rehearsal);
  }

  private static JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  private static <T> T bean(Class<T> type) {
    return rehearsal.api().bean(type);
  }
}
