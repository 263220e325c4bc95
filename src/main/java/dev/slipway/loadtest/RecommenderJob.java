package dev.slipway.loadtest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An Inference Recommender job for the release that an endpoint serves. It is a value: every change
 * makes the next value, and storing that is refused when another process stored one in between.
 * Times are cloud time.
 *
 * @param name the job's name in SageMaker; it is known before the job is started, so that the job
 *     is started once
 * @param found the recommendations, in AWS's order
 * @param reason why it failed or was stopped; while it is active, why SageMaker does not answer
 * @param silence since when SageMaker does not answer; null when it answered the latest look
 * @param cancel who wants it to end, and why; null for nobody
 */
record RecommenderJob(
    UUID id,
    UUID endpointId,
    String endpoint,
    UUID releaseId,
    int release,
    String name,
    RecommenderState state,
    RecommenderSettings settings,
    List<RecommendedHosting> found,
    @Nullable String reason,
    @Nullable Silence silence,
    @Nullable Cancel cancel,
    String requestedBy,
    String requestedReason,
    long tick,
    long version,
    Instant createdAt,
    @Nullable Instant begunAt,
    @Nullable Instant finishedAt)
    implements Measurement {

  /** Somebody's wish that the job ends. */
  record Cancel(String reason, String by) {}

  /**
   * The looks in a row that SageMaker did not answer.
   *
   * @param since when the first of them was
   * @param latest when the latest of them was
   */
  record Silence(Instant since, Instant latest) {

    /**
     * How long it may last before a job is given up. A default job takes three quarters of an hour.
     */
    private static final Duration PATIENCE = Duration.ofDays(1);

    /**
     * Without a look for so long it is Slipway that was away, and nothing is known of SageMaker.
     */
    private static final Duration AWAY = Duration.ofHours(1);

    private static Silence after(@Nullable Silence before, Instant now) {
      return before == null || now.isAfter(before.latest.plus(AWAY))
          ? new Silence(now, now)
          : new Silence(before.since, now);
    }
  }

  /**
   * The name of a job in SageMaker, within its 64 characters: an environment's name has 21 at most.
   */
  static String name(String environment, UUID id) {
    return environment + "-recommend-" + id.toString().replace("-", "");
  }

  /** This job when SageMaker knows of it. */
  RecommenderJob begun(Instant now) {
    return with(state, found, reason, silence, tick, begunAt == null ? now : begunAt, null);
  }

  /** This job when SageMaker has answered and another tick looks again. */
  RecommenderJob later(RecommenderState next) {
    return with(next, found, null, null, tick + 1, begunAt, null);
  }

  /** This job when SageMaker has not answered and another tick looks again. */
  RecommenderJob unheard(String why, Instant now) {
    return with(state, found, why, Silence.after(silence, now), tick + 1, begunAt, null);
  }

  /** This job when it is over. */
  RecommenderJob ended(
      RecommenderState last, List<RecommendedHosting> all, @Nullable String why, Instant now) {
    return with(last, all, why, silence, tick + 1, begunAt, now);
  }

  /** Whether SageMaker has not answered for too long. */
  boolean forsaken() {
    return silence != null && silence.latest.isAfter(silence.since.plus(Silence.PATIENCE));
  }

  private RecommenderJob with(
      RecommenderState next,
      List<RecommendedHosting> all,
      @Nullable String why,
      @Nullable Silence unheard,
      long nextTick,
      @Nullable Instant begun,
      @Nullable Instant finished) {
    return new RecommenderJob(
        id,
        endpointId,
        endpoint,
        releaseId,
        release,
        name,
        next,
        settings,
        all,
        why,
        unheard,
        cancel,
        requestedBy,
        requestedReason,
        nextTick,
        version,
        createdAt,
        begun,
        finished);
  }
}
