package dev.slipway.proxy;

/**
 * Lets a few events through in each second, and counts the others. Lives on one event loop; moments
 * are monotonic nanoseconds.
 */
final class Sparing {

  /** How many are let through in a second. */
  static final int MOST = 10;

  private static final long SECOND = 1_000_000_000;

  private long since = Long.MIN_VALUE;
  private int let;
  private long leftOut;

  /**
   * Whether this event is let through: the number of events that were left out since the last one,
   * or -1 when this one is left out too.
   */
  long next(long now) {
    if (since == Long.MIN_VALUE || now - since >= SECOND) {
      since = now;
      let = 0;
    }
    if (let == MOST) {
      leftOut++;
      return -1;
    }
    let++;
    long before = leftOut;
    leftOut = 0;
    return before;
  }
}
