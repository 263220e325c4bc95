package dev.slipway.loadtest;

import static dev.slipway.loadtest.MeasurementStage.ENDPOINT;
import static dev.slipway.loadtest.MeasurementStage.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;

/**
 * Load tests against an endpoint of two instances with four processors each, of which a prediction
 * keeps one busy for 60 ms: 66 a second and instance, and no more.
 */
@Conforming
class LoadTestTests {

  /** Seconds apart, so that a busy machine makes neither step look like the other. */
  private static final String SATURATES =
      """
      "p95_ms": 3000, "steps": [4, 512], "max_concurrency": 512, "step_seconds": 4\
      """;

  private static final String LONG =
      """
      "p99_ms": 5000, "start_concurrency": 2, "step_seconds": 60\
      """;

  @AutoClose private static MeasurementStage stage;
  private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    stage = MeasurementStage.of("load-tests");
    rehearsal = stage.rehearsal();
    rehearsal.register(
        "busy",
        """
        {"kind": "logistic_regression", "weights": [0.1, 0.2, 0.3, 0.4], "bias": -1.0,
         "compute_ms": 60}
        """);
    rehearsal.live("busy");
  }

  /** Neither a test that was interrupted, nor the alarm of the one before. */
  @BeforeEach
  void nothingRunsNorFires() {
    rehearsal.advance(Duration.ofMinutes(10));
    stage.clear("load_test", "load-test-tick");
  }

  @Test
  void anEndpointShowsItsLimitAndWhatFollowsFromIt() {
    rehearsal.advance(Duration.ofMinutes(3));
    String id = stage.begun(SATURATES);
    runDue();
    assertThat(stage.shown(id).at("/state")).isEqualTo("READING");
    rehearsal.advance(Duration.ofMinutes(4));
    runDue();

    Answer done = stage.shown(id);
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
    assertThat(stage.events())
        .contains("load-test.requested", "load-test.begun", "load-test.ended");
  }

  @Test
  void anEndpointThatNeverShowsItsLimitIsSaidToDoAtLeastSoMuch() {
    String id =
        stage.begun("\"p99_ms\": 5000, \"steps\": [2], \"step_seconds\": 60, \"max_requests\": 10");
    runDue();
    rehearsal.advance(Duration.ofMinutes(2));
    runDue();
    assertThat(stage.shown(id).at("/state")).as("CloudWatch may need three").isEqualTo("READING");
    rehearsal.advance(Duration.ofMinutes(2));
    runDue();

    Answer done = stage.shown(id);
    assertThat(done.at("/result/evidence")).isEqualTo("INSUFFICIENT_EVIDENCE");
    assertThat(done.at("/result/sentence")).startsWith("At least ");
    assertThat(done.json().at("/steps/0/requests").asInt()).isEqualTo(10);
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndStartsNothing() {
    Answer plan = stage.post("?dry_run=true", body(ENDPOINT, "\"p99_ms\": 200"));

    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    assertThat(plan.json().at("/concurrencies").size()).isEqualTo(7);
    assertThat(plan.at("/longest_seconds"))
        .as("seven steps and three refinements")
        .isEqualTo("600");
    assertThat(plan.json().at("/most_extra_cost").asDouble()).isPositive();
    assertThat(plan.json().at("/alarms").size()).isEqualTo(2);
    assertThat(rehearsal.api().get(stage.at(ENDPOINT)).json().at("/items").valueStream())
        .noneMatch(it -> it.path("state").asString().equals("QUEUED"));
  }

  @Test
  void whatMustNotBeLoadedIsRefused() {
    refused(422, "load-test-not-confirmed", body("prod", "\"p99_ms\": 200"));
    refused(404, "no-such-sample", body(ENDPOINT, "\"p99_ms\": 200, \"samples\": [\"none\"]"));
    refused(400, "invalid-request", body(ENDPOINT, "\"step_seconds\": 10"));
    stage.begun(LONG);
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
    stage.profile("{\"forbid_load_tests\": true}");
    Answer refused = stage.post("?dry_run=true", body("", "\"p99_ms\": 200"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("load-tests-forbidden");
    assertThat(refused.at("/detail")).contains("forbid_load_tests");

    stage.profile("{\"forbid_load_tests\": false}");
    assertThat(planned(stage.at(ENDPOINT)).status()).isEqualTo(200);
  }

  @Test
  void somebodyMayEndIt() {
    String id = stage.begun(LONG);
    long before = invocations();
    CompletableFuture<Void> worker = begunAside();
    awaitLoad(id);
    // Two at once: before the third is sent, an answer to one of them was counted.
    Awaitility.await().until(() -> invocations() >= before + 3);

    Answer canceled = stage.post("/" + id + "/cancel", "{\"reason\": \"enough\"}");

    assertThat(canceled.status()).as(canceled.http().body()).isEqualTo(202);
    worker.join();
    Answer done = stage.shown(id);
    assertThat(done.at("/state")).isEqualTo("CANCELED");
    assertThat(done.at("/reason")).isEqualTo("enough");
    assertThat(done.json().at("/steps/0/requests").asInt()).isPositive();
    assertThat(stage.post("/" + id + "/cancel", "{\"reason\": \"again\"}").status()).isEqualTo(409);
  }

  @Test
  void aDeploymentEndsIt() {
    rehearsal.environment("moved");
    rehearsal.untilEnd(rehearsal.promote("busy", "moved"));
    String tests = stage.at("moved-fraud-detector");
    Answer asked = rehearsal.api().post(tests, body("moved-fraud-detector", LONG));
    assertThat(asked.status()).as(asked.http().body()).isEqualTo(202);
    CompletableFuture<Void> worker = begunAside();
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
    String tests = stage.at("alarmed-fraud-detector");
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
    String id = stage.begun(LONG);
    UUID uuid = UUID.fromString(id);
    LoadTest test = stage.bean(LoadTests.class).find(uuid).orElseThrow();
    assertThat(stage.bean(StoreLoadTest.class).claim(test)).isNotNull();

    runDue();

    Answer done = stage.shown(id);
    assertThat(done.at("/state")).isEqualTo("INTERRUPTED");
    assertThat(done.json().at("/steps").size()).isZero();
    stage.bean(RunLoadTest.class).run(uuid, test.tick());
    assertThat(stage.shown(id).at("/state")).isEqualTo("INTERRUPTED");
  }

  @Test
  void aDatabaseThatFailsForAMomentEndsNoStep() {
    String id = stage.begun(LONG);
    CompletableFuture<Void> worker = begunAside();
    awaitLoad(id);
    long before = invocations();
    sql("alter table load_test rename column wanted_end to nowhere");
    try {
      Awaitility.await()
          .during(Duration.ofSeconds(2))
          .until(() -> !worker.isDone() && invocations() > before);
    } finally {
      sql("alter table load_test rename column nowhere to wanted_end");
    }
    assertThat(stage.post("/" + id + "/cancel", "{\"reason\": \"enough\"}").status())
        .isEqualTo(202);

    worker.join();
    Answer done = stage.shown(id);
    assertThat(done.at("/state")).isEqualTo("CANCELED");
    assertThat(done.json().at("/steps/0/requests").asInt()).isPositive();
  }

  /** By the tick that sent it: another process that took the next one would know nothing of it. */
  @Test
  void aStepThatCannotBePutOnRecordForAMomentIsLater() {
    String id = stage.begun("\"p99_ms\": 5000, \"steps\": [2], \"step_seconds\": 3");
    CompletableFuture<Void> worker = begunAside();
    awaitLoad(id);
    sql("create sequence refused");
    sql(
        """
        create function refuse() returns trigger language plpgsql
        as 'begin perform nextval(''refused''); raise exception ''no''; end'
        """);
    sql("create trigger refuse before update on load_test execute function refuse()");
    try {
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> refused() >= 2);
      assertThat(worker).isNotDone();
    } finally {
      sql("drop function refuse cascade");
      sql("drop sequence refused");
    }

    worker.join();

    Answer shown = stage.shown(id);
    assertThat(shown.at("/state")).as(shown.http().body()).isEqualTo("READING");
    assertThat(shown.json().at("/steps").size()).isEqualTo(1);
  }

  /** No rollback takes back what a sequence has counted. */
  private static long refused() {
    return stage.jdbc().sql("select last_value from refused").query(Long.class).single();
  }

  @Test
  void aStepWhoseSamplesCannotBeReadIsNotBegunAndIsSentLater() {
    String id = stage.begun("\"p99_ms\": 5000, \"steps\": [2], \"step_seconds\": 3");
    sql("alter table model_sample rename column body to nowhere");
    try {
      assertThatThrownBy(LoadTestTests::runDue).isInstanceOf(DataAccessException.class);
    } finally {
      sql("alter table model_sample rename column nowhere to body");
    }

    runDue();

    Answer shown = stage.shown(id);
    assertThat(shown.at("/state")).as(shown.http().body()).isEqualTo("READING");
    assertThat(shown.json().at("/steps").size()).isEqualTo(1);
  }

  private static void sql(String statement) {
    stage.jdbc().sql(statement).update();
  }

  private static Answer planned(String tests) {
    return rehearsal.api().post(tests + "?dry_run=true", body("", LONG));
  }

  private static void refused(int status, String code, String body) {
    Answer answer = stage.post("", body);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
    assertThat(answer.at("/code")).isEqualTo(code);
  }

  private static void awaitLoad(String id) {
    Awaitility.await()
        .until(() ->
            stage
                .jdbc()
                .sql("select claimed from load_test where id = ?")
                .param(UUID.fromString(id))
                .query(Boolean.class)
                .single());
  }

  private static long invocations() {
    return rehearsal.simulator().calls().all().stream()
        .filter(call -> call.operation().equals("InvokeEndpoint"))
        .count();
  }

  /** On a thread of its own: the pool that all share may have but one, and HTTP clients need it. */
  private static CompletableFuture<Void> begunAside() {
    return CompletableFuture.runAsync(
        LoadTestTests::runDue, work -> Thread.ofPlatform().start(work));
  }

  private static void runDue() {
    LoadWorker.runDue(rehearsal);
  }
}
