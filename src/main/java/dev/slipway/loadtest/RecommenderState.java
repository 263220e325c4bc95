package dev.slipway.loadtest;

/** The states of an Inference Recommender job. */
enum RecommenderState {
  /** The job was asked for; SageMaker may not know of it yet. */
  QUEUED,

  /** SageMaker has it, and instances may run for it. */
  RUNNING,

  /** Somebody wants it to end; instances may run until SageMaker says that it has. */
  STOPPING,

  /** Its recommendations are known. Final. */
  COMPLETED,

  /** SageMaker could not start or finish it, or did not tell for a day. Final. */
  FAILED,

  /** Somebody stopped it in AWS, past Slipway. Final. */
  STOPPED,

  /** It ended, or never began, because somebody canceled it. Final. */
  CANCELED;

  /** Whether it holds the endpoint's place: no other job begins. */
  boolean active() {
    return switch (this) {
      case QUEUED, RUNNING, STOPPING -> true;
      case COMPLETED, FAILED, STOPPED, CANCELED -> false;
    };
  }
}
