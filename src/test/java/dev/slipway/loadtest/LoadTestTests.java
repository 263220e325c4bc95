package dev.slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Load tests against an endpoint of two instances with four processors each, of which a prediction
 * keeps one busy for 60 ms: 66 a second and instance, and no more.
 */
@Conforming
class LoadTestTests {

  private static final String ENDPOINT = "prod-fraud-detector";
  private static final String TESTS = "/v1/endpoints/" + ENDPOINT + "/load-tests";

  /** Seconds apart, so that a busy machine makes neither step look like the other. */
  private static final String SATURATES =
      """
      "p95_ms": 3000, "steps": [4, 512], "max_concurrency": 512, "step_seconds": 1\
      """;

  private static final String LONG =
      """
      "p99_ms": 5000, "start_concurrency": 2, "step_seconds": 60\
      """;

  private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.unpaced();
    rehearsal.register(
        "busy",
        """
        {"kind": "logistic_regression", "weights": [0.1, 0.2, 0.3, 0.4], "bias": -1.0,
         "compute_ms": 60}
        """);
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
    rehearsal.live("busy");
  }

  @AfterAll
  static void close() {
    rehearsal.close();
  }

  /** Neither a test that was interrupted, nor the alarm of the one before. */
  @BeforeEach
  void nothingRunsNorFires() {
    rehearsal.advance(Duration.ofMinutes(10));
    jdbc()
        .sql(
            "update load_test set state = 'CANCELED' where state in ('QUEUED', 'RUNNING',"
                + " 'READING')")
        .update();
    jdbc().sql("delete from scheduled_tasks where task_name = 'load-test-tick'").update();
  }

  @Test
  void anEndpointShowsItsLimitAndWhatFollowsFromIt() {
    rehearsal.advance(Duration.ofMinutes(3));
    String id = begun(SATURATES);
    runDue();
    assertThat(shown(id).at("/state")).isEqualTo("READING");
    rehearsal.advance(Duration.ofMinutes(3));
    runDue();

    Answer done = shown(id);
    assertThat(done.at("/state")).as(done.http().body()).isEqualTo("COMPLETED");
    assertThat(done.at("/ending")).isEqualTo("TOO_SLOW");
    assertThat(done.at("/result/evidence")).isEqualTo("SATURATED");
    assertThat(done.at("/result/at_concurrency")).isEqualTo("4");
    JsonNode first = done.json().at("/steps/0");
    assertThat(first.path("finding").asString()).isEqualTo("WITHIN");
    assertThat(first.path("instances").asInt()).isEqualTo(2);
    assertThat(first.path("errors").isEmpty()).isTrue();
    assertThat(first.at("/latency/p50_ms").asDouble()).isBetween(60.0, 3000.0);
    double rate = done.json().at("/result/rate_per_instance").asDouble();
    assertThat(rate).as("four at once on two instances").isBetween(0.5, 34.0);
    assertThat(done.json().at("/result/target_invocations_per_instance").asInt())
        .isEqualTo((int) (rate * 30));
    assertThat(done.json().at("/steps/1/latency/p99_ms").asDouble()).isGreaterThan(3000);
    assertThat(done.json().at("/result/cost/now").asDouble()).isPositive();
    assertThat(events()).contains("load-test.requested", "load-test.begun", "load-test.ended");
  }

  @Test
  void anEndpointThatNeverShowsItsLimitIsSaidToDoAtLeastSoMuch() {
    String id =
        begun("\"p99_ms\": 5000, \"steps\": [2], \"step_seconds\": 1, \"max_requests\": 10");
    runDue();
    rehearsal.advance(Duration.ofMinutes(3));
    runDue();

    Answer done = shown(id);
    assertThat(done.at("/result/evidence")).isEqualTo("INSUFFICIENT_EVIDENCE");
    assertThat(done.at("/result/sentence")).startsWith("At least ");
    assertThat(done.json().at("/steps/0/requests").asInt()).isEqualTo(10);
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndStartsNothing() {
    Answer plan = rehearsal.api().post(TESTS + "?dry_run=true", body(ENDPOINT, "\"p99_ms\": 200"));

    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    assertThat(plan.json().at("/concurrencies").size()).isEqualTo(7);
    assertThat(plan.at("/longest_seconds")).isEqualTo("420");
    assertThat(plan.json().at("/most_extra_cost").asDouble()).isPositive();
    assertThat(plan.json().at("/alarms").size()).isEqualTo(2);
    assertThat(rehearsal.api().get(TESTS).json().at("/items").valueStream())
        .noneMatch(it -> it.path("state").asString().equals("QUEUED"));
  }

  @Test
  void whatMustNotBeLoadedIsRefused() {
    refused(422, "load-test-not-confirmed", body("prod", "\"p99_ms\": 200"));
    refused(404, "no-such-sample", body(ENDPOINT, "\"p99_ms\": 200, \"samples\": [\"none\"]"));
    refused(400, "invalid-request", body(ENDPOINT, "\"step_seconds\": 10"));
    begun(LONG);
    refused(409, "load-test-active", body(ENDPOINT, "\"p99_ms\": 200"));
    assertThat(
            rehearsal
                .api()
                .post("/v1/endpoints/nowhere/load-tests", body("nowhere", "\"p99_ms\": 200"))
                .status())
        .isEqualTo(404);
  }

  @Test
  void anEnvironmentMayForbidIt() {
    forbid(true);
    Answer refused = rehearsal.api().post(TESTS + "?dry_run=true", body("", "\"p99_ms\": 200"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("load-tests-forbidden");
    assertThat(refused.at("/detail")).contains("forbid_load_tests");

    forbid(false);
    assertThat(planned(TESTS).status()).isEqualTo(200);
  }

  @Test
  void somebodyMayEndIt() {
    String id = begun(LONG);
    CompletableFuture<Void> worker = CompletableFuture.runAsync(LoadTestTests::runDue);
    awaitLoad(id);

    Answer canceled =
        rehearsal.api().post(TESTS + "/" + id + "/cancel", "{\"reason\": \"enough\"}");

    assertThat(canceled.status()).as(canceled.http().body()).isEqualTo(202);
    worker.join();
    Answer done = shown(id);
    assertThat(done.at("/state")).isEqualTo("CANCELED");
    assertThat(done.at("/reason")).isEqualTo("enough");
    assertThat(done.json().at("/steps/0/requests").asInt()).isPositive();
    assertThat(
            rehearsal.api().post(TESTS + "/" + id + "/cancel", "{\"reason\": \"again\"}").status())
        .isEqualTo(409);
  }

  @Test
  void aDeploymentEndsIt() {
    rehearsal.environment("moved");
    rehearsal.untilEnd(rehearsal.promote("busy", "moved"));
    String tests = "/v1/endpoints/moved-fraud-detector/load-tests";
    Answer asked = rehearsal.api().post(tests, body("moved-fraud-detector", LONG));
    assertThat(asked.status()).as(asked.http().body()).isEqualTo(202);
    CompletableFuture<Void> worker = CompletableFuture.runAsync(LoadTestTests::runDue);
    awaitLoad(asked.at("/id"));

    rehearsal.promote("v2", "moved");

    worker.join();
    Answer done = rehearsal.api().get(tests + "/" + asked.at("/id"));
    assertThat(done.at("/state")).isEqualTo("STOPPED");
    assertThat(done.at("/reason_code")).isEqualTo("DEPLOYMENT");
    assertThat(rehearsal.api().post(tests, body("moved-fraud-detector", LONG)).at("/code"))
        .isEqualTo("deployment-active");
  }

  @Test
  void anAlarmThatFiresEndsItBeforeTheNextStep() {
    rehearsal.environment("alarmed");
    rehearsal.untilEnd(rehearsal.promote("busy", "alarmed"));
    String tests = "/v1/endpoints/alarmed-fraud-detector/load-tests";
    String alarm = planned(tests).json().at("/alarms/0").asString();
    Answer asked = rehearsal.api().post(tests, body("alarmed-fraud-detector", LONG));
    assertThat(asked.status()).as(asked.http().body()).isEqualTo(202);
    rehearsal.fire(alarm);

    runDue();

    Answer done = rehearsal.api().get(tests + "/" + asked.at("/id"));
    assertThat(done.at("/state")).isEqualTo("STOPPED");
    assertThat(done.at("/reason_code")).isEqualTo("ALARM");
    assertThat(done.json().at("/steps").size()).isZero();
    assertThat(rehearsal.api().post(tests, body("alarmed-fraud-detector", LONG)).at("/code"))
        .isEqualTo("endpoint-in-alarm");
  }

  @Test
  void aStepWhoseProcessDiedIsNotSentAgain() {
    String id = begun(LONG);
    UUID uuid = UUID.fromString(id);
    LoadTest test = bean(LoadTests.class).find(uuid).orElseThrow();
    assertThat(bean(StoreLoadTest.class).claim(test)).isNotNull();

    runDue();

    Answer done = shown(id);
    assertThat(done.at("/state")).isEqualTo("INTERRUPTED");
    assertThat(done.json().at("/steps").size()).isZero();
    bean(RunLoadTest.class).run(uuid, test.tick());
    assertThat(shown(id).at("/state")).isEqualTo("INTERRUPTED");
  }

  private static void forbid(boolean forbidden) {
    String prod = "/v1/environments/prod";
    Answer changed =
        rehearsal
            .api()
            .patch(
                prod,
                rehearsal.api().get(prod).header("ETag"),
                "{\"profile\": {\"forbid_load_tests\": %s}}".formatted(forbidden));
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  private static Answer planned(String tests) {
    return rehearsal.api().post(tests + "?dry_run=true", body("", LONG));
  }

  private static void refused(int status, String code, String body) {
    Answer answer = rehearsal.api().post(TESTS, body);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
    assertThat(answer.at("/code")).isEqualTo(code);
  }

  private static String begun(String members) {
    Answer answer = rehearsal.api().post(TESTS, body(ENDPOINT, members));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
    assertThat(answer.header("Location")).isEqualTo(TESTS + "/" + answer.at("/id"));
    return answer.at("/id");
  }

  private static String body(String confirm, String members) {
    return "{\"reason\": \"a test\", \"confirm\": \"%s\", %s}".formatted(confirm, members);
  }

  private static Answer shown(String id) {
    return rehearsal.api().get(TESTS + "/" + id);
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

  private static void awaitLoad(String id) {
    Awaitility.await()
        .until(() ->
            jdbc()
                .sql("select claimed from load_test where id = ?")
                .param(UUID.fromString(id))
                .query(Boolean.class)
                .single());
  }

  private static void runDue() {
    LoadWorker.runDue(rehearsal);
  }

  private static JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  private static <T> T bean(Class<T> type) {
    return rehearsal.api().bean(type);
  }
}
