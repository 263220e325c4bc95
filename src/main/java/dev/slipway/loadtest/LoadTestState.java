package dev.slipway.loadtest;

/** Where a load test stands. */
enum LoadTestState {
  /** It is asked for; nothing was sent. */
  QUEUED,

  /** Steps are sent, or the next one is about to be. */
  RUNNING,

  /** Nothing is sent any more; CloudWatch's figures are waited for. */
  READING,

  /** It went its whole course, and the result is known. Final. */
  COMPLETED,

  /** It ended itself, since something else began or went wrong. Final. */
  STOPPED,

  /** Somebody ended it. Final. */
  CANCELED,

  /**
   * The process that sent the load ended in the middle of a step, or could not put it on record;
   * nothing is sent a second time. Final.
   */
  INTERRUPTED;

  /** Whether it holds the endpoint's place: no other load test begins. */
  boolean active() {
    return switch (this) {
      case QUEUED, RUNNING, READING -> true;
      case COMPLETED, STOPPED, CANCELED, INTERRUPTED -> false;
    };
  }
}
