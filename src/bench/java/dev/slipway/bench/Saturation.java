package dev.slipway.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * The highest fixed rate that a way carries. It is lower than what the same way answers to callers
 * who each wait for their answer: arrivals do not slow down for a server that falls behind, and the
 * client that keeps their times takes more of the machine.
 */
final class Saturation {

  private static final double STEP = 1.1;
  private static final int ROUNDS = 2;
  private static final Duration ROUND = Duration.ofSeconds(4);

  /** Where one answer in a hundred takes longer, in milliseconds, a queue has built up. */
  private static final double SLOWEST = 50;

  private Saturation() {}

  /**
   * Asks faster and faster until a rate is not carried.
   *
   * @param from where to begin, in requests a second
   * @return the last rate that was carried, in requests a second
   */
  static int of(Way way, int from) throws IOException, InterruptedException {
    int carried = from;
    for (int rate = from; carries(way, rate); rate = (int) (rate * STEP)) {
      carried = rate;
    }
    return carried;
  }

  /** In one of two rounds: a neighbour's burst on the machine must not be taken for the end. */
  private static boolean carries(Way way, int perSecond) throws IOException, InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      FixedRound asked = FixedRound.of(way, perSecond, ROUND);
      if (asked.failed() == 0 && asked.millis(0.99) <= SLOWEST) return true;
    }
    return false;
  }
}
