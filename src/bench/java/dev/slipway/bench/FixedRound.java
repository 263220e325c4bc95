package dev.slipway.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * What came of asking at a fixed rate for a while, over connections that were opened just before.
 *
 * @param opening what happened while connections opened: all within some milliseconds, as nobody's
 *     callers would, so that its times do not count
 * @param steady what happened from then on
 */
record FixedRound(Tally opening, Tally steady) {

  private static final Duration OPENING = Duration.ofSeconds(1);

  static FixedRound of(Way way, int perSecond, Duration time)
      throws IOException, InterruptedException {
    try (OpenLoop load = new OpenLoop(way.server())) {
      return new FixedRound(
          asked(load, way, perSecond, OPENING), asked(load, way, perSecond, time));
    }
  }

  private static Tally asked(OpenLoop load, Way way, int perSecond, Duration time) {
    load.run(perSecond, time, _ -> way.path(), way.headers().get(), Way.BODY);
    return load.take();
  }

  /** Requests that were not answered with 200, or not sent. */
  long failed() {
    return opening.bad() + opening.unsent() + steady.bad() + steady.unsent();
  }

  /** All of both. */
  long answered() {
    return opening.good() + steady.good();
  }

  /** Milliseconds within which that share was answered. */
  double millis(double share) {
    return steady.millis(share);
  }
}
