package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** What PutMetricData refuses beyond what the service model's constraints say. */
final class DatumChecks {

  private DatumChecks() {}

  static void check(MetricDatum datum) {
    if (datum.statisticValues() != null) {
      check(datum.statisticValues());
    } else if (datum.hasValues()) {
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
    // By compare, which knows a zero below zero, as percentiles are brought within the two.
    if (Double.compare(set.minimum(), set.maximum()) > 0) {
      throw invalid(
          "The parameter StatisticValues.Maximum must be greater than or equal to"
              + " StatisticValues.Minimum.");
    }
  }

  private static void checkNumber(String parameter, double value) {
    if (!Double.isFinite(value)) {
      throw invalid("The value " + value + " for parameter " + parameter + " is invalid.");
    }
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(400, "InvalidParameterValue", message);
  }
}
