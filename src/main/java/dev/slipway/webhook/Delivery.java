package dev.slipway.webhook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message to one webhook. Times are wall time.
 *
 * @param event the event that the message tells; null for a ping
 * @param dueAt when it is tried again; null once it has ended
 * @param tries the outcome of each attempt, the latest first; in lists only the latest
 * @param giveUpAt after this it is tried no more
 * @param attemptsBefore how many attempts were made before it was last replayed; the pauses between
 *     attempts began anew then
 */
record Delivery(
    UUID id,
    @Nullable UUID event,
    State state,
    int attempts,
    @Nullable Instant dueAt,
    Instant createdAt,
    @Nullable Instant endedAt,
    List<Attempt> tries,
    @JsonIgnore Instant giveUpAt,
    @JsonIgnore int attemptsBefore) {

  /** The states of a delivery. */
  enum State {
    /** The message is tried, and tried again. */
    PENDING,
    /** The receiver has answered with a status of success. */
    DELIVERED,
    /** The message is not tried any more. */
    FAILED
  }

  /**
   * An attempt.
   *
   * @param number from 1
   * @param status the answer's status; null when there was no answer
   * @param error why there was none
   * @param answer the first bytes of the answer
   */
  record Attempt(
      int number,
      Instant at,
      long durationMs,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable String answer) {

    boolean succeeded() {
      return status != null && status >= 200 && status < 300;
    }
  }
}
