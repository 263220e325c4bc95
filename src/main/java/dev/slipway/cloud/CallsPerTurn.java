package dev.slipway.cloud;

/**
 * How many calls a piece of work makes once its turn has come, learnt as it goes. A turn takes so
 * many slots beforehand: if it took one and made three calls, a thousand turns in a row would call
 * at three times the rate, and the slots would be missing only after the last of them.
 *
 * <p>Safe for many threads.
 */
final class CallsPerTurn {

  /** Turns after which what was seen before counts half. */
  private static final double MEMORY = 200;

  private double turns = 10;
  private double calls;
  private double carried;

  /**
   * @param guess what is assumed until something is seen
   */
  CallsPerTurn(double guess) {
    this.calls = guess * turns;
  }

  /** A turn is taken: how many slots it takes, at least one, whole numbers that average out. */
  synchronized int begin() {
    if (turns > MEMORY) {
      turns /= 2;
      calls /= 2;
    }
    carried += Math.max(1, calls / turns);
    int slots = (int) carried;
    carried -= slots;
    return slots;
  }

  /** A turn is over; one that is not says too little of how many calls it will have made. */
  synchronized void saw(int made) {
    turns++;
    calls += made;
  }

  /** About how many slots a turn took that was begun earlier. */
  synchronized int typical() {
    return (int) Math.max(1, Math.round(calls / turns));
  }
}
