package dev.slipway.catalog;

import java.time.Instant;

/**
 * The last decision of people about a version.
 *
 * @param status the status that holds now
 * @param at cloud time
 */
public record VersionApproval(Status status, String reason, String by, Instant at) {

  /** The status of a version about which somebody has decided. */
  public enum Status {
    /** It may go where versions must be approved. */
    APPROVED,
    /** It was approved, and is not any more. Where it serves it goes on serving. */
    WITHDRAWN
  }
}
