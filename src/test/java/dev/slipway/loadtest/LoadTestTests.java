package dev.slipway.loadtest;

import static dev.slipway.loadtest.MeasurementStage.ENDPOINT;
import static dev.slipway.loadtest.MeasurementStage.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Limited;
import dev.slipway.base.Ids;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What a load test is asked for, and what it finds. */
@Conforming
final class LoadTestTests extends LoadTestStage {

  /** Seconds apart, so that a busy machine makes neither step look like the other. */
  private static final String SATURATES =
      """
      "p95_ms": 3000, "steps": [4, 512], "max_concurrency": 512, "step_seconds": 4\
      """;

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
  void aFifthDoesNotBeginWhileTheFourthIsStillPutOnRecord() throws Exception {
    String id = stage.begun(LONG);
    LoadTest first = stage.bean(LoadTests.class).find(UUID.fromString(id)).orElseThrow();
    List<LoadTest> others = IntStream.range(0, 4).mapToObj(it -> elsewhere(first, it)).toList();
    StoreLoadTest store = stage.bean(StoreLoadTest.class);
    store.requested(others.get(0));
    store.requested(others.get(1));
    var fifth = new FutureTask<@Nullable Void>(() -> store.requested(others.get(3)), null);

    new TransactionTemplate(stage.bean(PlatformTransactionManager.class))
        .executeWithoutResult(_ -> {
          store.requested(others.get(2));
          Thread.ofPlatform().start(fifth);
          Awaitility.await().until(() -> fifth.isDone() || somebodyWaits());
        });

    assertThatThrownBy(fifth::get)
        .cause()
        .isInstanceOf(Limited.class)
        .hasMessageContaining("4 load tests run");
    assertThat(stage.bean(LoadTests.class).active()).isEqualTo(4);
  }

  /** A load test like this one, of an endpoint of its own. */
  private LoadTest elsewhere(LoadTest like, int number) {
    UUID model = Ids.next();
    UUID endpoint = Ids.next();
    String name = "crowd-" + number;
    stage
        .jdbc()
        .sql("insert into model (id, name, version, created_at) values (?, ?, 0, now())")
        .params(model, name)
        .update();
    stage
        .jdbc()
        .sql(
            """
            insert into endpoint
                (id, name, physical_name, model_id, environment_id, overrides, version, created_at)
            select ?, ?, ?, ?, environment_id, '{}', 0, created_at from endpoint where id = ?
            """)
        .params(endpoint, name, name, model, like.endpointId())
        .update();
    return new LoadTest(
        Ids.next(),
        endpoint,
        name,
        like.releaseId(),
        like.release(),
        like.state(),
        like.wanted(),
        List.of(),
        null,
        null,
        null,
        false,
        "user:ada",
        "a test",
        0,
        0,
        like.createdAt(),
        null,
        null);
  }

  private boolean somebodyWaits() {
    return stage
        .jdbc()
        .sql("select exists (select from pg_locks where locktype = 'advisory' and not granted)")
        .query(Boolean.class)
        .single();
  }

  private void refused(int status, String code, String body) {
    Answer answer = stage.post("", body);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
    assertThat(answer.at("/code")).isEqualTo(code);
  }
}
