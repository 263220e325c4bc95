package dev.slipway.proxy;

import java.util.EnumMap;
import java.util.Map;

/**
 * How long an endpoint's answers have taken of late, for each kind of call by itself; for a stream,
 * how long its beginning took. These times tell an impatient caller from a slow SageMaker.
 */
final class AnswerTimes {

  /**
   * A wait was ample when it was this many times as long as SageMaker's answers take. Holds while
   * any answers come.
   */
  private static final int AMPLE = 2;

  /**
   * Each answer moves the remembered time nearer to its own by one part of this many. Of fewer
   * answers the average is remembered: the first one may have waited for a container to start.
   */
  private static final int NEARER = 64;

  private final Map<Operation, Time> times = new EnumMap<>(Operation.class);

  private static final class Time {
    private long usual;
    private int answers;
    private long lastAt;
  }

  /** An answer came after so many nanoseconds. */
  void took(Operation operation, long nanos, long now) {
    Time time = times.computeIfAbsent(operation, _ -> new Time());
    time.answers = Math.min(time.answers + 1, NEARER);
    time.usual += (nanos - time.usual) / time.answers;
    time.lastAt = now;
  }

  /**
   * Whether an answer that did not come within the waited time should have come. False where no
   * answer ever has come. While no answers come at all, the usual time is enough: callers who give
   * less than twice the usual time would otherwise wait in vain for hours.
   *
   * @param silence for how long no answer must have come, in nanoseconds, so that none count as
   *     coming
   */
  boolean isAmple(Operation operation, long waited, long now, long silence) {
    Time time = times.get(operation);
    if (time == null) {
      return false;
    }
    return waited >= (now - time.lastAt < silence ? AMPLE * time.usual : time.usual);
  }
}
