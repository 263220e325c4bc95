package dev.slipway.promotion;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a promotion that was pending.
 *
 * @param check the external check that decided; null where a person did
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
