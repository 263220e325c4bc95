package dev.slipway.promotion;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was decided about a promotion while it was pending.
 *
 * @param check which external check it is of; null where it is of none
 * @param url where more about it can be read; null for nowhere
 * @param at cloud time
 */
public record Decision(
    Kind kind, @Nullable String check, String by, String reason, @Nullable String url, Instant at) {

  /** What was decided. */
  public enum Kind {
    APPROVED,
    REJECTED,
    CHECK_PASSED,
    CHECK_FAILED,
    BREAK_GLASS,
    CANCELED
  }
}
