package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** What PutMetricData refuses beyond what the service model's constraints say. */
final class DatumChecks {

  /** By the API reference of PutMetricData and MetricDatum. */
  private static final int MOST_DATA = 1000;

  private static final int MOST_VALUES = 150;
  private static final double MOST = Math.scalb(1.0, 360);
  private static final Duration OLDEST = Duration.ofDays(14);
  private static final Duration FURTHEST = Duration.ofHours(2);

  private DatumChecks() {}

  /**
   * @param now in AWS time
   */
  static void check(List<MetricDatum> data, Instant now) {
    if (data.size() > MOST_DATA) {
      throw invalid("The collection MetricData must not have a size greater than 1000.");
    }
    data.forEach(datum -> check(datum, now));
  }

  private static void check(MetricDatum datum, Instant now) {
    checkTime(datum.timestamp(), now);
    checkResolution(datum.storageResolution());
    boolean set = datum.statisticValues() != null;
    if ((datum.value() != null && (set || datum.hasValues())) || (set && datum.hasValues())) {
      throw new ServiceException(
          400,
          "InvalidParameterCombination",
          "Only one of the parameters Value, Values and StatisticValues can be specified.");
    }
    if (datum.statisticValues() != null) {
      check(datum.statisticValues());
    } else if (datum.hasValues()) {
      if (datum.values().size() > MOST_VALUES) {
        throw invalid("The collection Values must not have a size greater than 150.");
      }
      datum.values().forEach(value -> checkNumber("Value", value));
      if (datum.hasCounts()) {
        checkCounts(datum.counts(), datum.values().size());
      }
    } else if (datum.value() != null) {
      checkNumber("Value", datum.value());
    } else {
      throw new ServiceException(
          400,
          "MissingParameter",
          "At least one of the parameters must be specified: Values, Value, StatisticValues.");
    }
  }

  private static void checkCounts(List<Double> counts, int values) {
    if (counts.size() != values) {
      throw invalid("The parameters Values and Counts must have the same number of elements.");
    }
    for (double count : counts) {
      checkNumber("Counts", count);
      if (count < 0) {
        throw invalid("The parameter Counts must not be negative.");
      }
    }
  }

  private static void check(StatisticSet set) {
    checkNumber("StatisticValues.SampleCount", set.sampleCount());
    checkNumber("StatisticValues.Sum", set.sum());
    checkNumber("StatisticValues.Minimum", set.minimum());
    checkNumber("StatisticValues.Maximum", set.maximum());
    if (set.sampleCount() <= 0) {
      throw invalid("The parameter StatisticValues.SampleCount must be greater than 0.");
    }
    // Double.compare puts -0.0 below 0.0, and percentiles are clamped between the two.
    if (Double.compare(set.minimum(), set.maximum()) > 0) {
      throw invalid(
          "The parameter StatisticValues.Maximum must be greater than or equal to"
              + " StatisticValues.Minimum.");
    }
  }

  private static void checkTime(@Nullable Instant time, Instant now) {
    if (time != null && (time.isBefore(now.minus(OLDEST)) || time.isAfter(now.plus(FURTHEST)))) {
      throw invalid(
          "The parameter Timestamp must be within the past two weeks and at most two hours ahead.");
    }
  }

  private static void checkResolution(@Nullable Integer seconds) {
    if (seconds != null && seconds != 1 && seconds != 60) {
      throw invalid("The parameter StorageResolution must be 1 or 60.");
    }
  }

  private static void checkNumber(String parameter, double value) {
    if (!Double.isFinite(value) || Math.abs(value) > MOST) {
      throw invalid("The value " + value + " for parameter " + parameter + " is invalid.");
    }
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(400, "InvalidParameterValue", message);
  }
}
