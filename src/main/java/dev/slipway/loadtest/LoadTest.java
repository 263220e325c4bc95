package dev.slipway.loadtest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A load test of an endpoint. It is a value: every change makes the next value, and storing that is
 * refused when another process stored one in between. Times are cloud time.
 *
 * @param releaseId the release that served when it was asked for, and must serve throughout
 * @param ending why no more steps are taken; null while steps are taken, or when a stop ended the
 *     test
 * @param stop why the test ended before its time; null otherwise
 * @param claimed whether a process has begun a step that is not stored yet
 */
record LoadTest(
    UUID id,
    UUID endpointId,
    String endpoint,
    UUID releaseId,
    int release,
    LoadTestState state,
    Wanted wanted,
    List<MeasuredStep> steps,
    Course.@Nullable Ending ending,
    @Nullable Stop stop,
    @Nullable LoadTestResult result,
    boolean claimed,
    String requestedBy,
    String requestedReason,
    long tick,
    long version,
    Instant createdAt,
    @Nullable Instant begunAt,
    @Nullable Instant finishedAt)
    implements Measurement {

  /**
   * Why a test ends before its time.
   *
   * @param state in which it ends
   * @param code stable, such as {@code DEPLOYMENT}
   * @param by who ended it
   */
  record Stop(LoadTestState state, Code code, String reason, String by) {

    /** What ends a test before its time. */
    enum Code {
      /** A deployment or a rollback of the endpoint has begun, or another release serves. */
      DEPLOYMENT,
      /** An alarm of the endpoint fires. */
      ALARM,
      /** The endpoint is not in service, or AWS does not say. */
      NOT_IN_SERVICE,
      /** The samples that were to be sent are gone. */
      NO_SAMPLES,
      /** Slipway's own database did not answer for too long to go on without it. */
      NO_DATABASE,
      /** Somebody canceled it. */
      CANCELED,
      /** The process that sent the load has ended, or could not put its measurements on record. */
      PROCESS_ENDED
    }

    /** A stop by Slipway itself. */
    static Stop because(Code code, String reason) {
      return new Stop(LoadTestState.STOPPED, code, reason, "slipway");
    }
  }

  /** The steps of this test with one more. */
  List<MeasuredStep> and(MeasuredStep step) {
    List<MeasuredStep> all = new ArrayList<>(steps);
    all.add(step);
    return List.copyOf(all);
  }

  /** This test when a process is about to send a step. */
  LoadTest begun(Instant now) {
    return with(LoadTestState.RUNNING, steps, null, null, null, true, tick, now);
  }

  /** This test after a step was measured; another tick goes on. */
  LoadTest measured(MeasuredStep step, Instant now) {
    return with(LoadTestState.RUNNING, and(step), null, null, null, false, tick + 1, now);
  }

  /** This test when no more steps are taken. */
  LoadTest over(Course.Ending why, Instant now) {
    return with(LoadTestState.READING, steps, why, null, null, false, tick + 1, now);
  }

  /** This test with its result. */
  LoadTest completed(List<MeasuredStep> read, LoadTestResult found, Instant now) {
    return with(LoadTestState.COMPLETED, read, ending, null, found, false, tick + 1, now);
  }

  /** This test ended before its time, with the steps that were measured. */
  LoadTest stopped(
      Stop why, List<MeasuredStep> measured, @Nullable LoadTestResult found, Instant now) {
    return with(why.state(), measured, ending, why, found, false, tick + 1, now);
  }

  private LoadTest with(
      LoadTestState next,
      List<MeasuredStep> measured,
      Course.@Nullable Ending over,
      @Nullable Stop why,
      @Nullable LoadTestResult found,
      boolean claim,
      long nextTick,
      Instant now) {
    return new LoadTest(
        id,
        endpointId,
        endpoint,
        releaseId,
        release,
        next,
        wanted,
        measured,
        over,
        why,
        found,
        claim,
        requestedBy,
        requestedReason,
        nextTick,
        version,
        createdAt,
        begunAt == null ? now : begunAt,
        next.active() ? null : now);
  }
}
