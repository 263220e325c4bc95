package dev.slipway.loadtest;

import static dev.slipway.loadtest.MeasurementStage.body;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Shared;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Load tests against an endpoint of two instances with four processors each, of which a prediction
 * keeps one busy for 60 ms: 66 a second and instance, and no more.
 */
@Execution(ExecutionMode.SAME_THREAD)
abstract sealed class LoadTestStage permits LoadTestTests, EndedLoadTestTests, LoadTestFaultTests {

  static final String LONG =
      """
      "p99_ms": 5000, "start_concurrency": 2, "step_seconds": 60\
      """;

  private static final Shared<MeasurementStage> STAGE =
      Shared.among(LoadTestStage.class, LoadTestStage::start);

  final MeasurementStage stage = STAGE.get();
  final Rehearsal rehearsal = stage.rehearsal();

  private static MeasurementStage start() {
    MeasurementStage stage = MeasurementStage.of("load-tests");
    Rehearsal rehearsal = stage.rehearsal();
    rehearsal.register(
        "busy",
        """
        {"kind": "logistic_regression", "weights": [0.1, 0.2, 0.3, 0.4], "bias": -1.0,
         "compute_ms": 60}
        """);
    rehearsal.live("busy");
    return stage;
  }

  /** Neither a test that was interrupted, nor the alarm of the one before. */
  @BeforeEach
  void nothingRunsNorFires() {
    rehearsal.advance(Duration.ofMinutes(10));
    stage.clear("load_test", "load-test-tick");
  }

  @AfterAll
  static void leave() throws Exception {
    STAGE.leave();
  }

  Answer planned(String tests) {
    return rehearsal.api().post(tests + "?dry_run=true", body("", LONG));
  }

  void awaitLoad(String id) {
    Awaitility.await()
        .until(() ->
            stage
                .jdbc()
                .sql("select claimed from load_test where id = ?")
                .param(UUID.fromString(id))
                .query(Boolean.class)
                .single());
  }

  long invocations() {
    return rehearsal.simulator().calls().all().stream()
        .filter(call -> call.operation().equals("InvokeEndpoint"))
        .count();
  }

  /** On a thread of its own: the pool that all share may have but one, and HTTP clients need it. */
  CompletableFuture<Void> begunAside() {
    return CompletableFuture.runAsync(this::runDue, work -> Thread.ofPlatform().start(work));
  }

  void runDue() {
    LoadWorker.runDue(rehearsal);
  }
}
