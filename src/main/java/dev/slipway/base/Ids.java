package dev.slipway.base;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The one source of identifiers: UUID version 7 (RFC 9562), which sort by the time they were made.
 */
public final class Ids {

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  /** The generator's own. */
  private static final UUIDClock CLOCK = UUIDClock.systemTimeClock();

  private Ids() {}

  /** A new identifier. */
  public static UUID next() {
    return GENERATOR.generate();
  }

  /**
   * A new identifier of what is made thousands of times a second, on event loops. Those of one
   * millisecond are in no order, and others can guess them. {@link #next} takes a lock, for which
   * threads wait, and reads random numbers from the system.
   */
  public static UUID unordered() {
    var random = ThreadLocalRandom.current();
    return new UUID(
        least(CLOCK.currentTimeMillis()) | random.nextInt(1 << 12),
        Long.MIN_VALUE | random.nextLong() >>> 2);
  }

  /**
   * The least identifier of a moment: those made before it are less, those made later are not.
   *
   * @param moment in wall time, of which the milliseconds count
   */
  public static UUID leastOf(Instant moment) {
    return new UUID(least(moment.toEpochMilli()), Long.MIN_VALUE);
  }

  /** The upper half of the least identifier of a millisecond. */
  private static long least(long milli) {
    return milli << 16 | 0x7000;
  }

  /**
   * The identifier that a caller wrote; empty when it is none. Java reads more than it writes: of a
   * part that is too long the beginning is dropped, and another identifier is found.
   */
  public static Optional<UUID> read(String text) {
    try {
      UUID read = UUID.fromString(text);
      return read.toString().equalsIgnoreCase(text) ? Optional.of(read) : Optional.empty();
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
