package dev.slipway.loadtest;

import dev.slipway.loadtest.LoadTest.Stop;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A load test as the API shows it.
 *
 * @param reasonCode why it ended before its time; null otherwise
 * @param endedBy who ended it before its time; null otherwise
 */
record LoadTestAnswer(
    UUID id,
    String endpoint,
    int release,
    LoadTestState state,
    Wanted settings,
    List<MeasuredStep> steps,
    Course.@Nullable Ending ending,
    Stop.@Nullable Code reasonCode,
    @Nullable String reason,
    @Nullable String endedBy,
    @Nullable LoadTestResult result,
    String requestedBy,
    String requestedReason,
    Instant createdAt,
    @Nullable Instant begunAt,
    @Nullable Instant finishedAt) {

  static LoadTestAnswer of(LoadTest test) {
    Stop stop = test.stop();
    return new LoadTestAnswer(
        test.id(),
        test.endpoint(),
        test.release(),
        test.state(),
        test.wanted(),
        test.steps(),
        test.ending(),
        stop == null ? null : stop.code(),
        stop == null ? null : stop.reason(),
        stop == null ? null : stop.by(),
        test.result(),
        test.requestedBy(),
        test.requestedReason(),
        test.createdAt(),
        test.begunAt(),
        test.finishedAt());
  }
}
