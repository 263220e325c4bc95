package dev.slipway.rollout;

import dev.slipway.endpoint.PlannedSmokeTest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sample payloads of a model, as an update's new fleet answered them. Payloads and answers are
 * not kept, since they may hold what is nobody's business.
 *
 * @param when in which part of the update they are sent
 * @param outcome null while it goes on
 * @param samples one by one
 * @param sentence what it found, for a person
 */
public record SmokeTest(
    PlannedSmokeTest.When when,
    @Nullable Outcome outcome,
    List<Sent> samples,
    String sentence,
    Instant startedAt,
    @Nullable Instant finishedAt) {

  /** What a smoke test says. */
  public enum Outcome {
    /** Every call was answered with 2xx, and as the sample's schema asks. */
    PASS,
    /** One was not. */
    FAIL
  }

  /**
   * The calls of one sample.
   *
   * @param planned how many calls are made
   * @param calls how many have been
   * @param status the HTTP status of the last answer; null before one, and when none came
   * @param millis how long the slowest answer took
   * @param fault what was wrong with an answer; null while nothing was
   */
  public record Sent(
      String sample,
      int planned,
      int calls,
      @Nullable Integer status,
      @Nullable Long millis,
      @Nullable String fault) {}
}
