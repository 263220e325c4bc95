package dev.slipway.endpoint;

/** Whether an endpoint in AWS is as its release says, as last seen. */
public enum DriftState {
  /** AWS is as the release says. */
  IN_SYNC,
  /** AWS is not as the release says, and no deployment of Slipway's is changing it. */
  DRIFTED,
  /** SageMaker has no such endpoint, although it should serve. */
  GONE,
  /** SageMaker is changing the endpoint by itself (scaling, maintenance): compared afterwards. */
  MOVING,
  /** A deployment of ours has changed it since the last look, or is at it: compared afterwards. */
  DEPLOYING,
  /**
   * The last look told nothing: AWS did not answer it, or in words that are not known here. What
   * was known before stands.
   */
  UNANSWERED
}
