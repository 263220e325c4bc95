package dev.slipway.catalog;

import java.time.Instant;

/**
 * What people decided about a version, last.
 *
 * @param status what holds now
 * @param at cloud time
 */
public record VersionApproval(Status status, String reason, String by, Instant at) {

  /** What holds of a version that somebody has decided on. */
  public enum Status {
    /** It may go where versions must be approved. */
    APPROVED,
    /** It was approved, and is not any more; what it serves it goes on serving. */
    WITHDRAWN
  }
}
