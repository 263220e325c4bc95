package dev.slipway.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where turns are given out, one after another: each call takes the next slot of its queue. A slot
 * lies 1/rate after the one before, and never further back than {@link #BURST}: what was not used
 * in a quiet hour does not come all at once.
 */
interface CallSlots {

  /** How much of what was not used may come at once. */
  Duration BURST = Duration.ofSeconds(1);

  /** How long a queue is slower after AWS has throttled it. */
  Duration RECOVERY = Duration.ofSeconds(60);

  /** The most by which a throttled queue is slower. */
  double SLOWEST = 16;

  /** One queue. */
  record Queue(String accountId, String region, CallClass callClass) {}

  /**
   * Slots in a row.
   *
   * @param first the first one's moment
   * @param spacing between one and the next
   */
  record Slots(Instant first, Duration spacing) {}

  /**
   * Takes the next slots of a queue.
   *
   * @param latest none are taken when the first one would lie after this moment
   */
  Optional<Slots> take(Queue queue, double perSecond, int count, Instant now, Instant latest);

  /**
   * AWS has throttled a call of a queue: the queue halves its pace, which comes back over {@link
   * #RECOVERY}.
   *
   * @param pause how long nothing is asked at all
   */
  void slowDown(Queue queue, Instant now, Duration pause);

  /** The earliest slot that may be given out now: in a second no more than a second's worth. */
  static Instant floor(Instant now, double perSecond) {
    Duration unused = BURST.minusNanos(Math.round(1e9 / perSecond));
    return unused.isNegative() ? now : now.minus(unused);
  }

  /** When the next slot would be. */
  Instant next(Queue queue, Instant now);
}
