package dev.slipway.base;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The one source of identifiers: UUID version 7 (RFC 9562), which sort by the time they were made.
 */
public final class Ids {

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private Ids() {}

  /** A new identifier. */
  public static UUID next() {
    return GENERATOR.generate();
  }

  /**
   * The least identifier of a moment: those made before it are less, those made later are not.
   *
   * @param moment in wall time, of which the milliseconds count
   */
  public static UUID leastOf(Instant moment) {
    return new UUID(moment.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE);
  }

  /** The identifier that a caller wrote; empty when it is none. */
  public static Optional<UUID> read(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
