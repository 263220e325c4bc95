package dev.slipway.traffic;

import java.time.Instant;

/**
 * One mirrored prediction.
 *
 * @param at when it was answered, in wall time
 * @param endpoint the endpoint that was asked
 * @param shadow the endpoint that was asked the same
 * @param tolerance by how much numbers could differ
 * @param release the release that answered: its number, or those that may have, as in {@code 7,8}
 * @param shadowRelease the release that answered there
 * @param millis how long SageMaker took
 * @param shadowMillis how long SageMaker took there
 */
public record Compared(
    Instant at,
    String endpoint,
    String shadow,
    double tolerance,
    String release,
    String shadowRelease,
    Verdict verdict,
    double millis,
    double shadowMillis) {

  /** How two answers compare. */
  public enum Verdict {
    /** Both say the same, within the tolerance. */
    AGREED,
    /** They say different things. */
    DIFFERED,
    /** The other endpoint did not answer, or answered with an error where the first one did not. */
    FAILED,
    /**
     * One of the answers was too large or came without its length, or SageMaker itself answered
     * with an error.
     */
    NOT_COMPARED
  }
}
