package dev.slipway.proxy;

/**
 * How many repetitions an endpoint's traffic can afford: a tenth of its requests, and ten in a row.
 * A SageMaker in trouble is not made worse by everybody trying thrice. Lives on one event loop.
 */
final class RetryBudget {

  private static final double SHARE = 0.1;
  private static final double MOST = 10;

  private double saved = MOST;

  /** A request came. */
  void earn() {
    saved = Math.min(MOST, saved + SHARE);
  }

  /** Spends one repetition, if there is one. */
  boolean spend() {
    if (saved < 1) {
      return false;
    }
    saved -= 1;
    return true;
  }
}
