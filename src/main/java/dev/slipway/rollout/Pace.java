package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment's present step is getting on. Stored as a part of {@link Memory}: members may be
 * added, never renamed.
 *
 * @param since when it began
 * @param failures how often in a row AWS could not answer
 * @param changes how many changes it has made without anything being settled by them
 * @param told the wait that history was last told of
 * @param wentBack why the deployment went back, while it needs a person; null at any other time
 * @param backFrom the endpoint's last-modified time when SageMaker was asked for an update back to
 *     the configuration that served before; null before that
 * @param ownFaults how often in a row its ticks came to nothing by Slipway's own fault; null for
 *     never
 * @param untold what history has not taken yet; null for nothing
 */
public record Pace(
    @Nullable Instant since,
    int failures,
    int changes,
    @Nullable String told,
    Memory.@Nullable Why wentBack,
    @Nullable Instant backFrom,
    @Nullable Integer ownFaults,
    @Nullable Untold untold) {

  Pace(@Nullable Instant since, int failures, int changes, @Nullable String told) {
    this(since, failures, changes, told, null, null);
  }

  Pace(
      @Nullable Instant since,
      int failures,
      int changes,
      @Nullable String told,
      Memory.@Nullable Why wentBack,
      @Nullable Instant backFrom) {
    this(since, failures, changes, told, wentBack, backFrom, null, null);
  }

  /** How long the step has been going on. */
  Duration until(Instant now) {
    return since == null ? Duration.ZERO : Duration.between(since, now);
  }

  Pace begun(Instant now) {
    return since == null
        ? new Pace(now, failures, changes, told, wentBack, backFrom, ownFaults, untold)
        : this;
  }

  Pace unanswered() {
    return new Pace(since, failures + 1, changes, told, wentBack, backFrom, ownFaults, untold);
  }

  Pace answered() {
    return new Pace(since, 0, changes, told, wentBack, backFrom);
  }

  Pace changed() {
    return new Pace(since, failures, changes + 1, told, wentBack, backFrom);
  }

  Pace settled() {
    return new Pace(since, failures, 0, told, wentBack, backFrom);
  }

  Pace telling(@Nullable String onWhat) {
    return new Pace(since, failures, changes, onWhat, wentBack, backFrom, ownFaults, untold);
  }

  Pace goingBack(Memory.Why why) {
    return new Pace(since, failures, changes, told, why, backFrom, ownFaults, untold);
  }

  /** SageMaker was asked to go back: from now on the time of the way back is counted. */
  Pace askedBack(Instant modifiedAt, Instant now) {
    return new Pace(now, failures, changes, told, wentBack, modifiedAt);
  }

  /** How often in a row its ticks came to nothing by Slipway's own fault. */
  int faults() {
    return ownFaults == null ? 0 : ownFaults;
  }

  Pace faulted() {
    return new Pace(since, failures, changes, told, wentBack, backFrom, faults() + 1, untold);
  }

  /** This with what history has not taken yet; null once it is told. */
  Pace with(@Nullable Untold next) {
    return new Pace(since, failures, changes, told, wentBack, backFrom, ownFaults, next);
  }
}
