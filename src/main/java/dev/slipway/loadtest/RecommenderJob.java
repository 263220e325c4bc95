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
    @Nullable Cancel cancel,
    String requestedBy,
    String requestedReason,
    long tick,
    long version,
    Instant createdAt,
    @Nullable Instant begunAt,
    @Nullable Instant finishedAt)
    implements Measurement {

  /**
   * How long SageMaker may fail to answer before the job is given up. A default job takes three
   * quarters of an hour.
   */
  private static final Duration PATIENCE = Duration.ofDays(1);

  /** Somebody's wish that the job ends. */
  record Cancel(String reason, String by) {}

  /**
   * The name of a job in SageMaker, within its 64 characters: an environment's name has 21 at most.
   */
  static String name(String environment, UUID id) {
    return environment + "-recommend-" + id.toString().replace("-", "");
  }

  /** This job when SageMaker knows of it. */
  RecommenderJob begun(Instant now) {
    return with(state, found, reason, tick, begunAt == null ? now : begunAt, null);
  }

  /** This job when another tick looks again. */
  RecommenderJob later(RecommenderState next, @Nullable String why) {
    return with(next, found, why, tick + 1, begunAt, null);
  }

  /** This job when it is over. */
  RecommenderJob ended(
      RecommenderState last, List<RecommendedHosting> all, @Nullable String why, Instant now) {
    return with(last, all, why, tick + 1, begunAt, now);
  }

  /** Whether SageMaker has not answered for too long. */
  boolean forsaken(Instant now) {
    return now.isAfter(createdAt.plus(PATIENCE));
  }

  private RecommenderJob with(
      RecommenderState next,
      List<RecommendedHosting> all,
      @Nullable String why,
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
