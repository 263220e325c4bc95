package dev.slipway.cloud;

import dev.slipway.base.Json;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.Alarms.Comparison;
import dev.slipway.cloud.Alarms.Firing;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Alarms.MissingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Alarms between Slipway's words and CloudWatch's. */
final class AlarmShapes {

  private AlarmShapes() {}

  /** The request that makes an alarm. Members that say nothing are left out. */
  static PutMetricAlarmRequest put(AlarmSpec alarm) {
    PutMetricAlarmRequest.Builder request =
        PutMetricAlarmRequest.builder()
            .alarmName(alarm.name())
            .alarmDescription(alarm.description().isEmpty() ? null : alarm.description())
            .actionsEnabled(true)
            .comparisonOperator(operator(alarm.comparison()))
            .threshold(alarm.threshold())
            .evaluationPeriods(alarm.evaluationPeriods())
            .datapointsToAlarm(alarm.datapointsToAlarm())
            .treatMissingData(word(alarm.missingData()));
    if (!alarm.actions().isEmpty()) request.alarmActions(alarm.actions());
    if (!alarm.tags().isEmpty()) request.tags(tags(alarm.tags()));
    String expression = alarm.expression();
    if (expression == null) {
      if (alarm.metrics().size() != 1) {
        throw new IllegalArgumentException(
            "The alarm " + alarm.name() + " has no expression, so it needs exactly one metric");
      }
      MetricQuery only = alarm.metrics().getFirst();
      if (only.id().equals(Alarms.ONLY_METRIC)) single(request, only, alarm.periodSeconds());
      else request.metrics(query(only, true));
    } else {
      math(request, alarm.metrics(), expression);
    }
    return request.build();
  }

  private static void single(
      PutMetricAlarmRequest.Builder request, MetricQuery metric, int period) {
    request
        .namespace(metric.namespace())
        .metricName(metric.metric())
        .dimensions(dimensions(metric.dimensions()))
        .period(period);
    Statistic statistic = Statistic.fromValue(metric.statistic());
    if (statistic == Statistic.UNKNOWN_TO_SDK_VERSION) {
      request.extendedStatistic(metric.statistic());
    } else {
      request.statistic(statistic);
    }
  }

  private static void math(
      PutMetricAlarmRequest.Builder request, List<MetricQuery> metrics, String expression) {
    List<MetricDataQuery> queries = new ArrayList<>();
    metrics.forEach(metric -> queries.add(query(metric, false)));
    String id = "result";
    while (isTaken(id, metrics)) id += "_";
    queries.add(MetricDataQuery.builder().id(id).expression(expression).returnData(true).build());
    request.metrics(queries);
  }

  private static boolean isTaken(String id, List<MetricQuery> metrics) {
    return metrics.stream().anyMatch(metric -> metric.id().equals(id));
  }

  /** One metric as a query, of GetMetricData or of an alarm's metric math. */
  static MetricDataQuery query(MetricQuery metric, boolean returned) {
    return MetricDataQuery.builder()
        .id(metric.id())
        .metricStat(stat ->
            stat.metric(it ->
                    it.namespace(metric.namespace())
                        .metricName(metric.metric())
                        .dimensions(dimensions(metric.dimensions())))
                .stat(metric.statistic())
                .period(metric.periodSeconds()))
        .returnData(returned)
        .build();
  }

  /** An alarm as CloudWatch describes it. */
  static LiveAlarm live(MetricAlarm alarm) {
    List<MetricQuery> metrics = new ArrayList<>();
    String expression = null;
    if (alarm.metrics().isEmpty()) {
      int period = Objects.requireNonNullElse(alarm.period(), 0);
      metrics.add(
          new MetricQuery(
              Alarms.ONLY_METRIC,
              text(alarm.namespace()),
              text(alarm.metricName()),
              dimensionsOf(alarm.dimensions()),
              text(
                  alarm.statisticAsString() == null
                      ? alarm.extendedStatistic()
                      : alarm.statisticAsString()),
              period));
    }
    for (MetricDataQuery query : alarm.metrics()) {
      if (query.metricStat() != null) {
        metrics.add(metric(query));
      } else if (!Boolean.FALSE.equals(query.returnData())) {
        expression = query.expression();
      }
    }
    int periods = Objects.requireNonNullElse(alarm.evaluationPeriods(), 1);
    AlarmSpec spec =
        new AlarmSpec(
            alarm.alarmName(),
            text(alarm.alarmDescription()),
            List.copyOf(metrics),
            expression,
            comparison(alarm.comparisonOperator()),
            Objects.requireNonNullElse(alarm.threshold(), Double.NaN),
            metrics.isEmpty() ? 0 : metrics.getFirst().periodSeconds(),
            periods,
            Objects.requireNonNullElse(alarm.datapointsToAlarm(), periods),
            missingData(alarm.treatMissingData()),
            List.copyOf(alarm.alarmActions()),
            Map.of());
    return new LiveAlarm(
        alarm.alarmName(),
        alarm.alarmArn(),
        state(text(alarm.stateValueAsString())),
        alarm.stateReason(),
        alarm.stateTransitionedTimestamp() == null
            ? alarm.stateUpdatedTimestamp()
            : alarm.stateTransitionedTimestamp(),
        !Boolean.FALSE.equals(alarm.actionsEnabled()),
        spec);
  }

  /**
   * A change of state as CloudWatch's history tells of it (DescribeAlarmHistory's HistoryData holds
   * the old state and the new one); empty when it did not lead to ALARM.
   */
  static Optional<Firing> firing(AlarmHistoryItem item) {
    JsonNode next = state(item);
    boolean alarm =
        next.has("stateValue")
            ? next.path("stateValue").asString().equals("ALARM")
            : text(item.historySummary()).endsWith("to ALARM");
    String reason = next.path("stateReason").asString("");
    return alarm
        ? Optional.of(new Firing(item.timestamp(), reason.isEmpty() ? null : reason))
        : Optional.empty();
  }

  /** The state that a change led to; missing where CloudWatch has cut its data short. */
  private static JsonNode state(AlarmHistoryItem item) {
    try {
      return Json.mapper().readTree(text(item.historyData())).path("newState");
    } catch (JacksonException cutShort) {
      return MissingNode.getInstance();
    }
  }

  private static MetricQuery metric(MetricDataQuery query) {
    Metric metric = query.metricStat().metric();
    return new MetricQuery(
        query.id(),
        text(metric.namespace()),
        text(metric.metricName()),
        dimensionsOf(metric.dimensions()),
        text(query.metricStat().stat()),
        Objects.requireNonNullElse(query.metricStat().period(), 0));
  }

  private static AlarmState state(String value) {
    return switch (value) {
      case "OK" -> AlarmState.OK;
      case "ALARM" -> AlarmState.ALARM;
      default -> AlarmState.INSUFFICIENT_DATA;
    };
  }

  private static ComparisonOperator operator(Comparison comparison) {
    return switch (comparison) {
      case GREATER_THAN -> ComparisonOperator.GREATER_THAN_THRESHOLD;
      case GREATER_THAN_OR_EQUAL -> ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
      case LESS_THAN -> ComparisonOperator.LESS_THAN_THRESHOLD;
      case LESS_THAN_OR_EQUAL -> ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD;
      case BAND -> throw new IllegalArgumentException("Slipway makes no anomaly detection alarms");
    };
  }

  private static Comparison comparison(ComparisonOperator operator) {
    return switch (operator) {
      case GREATER_THAN_THRESHOLD -> Comparison.GREATER_THAN;
      case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> Comparison.GREATER_THAN_OR_EQUAL;
      case LESS_THAN_THRESHOLD -> Comparison.LESS_THAN;
      case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> Comparison.LESS_THAN_OR_EQUAL;
      default -> Comparison.BAND;
    };
  }

  private static String word(MissingData missing) {
    return switch (missing) {
      case MISSING -> "missing";
      case IGNORE -> "ignore";
      case BREACHING -> "breaching";
      case NOT_BREACHING -> "notBreaching";
    };
  }

  private static MissingData missingData(@Nullable String word) {
    return switch (text(word)) {
      case "ignore" -> MissingData.IGNORE;
      case "breaching" -> MissingData.BREACHING;
      case "notBreaching" -> MissingData.NOT_BREACHING;
      default -> MissingData.MISSING;
    };
  }

  static List<Dimension> dimensions(Map<String, String> dimensions) {
    return new TreeMap<>(dimensions)
        .entrySet().stream()
            .map(it -> Dimension.builder().name(it.getKey()).value(it.getValue()).build())
            .toList();
  }

  private static Map<String, String> dimensionsOf(List<Dimension> dimensions) {
    Map<String, String> byName = new TreeMap<>();
    dimensions.forEach(it -> byName.put(it.name(), it.value()));
    return byName;
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
