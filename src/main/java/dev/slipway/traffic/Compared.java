package dev.slipway.traffic;

import java.time.Instant;

/**
 * One mirrored prediction.
 *
 * @param at when it was answered, in wall time
 * @param endpoint the endpoint that was asked
 * @param shadow the one that was asked the same
 * @param release the release that answered: its number, or {@code mixed}
 * @param shadowRelease the one that answered there
 * @param millis how long SageMaker took
 * @param shadowMillis how long it took there
 */
public record Compared(
    Instant at,
    String endpoint,
    String shadow,
    String release,
    String shadowRelease,
    Verdict verdict,
    double millis,
    double shadowMillis) {

  /** How two answers compare. */
  public enum Verdict {
    /** Both say the same, within the tolerance. */
    AGREED,
    /** They do not. */
    DIFFERED,
    /** The other endpoint did not answer, or with an error where the first one had none. */
    FAILED,
    /**
     * One of them was too large, or came without its length, or both were errors of SageMaker's
     * own.
     */
    NOT_COMPARED
  }
}
