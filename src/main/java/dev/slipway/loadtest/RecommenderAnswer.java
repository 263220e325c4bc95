package dev.slipway.loadtest;

import dev.slipway.loadtest.RecommenderJob.Cancel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Recommender job as the API shows it.
 *
 * @param jobName its name in SageMaker
 * @param reason why it ended without recommendations, is to end, or SageMaker does not answer about
 *     it
 * @param endedBy who wanted it to end; null for nobody
 */
record RecommenderAnswer(
    UUID id,
    String endpoint,
    int release,
    String jobName,
    RecommenderState state,
    RecommenderSettings settings,
    List<RecommendedHosting> recommendations,
    @Nullable String reason,
    @Nullable String endedBy,
    String requestedBy,
    String requestedReason,
    Instant createdAt,
    @Nullable Instant begunAt,
    @Nullable Instant finishedAt) {

  static RecommenderAnswer of(RecommenderJob job) {
    Cancel cancel = job.cancel();
    String reason = job.reason();
    return new RecommenderAnswer(
        job.id(),
        job.endpoint(),
        job.release(),
        job.name(),
        job.state(),
        job.settings(),
        job.found(),
        reason == null && cancel != null ? cancel.reason() : reason,
        cancel == null ? null : cancel.by(),
        job.requestedBy(),
        job.requestedReason(),
        job.createdAt(),
        job.begunAt(),
        job.finishedAt());
  }
}
