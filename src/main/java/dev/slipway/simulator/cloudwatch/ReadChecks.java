package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * What GetMetricStatistics and GetMetricData refuse beyond what the service model's constraints
 * say. Both do alike, each with its code.
 */
final class ReadChecks {

  /** What one call of GetMetricStatistics may ask for, by its API reference. */
  private static final int MOST_STATISTICS = 1440;

  /** What one call of GetMetricData may ask for, by its API reference. */
  private static final int MOST_QUERIES = 500;

  /** The points in one answer of it, by its API reference. */
  static final int MOST_POINTS = 100_800;

  /** Those of high-resolution metrics, by the API reference of MetricStat. */
  private static final Set<Integer> SHORT_PERIODS = Set.of(1, 5, 10, 20, 30);

  private final String code;

  private ReadChecks(String code) {
    this.code = code;
  }

  static void check(GetMetricStatisticsRequest request) {
    if (!request.hasStatistics() && !request.hasExtendedStatistics()) {
      throw combination(
          "At least one of the parameters must be specified: Statistics, ExtendedStatistics.");
    }
    ReadChecks checks = new ReadChecks("InvalidParameterValue");
    checks.checkTimes(request.startTime(), request.endTime());
    checks.checkPeriod(request.period());
    checkCount(
        Math.ceilDiv(
            request.endTime().getEpochSecond() - request.startTime().getEpochSecond(),
            request.period()),
        MOST_STATISTICS);
  }

  static void check(GetMetricDataRequest request) {
    ReadChecks checks = new ReadChecks("ValidationError");
    if (request.metricDataQueries().size() > MOST_QUERIES) {
      throw checks.refused(
          "The collection MetricDataQueries must not have a size greater than 500.");
    }
    if (most(request) < 1 || most(request) > MOST_POINTS) {
      throw checks.refused("The parameter MaxDatapoints must be between 1 and 100800.");
    }
    checks.checkTimes(request.startTime(), request.endTime());
    for (MetricDataQuery query : request.metricDataQueries()) {
      checks.checkPeriod(query.period());
      checks.checkPeriod(query.metricStat() == null ? null : query.metricStat().period());
    }
  }

  /** The points that one answer may hold. */
  static int most(GetMetricDataRequest request) {
    return request.maxDatapoints() == null ? MOST_POINTS : request.maxDatapoints();
  }

  static void checkCount(long points, int most) {
    if (points > most) {
      throw combination(
          "You have requested up to "
              + points
              + " datapoints, which exceeds the limit of "
              + most
              + ". You may reduce the datapoints requested by increasing Period, or decreasing the"
              + " time range.");
    }
  }

  private void checkTimes(Instant start, Instant end) {
    if (start.equals(end)) {
      throw refused("The parameter StartTime must not equal parameter EndTime.");
    }
    if (start.isAfter(end)) {
      throw refused("The parameter StartTime must be less than the parameter EndTime.");
    }
  }

  private void checkPeriod(@Nullable Integer period) {
    if (period != null && !SHORT_PERIODS.contains(period) && (period <= 0 || period % 60 != 0)) {
      throw refused("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
    }
  }

  private ServiceException refused(String message) {
    return new ServiceException(400, code, message);
  }

  private static ServiceException combination(String message) {
    return new ServiceException(400, "InvalidParameterCombination", message);
  }
}
