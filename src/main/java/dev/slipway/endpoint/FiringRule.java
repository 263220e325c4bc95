package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.judge.Evidence.Minute;
import java.util.Optional;

/**
 * For which minutes of a fleet a rollback alarm on errors or latency fires.
 *
 * @param watched the metric that decides
 */
public record FiringRule(AlarmSpec alarm, Watched watched) {

  private static final int MICROSECONDS = 1000;

  /** What such an alarm watches. */
  public enum Watched {
    /** 5xx errors by their number and rate: the preset {@code guarded}. */
    ERROR_RATE,
    /** 5xx errors by their number: the preset {@code article}. */
    ERRORS,
    /** The average latency of the model. */
    LATENCY
  }

  /** The rule of an alarm; empty for the abort alarm, which watches no fleet, and for others. */
  public static Optional<FiringRule> of(AlarmSpec alarm) {
    if (AlarmSet.isByRate(alarm)) return Optional.of(new FiringRule(alarm, Watched.ERROR_RATE));
    if (alarm.expression() != null || alarm.metrics().size() != 1) return Optional.empty();
    return switch (alarm.metrics().getFirst().metric()) {
      case AlarmSet.ERRORS -> Optional.of(new FiringRule(alarm, Watched.ERRORS));
      case AlarmSet.LATENCY -> Optional.of(new FiringRule(alarm, Watched.LATENCY));
      default -> Optional.empty();
    };
  }

  /** Whether a minute counts towards the alarm. */
  public boolean fires(Minute minute) {
    return switch (watched) {
      case ERROR_RATE -> AlarmSet.isByRate(minute.serverErrors(), minute.invocations());
      case ERRORS -> minute.serverErrors() > alarm.threshold();
      case LATENCY -> {
        Double millis = minute.modelLatencyMs();
        yield millis != null && millis * MICROSECONDS > alarm.threshold();
      }
    };
  }
}
