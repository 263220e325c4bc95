package dev.slipway.loadtest;

import dev.slipway.loadtest.LoadTest.Stop;
import dev.slipway.loadtest.LoadTest.Stop.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Watches over one step while it is sent: what Slipway's own record says at every look, and what
 * AWS says every few seconds. A database that is silent for a moment ends nothing, since requests
 * go on without it; when it is silent for longer, nobody could tell that the load must end.
 */
final class Watch {

  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_CALLS = Duration.ofSeconds(5);

  private final Supplier<Optional<Stop>> record;
  private final Supplier<Optional<Stop>> cloud;
  private final LongSupplier nanos;
  private long recordHeard;
  private long cloudAsked;

  /**
   * Begins now.
   *
   * @param nanos the machine's time
   */
  Watch(Supplier<Optional<Stop>> record, Supplier<Optional<Stop>> cloud, LongSupplier nanos) {
    this.record = record;
    this.cloud = cloud;
    this.nanos = nanos;
    this.recordHeard = nanos.getAsLong();
    this.cloudAsked = recordHeard;
  }

  /** Why the step must end; empty while it may go on. */
  Optional<Stop> look() {
    Optional<Stop> known = onRecord();
    if (known.isPresent() || !passed(BETWEEN_CALLS, cloudAsked)) return known;
    cloudAsked = nanos.getAsLong();
    return cloud.get();
  }

  private Optional<Stop> onRecord() {
    try {
      Optional<Stop> known = record.get();
      recordHeard = nanos.getAsLong();
      return known;
    } catch (DataAccessException | TransactionException silent) {
      return passed(LONGEST_SILENCE, recordHeard)
          ? Optional.of(
              Stop.because(
                  Code.NO_DATABASE,
                  "Slipway's database did not answer for %d s, and nothing is sent blindly."
                      .formatted(LONGEST_SILENCE.toSeconds())))
          : Optional.empty();
    }
  }

  private boolean passed(Duration time, long since) {
    return nanos.getAsLong() - since >= time.toNanos();
  }
}
