package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Reads an alarm's points and says what they mean, with AWS's reason texts. */
final class AlarmReadings {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int DAY = 86_400;

  /** What an evaluation came to. */
  record Reading(StateValue state, String reason, @Nullable String data) {}

  private final Metrics metrics;
  private final IntUnaryOperator ranges;

  /** How far alarms that were set by hand breach, as it was said; until they are read again. */
  private final Map<String, OptionalDouble> said = new ConcurrentHashMap<>();

  /**
   * @param ranges how many points are fetched for N: 5 for 3 is documented, others are not
   */
  AlarmReadings(Metrics metrics, IntUnaryOperator ranges) {
    this.metrics = metrics;
    this.ranges = ranges;
  }

  /** An alarm is set by hand: up to its next reading it breaches as the given data say, or not. */
  void set(Alarm alarm, @Nullable String data) {
    said.put(alarm.scope().key(alarm.name()), ReasonData.breach(data));
  }

  Reading read(Alarm alarm, Definition.Metric metric, Instant now) {
    said.remove(alarm.scope().key(alarm.name()));
    PutMetricAlarmRequest definition = metric.request();
    int n = definition.evaluationPeriods();
    int m = definition.datapointsToAlarm() == null ? n : definition.datapointsToAlarm();
    int range = ranges.applyAsInt(n);
    int period = metric.watched().period();
    Instant from = from(period, n, range, now);
    double[] points = metric.watched().values(metrics, alarm.scope(), from, period, range, now);
    StateValue state =
        new AlarmEvaluation(
                n,
                m,
                AlarmEvaluation.MissingData.of(definition.treatMissingData()),
                AlarmEvaluation.comparison(definition.comparisonOperator(), definition.threshold()))
            .evaluate(points, alarm.state());
    if (state == alarm.state()) {
      return new Reading(state, alarm.reason(), alarm.reasonData());
    }
    return new Reading(
        state,
        reason(definition, state, points, from, period, m),
        data(points, period, definition.threshold()));
  }

  /** How far the newest value is above the threshold; empty without one. */
  OptionalDouble breach(Scope scope, Definition.Metric metric, Instant now) {
    OptionalDouble given = said.get(scope.key(metric.name()));
    if (given != null) {
      return given;
    }
    Double threshold = metric.request().threshold();
    int n = metric.request().evaluationPeriods();
    int range = ranges.applyAsInt(n);
    int period = metric.watched().period();
    double[] points =
        metric.watched().values(metrics, scope, from(period, n, range, now), period, range, now);
    for (int i = points.length - 1; i >= 0; i--) {
      if (!Double.isNaN(points[i]) && threshold != null) {
        return OptionalDouble.of(points[i] - threshold);
      }
    }
    return OptionalDouble.empty();
  }

  /** An alarm over more than a day looks at whole hours of the clock only, as AWS's guide says. */
  private static Instant from(int period, int n, int range, Instant now) {
    int step = (long) period * n > DAY ? 3600 : Math.min(period, 60);
    long end = now.getEpochSecond() / step * step;
    return Instant.ofEpochSecond(end - (long) range * period);
  }

  private static String reason(
      PutMetricAlarmRequest definition,
      StateValue state,
      double[] points,
      Instant from,
      int period,
      int m) {
    int n = definition.evaluationPeriods();
    if (state == StateValue.INSUFFICIENT_DATA) {
      return "Insufficient Data: " + n + " datapoints were unknown.";
    }
    var breaching =
        AlarmEvaluation.comparison(definition.comparisonOperator(), definition.threshold());
    StringJoiner told = new StringJoiner(", ", "[", "]");
    int real = 0;
    int breaches = 0;
    for (int i = points.length - 1; i >= 0 && real < n; i--) {
      if (!Double.isNaN(points[i])) {
        real++;
        breaches += breaching.test(points[i]) ? 1 : 0;
        told.add(points[i] + " (" + TIME.format(from.plusSeconds((long) i * period)) + ")");
      }
    }
    boolean alarming = state == StateValue.ALARM;
    int counted = alarming ? breaches : real - breaches;
    if (real == 0) {
      return "Threshold Crossed: no datapoints were received for "
          + n
          + " periods and "
          + n
          + " missing datapoints were treated as ["
          + (alarming ? "Breaching" : "NonBreaching")
          + "].";
    }
    return "Threshold Crossed: "
        + counted
        + " out of the last "
        + n
        + " datapoints "
        + told
        + (counted == 1 ? " was " : " were ")
        + (alarming ? "" : "not ")
        + words(definition.comparisonOperatorAsString())
        + " the threshold ("
        + definition.threshold()
        + ") (minimum "
        + (alarming ? m : n - m + 1)
        + " datapoint"
        + ((alarming ? m : n - m + 1) == 1 ? "" : "s")
        + " for "
        + (alarming ? "OK -> ALARM" : "ALARM -> OK")
        + " transition).";
  }

  private static String words(String operator) {
    return switch (operator) {
      case "GreaterThanThreshold" -> "greater than";
      case "GreaterThanOrEqualToThreshold" -> "greater than or equal to";
      case "LessThanThreshold" -> "less than";
      default -> "less than or equal to";
    };
  }

  private static String data(double[] points, int period, @Nullable Double threshold) {
    StringJoiner recent = new StringJoiner(",", "[", "]");
    Arrays.stream(points)
        .filter(point -> !Double.isNaN(point))
        .forEach(point -> recent.add(String.valueOf(point)));
    return "{\"version\":\"1.0\",\"period\":"
        + period
        + ",\"recentDatapoints\":"
        + recent
        + ",\"threshold\":"
        + threshold
        + "}";
  }
}
