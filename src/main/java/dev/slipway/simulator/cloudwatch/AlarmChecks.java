package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/** What PutMetricAlarm refuses beyond what the service model's constraints say. */
final class AlarmChecks {

  private AlarmChecks() {}

  static void check(PutMetricAlarmRequest request) {
    if (request.hasMetrics() == (request.metricName() != null)) {
      throw refused("ValidationError", "Exactly one of MetricName and Metrics must be specified.");
    }
    if (request.hasMetrics()) {
      MetricQueries queries = new MetricQueries(request.metrics());
      if (queries.returned().size() != 1) {
        throw refused("ValidationError", "Exactly one element of Metrics must return data.");
      }
      request.metrics().stream()
          .filter(query -> query.metricStat() != null)
          .forEach(query -> checkPeriod(query.metricStat().period()));
      checkPeriod(queries.period());
      checkSpan(queries.period(), request.evaluationPeriods());
    } else {
      checkSingle(request);
    }
    if (request.threshold() == null) {
      throw refused(
          "ValidationError", "Threshold is needed: anomaly detection alarms are not modelled.");
    }
    if (!Double.isFinite(request.threshold())) {
      throw refused(
          "ValidationError",
          "The value " + request.threshold() + " for parameter Threshold is invalid.");
    }
    ComparisonOperator operator = request.comparisonOperator();
    try {
      AlarmEvaluation.comparison(operator, 0);
    } catch (IllegalArgumentException e) {
      throw refused("ValidationError", "ComparisonOperator " + operator + " needs a band.");
    }
    Integer toAlarm = request.datapointsToAlarm();
    if (toAlarm != null && toAlarm > request.evaluationPeriods()) {
      throw refused(
          "ValidationError", "DatapointsToAlarm must not be greater than EvaluationPeriods.");
    }
    String missing = request.treatMissingData();
    if (missing != null
        && !List.of("breaching", "notBreaching", "ignore", "missing").contains(missing)) {
      throw refused(
          "ValidationError",
          "TreatMissingData must be breaching, notBreaching, ignore or missing.");
    }
  }

  private static void checkSingle(PutMetricAlarmRequest request) {
    if (request.namespace() == null || request.period() == null) {
      throw refused("ValidationError", "Namespace and Period are needed for a single metric.");
    }
    if ((request.statistic() == null) == (request.extendedStatistic() == null)) {
      throw refused(
          "ValidationError", "Exactly one of Statistic and ExtendedStatistic must be specified.");
    }
    if (request.extendedStatistic() != null) {
      Statistic.of(request.extendedStatistic());
    }
    checkPeriod(request.period());
    checkSpan(request.period(), request.evaluationPeriods());
  }

  private static void checkSpan(int period, int evaluationPeriods) {
    boolean hours = period >= 3600;
    int most = hours ? 604_800 : 86_400;
    if ((long) period * evaluationPeriods > most) {
      throw refused(
          "ValidationError",
          "Metrics cannot be checked across more than "
              + (hours ? "7 days" : "a day")
              + " (EvaluationPeriods * Period must be <= "
              + most
              + ").");
    }
  }

  private static void checkPeriod(int period) {
    if (period != 10 && period != 20 && period != 30 && (period <= 0 || period % 60 != 0)) {
      throw refused("ValidationError", "Period must be 10, 20, 30 or a multiple of 60.");
    }
  }

  private static ServiceException refused(String code, String message) {
    return new ServiceException(400, code, message);
  }
}
