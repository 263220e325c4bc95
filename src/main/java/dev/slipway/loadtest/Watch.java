package dev.slipway.loadtest;

import dev.slipway.loadtest.LoadTest.Stop;
import dev.slipway.loadtest.LoadTest.Stop.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Watches over one step while it is sent: looks at Slipway's own record all the time, and at AWS
 * every few seconds. A database that does not answer for a moment ends nothing, since requests go
 * on without it. When it does not answer for longer the step ends, since nobody could tell it to
 * end.
 */
final class Watch {

  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_CALLS = Duration.ofSeconds(5);

  private final Look record;
  private final Look cloud;
  private final LongSupplier nanos;
  private long cloudAsked;

  /**
   * Begins now.
   *
   * @param nanos the machine's time
   * @param aside runs looks that may take their time
   */
  Watch(
      Supplier<Optional<Stop>> record,
      Supplier<Optional<Stop>> cloud,
      LongSupplier nanos,
      Executor aside) {
    this.nanos = nanos;
    this.cloudAsked = nanos.getAsLong();
    this.record = new Look(record, nanos, aside);
    this.cloud = new Look(cloud, nanos, aside);
  }

  /** Why the step must end, as far as is known by now; empty while it may go on. */
  Optional<Stop> look() {
    record.begin();
    if (passed(BETWEEN_CALLS, cloudAsked)) {
      cloudAsked = nanos.getAsLong();
      cloud.begin();
    }
    return record.seen().or(cloud::seen).or(this::silence);
  }

  private Optional<Stop> silence() {
    return passed(LONGEST_SILENCE, record.heard())
        ? Optional.of(
            Stop.because(
                Code.NO_DATABASE,
                "Slipway's database did not answer for %d s, and nothing is sent blindly."
                    .formatted(LONGEST_SILENCE.toSeconds())))
        : Optional.empty();
  }

  private boolean passed(Duration time, long since) {
    return nanos.getAsLong() - since >= time.toNanos();
  }
}
