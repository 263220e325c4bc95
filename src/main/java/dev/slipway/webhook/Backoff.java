package dev.slipway.webhook;

import java.time.Duration;

/** How long to wait before a message is tried again. */
final class Backoff {

  /** After this a message is given up. */
  static final Duration GIVE_UP = Duration.ofDays(3);

  /** A webhook is disabled when it has failed for this long without a success in between. */
  static final Duration DISABLE = Duration.ofDays(5);

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(10);
  private static final int FACTOR = 4;
  private static final double JITTER = 0.2;

  private Backoff() {}

  /**
   * The pause after an attempt: 5 s, 20 s, 80 s, … up to ten hours. It is a fifth more or less, so
   * that messages that failed together are not sent again together.
   *
   * @param attempt the number of the attempt that failed, from 1
   * @param random from 0 to 1
   * @param asked the pause that the receiver asked for by Retry-After; zero for none
   */
  static Duration after(int attempt, double random, Duration asked) {
    double seconds =
        Math.min(
            LONGEST.toSeconds(), FIRST.toSeconds() * Math.pow(FACTOR, Math.min(attempt - 1, 12)));
    double jittered = seconds * (1 - JITTER + 2 * JITTER * random);
    Duration own = Duration.ofMillis(Math.round(jittered * 1000));
    Duration longest = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    return own.compareTo(longest) >= 0 ? own : longest;
  }
}
