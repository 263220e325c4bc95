package dev.slipway.simulator.cloudwatch;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * M out of N with CloudWatch's rules for missing data ("Configuring how CloudWatch alarms treat
 * missing data"): with at least N real points the newest N decide; with fewer, the setting fills
 * what is missing, and an alarm under {@code missing} does not go off before its oldest breaching
 * point is M periods old.
 *
 * @param periods N
 * @param toAlarm M
 */
record AlarmEvaluation(int periods, int toAlarm, MissingData missing, DoublePredicate breaching) {

  /** How the alarm treats periods without data. */
  enum MissingData {
    MISSING,
    IGNORE,
    BREACHING,
    NOT_BREACHING;

    static MissingData of(@org.jspecify.annotations.Nullable String name) {
      return switch (name) {
        case "ignore" -> IGNORE;
        case "breaching" -> BREACHING;
        case "notBreaching" -> NOT_BREACHING;
        case null, default -> MISSING;
      };
    }
  }

  /**
   * The state that the points lead to.
   *
   * @param range the evaluation range, oldest first, NaN where there is no data
   * @param before the state so far
   */
  StateValue evaluate(double[] range, StateValue before) {
    double[] real = Arrays.stream(range).filter(point -> !Double.isNaN(point)).toArray();
    double[] used =
        real.length > periods ? Arrays.copyOfRange(real, real.length - periods, real.length) : real;
    int breaches = (int) Arrays.stream(used).filter(breaching).count();
    if (breaches >= toAlarm) {
      return StateValue.ALARM;
    }
    if (used.length == periods) {
      return StateValue.OK;
    }
    boolean healthySeen = breaches < used.length;
    return switch (missing) {
      case BREACHING ->
          breaches + periods - used.length >= toAlarm ? StateValue.ALARM : StateValue.OK;
      case NOT_BREACHING -> StateValue.OK;
      case IGNORE -> healthySeen ? StateValue.OK : before;
      case MISSING -> {
        if (used.length == 0) {
          yield StateValue.INSUFFICIENT_DATA;
        }
        if (healthySeen) {
          yield StateValue.OK;
        }
        yield ageOfOldest(range) >= toAlarm ? StateValue.ALARM : before;
      }
    };
  }

  /** In periods; the newest period has age 1. */
  private static int ageOfOldest(double[] range) {
    for (int i = 0; i < range.length; i++) {
      if (!Double.isNaN(range[i])) {
        return range.length - i;
      }
    }
    return 0;
  }

  /** Whether a point breaches. */
  static DoublePredicate comparison(ComparisonOperator operator, double threshold) {
    return switch (operator) {
      case GREATER_THAN_THRESHOLD -> point -> point > threshold;
      case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> point -> point >= threshold;
      case LESS_THAN_THRESHOLD -> point -> point < threshold;
      case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> point -> point <= threshold;
      case LESS_THAN_LOWER_OR_GREATER_THAN_UPPER_THRESHOLD,
          LESS_THAN_LOWER_THRESHOLD,
          GREATER_THAN_UPPER_THRESHOLD,
          UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("anomaly detection is not modelled");
    };
  }
}
