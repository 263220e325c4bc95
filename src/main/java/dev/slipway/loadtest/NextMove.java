package dev.slipway.loadtest;

import dev.slipway.cloud.Recommender.Job;
import org.jspecify.annotations.Nullable;

/**
 * The next move of a tick of a Recommender job. It follows from the record and from SageMaker's
 * answer.
 */
sealed interface NextMove {

  /** SageMaker knows no such job, so the job is started. */
  record Start() implements NextMove {}

  /** The job runs, and somebody wants it to end. */
  record Stop() implements NextMove {}

  /** The tick only looks again later. */
  record Wait(RecommenderState state) implements NextMove {}

  /** The job is over. */
  record End(RecommenderState state, @Nullable String reason) implements NextMove {}

  /**
   * Decides.
   *
   * @param state the job's state, an active one
   * @param seen the job as SageMaker shows it; null where it knows no job of that name
   */
  static NextMove of(RecommenderState state, @Nullable Job seen) {
    boolean canceled = state == RecommenderState.STOPPING;
    if (seen == null) return unknown(state);
    return switch (seen.status()) {
      case WORKING -> canceled ? new Stop() : new Wait(RecommenderState.RUNNING);
      case STOPPING, UNKNOWN ->
          new Wait(canceled ? RecommenderState.STOPPING : RecommenderState.RUNNING);
      case COMPLETED -> new End(RecommenderState.COMPLETED, null);
      case FAILED ->
          new End(
              RecommenderState.FAILED,
              seen.failureReason() == null
                  ? "SageMaker does not say why it failed."
                  : seen.failureReason());
      case STOPPED ->
          canceled
              ? new End(RecommenderState.CANCELED, null)
              : new End(RecommenderState.STOPPED, "Somebody stopped it in AWS.");
      case DELETED ->
          canceled
              ? new End(RecommenderState.CANCELED, null)
              : new End(RecommenderState.STOPPED, "Somebody deleted it in AWS.");
    };
  }

  private static NextMove unknown(RecommenderState state) {
    return switch (state) {
      case QUEUED -> new Start();
      case RUNNING -> new End(RecommenderState.FAILED, "SageMaker has no such job any more.");
      case STOPPING -> new End(RecommenderState.CANCELED, null);
      case COMPLETED, FAILED, STOPPED, CANCELED ->
          throw new IllegalArgumentException(state + " is final");
    };
  }
}
