package dev.slipway.proxy;

import java.util.EnumMap;
import java.util.Map;

/**
 * How long an endpoint's answers take of late, each kind of call by itself: of a stream it is the
 * beginning. By this an impatient caller is told from a SageMaker that is slow.
 */
final class AnswerTimes {

  /** So many times as long as its answers take must SageMaker have had, while any come. */
  private static final int AMPLE = 2;

  /** Each answer brings what is remembered nearer by one of so many parts. */
  private static final int NEARER = 64;

  private final Map<Operation, Time> times = new EnumMap<>(Operation.class);

  private static final class Time {
    private long usual;
    private long lastAt;

    Time(long first) {
      usual = first;
    }
  }

  /** One came after so many nanoseconds. */
  void took(Operation operation, long nanos, long now) {
    Time time = times.get(operation);
    if (time == null) {
      time = new Time(nanos);
      times.put(operation, time);
    }
    time.usual += (nanos - time.usual) / NEARER;
    time.lastAt = now;
  }

  /**
   * Whether one that did not come in so many nanoseconds should have; not where none ever has.
   * While none come at all the usual time is enough: whoever gives less than twice that would
   * otherwise wait for hours in vain.
   *
   * @param silence for how long none must have come, in nanoseconds
   */
  boolean isAmple(Operation operation, long waited, long now, long silence) {
    Time time = times.get(operation);
    if (time == null) {
      return false;
    }
    return waited >= (now - time.lastAt < silence ? AMPLE * time.usual : time.usual);
  }
}
