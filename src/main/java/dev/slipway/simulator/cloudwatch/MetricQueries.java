package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/**
 * A set of metrics and expressions over them, as in GetMetricData and in metric-math alarms.
 * Checked when made: ids, references, cycles, syntax.
 */
final class MetricQueries {

  private final Map<String, MetricDataQuery> queries = new LinkedHashMap<>();
  private final Map<String, Expression> expressions = new HashMap<>();

  MetricQueries(List<MetricDataQuery> given) {
    for (MetricDataQuery query : given) {
      if (!query.id().matches("[a-z][a-zA-Z0-9_]*")) {
        throw refused(
            "The value '"
                + query.id()
                + "' for the parameter Id must start with a lowercase"
                + " letter and hold letters, digits and underscores only.");
      }
      if ((query.metricStat() == null) == (query.expression() == null)) {
        throw refused(
            "Exactly one of MetricStat and Expression is needed for the query '"
                + query.id()
                + "'.");
      }
      if (queries.put(query.id(), query) != null) {
        throw refused("The id '" + query.id() + "' is used more than once.");
      }
      if (query.expression() != null) {
        expressions.put(query.id(), ExpressionParser.parse(query.expression()));
      } else {
        Statistic.of(query.metricStat().stat());
      }
    }
    for (String id : queries.keySet()) {
      check(id, new HashSet<>());
    }
  }

  /** What an alarm on one metric or on metric math looks at. */
  static MetricQueries of(PutMetricAlarmRequest alarm) {
    return new MetricQueries(alarm.hasMetrics() ? alarm.metrics() : List.of(single(alarm)));
  }

  private static MetricDataQuery single(PutMetricAlarmRequest alarm) {
    Metric metric =
        Metric.builder()
            .namespace(alarm.namespace())
            .metricName(alarm.metricName())
            .dimensions(alarm.dimensions())
            .build();
    String statistic =
        alarm.extendedStatistic() == null ? alarm.statisticAsString() : alarm.extendedStatistic();
    return MetricDataQuery.builder()
        .id("m")
        .metricStat(stat -> stat.metric(metric).period(alarm.period()).stat(statistic))
        .build();
  }

  private void check(String id, Set<String> above) {
    if (!above.add(id)) {
      throw refused("The expression '" + id + "' refers to itself.");
    }
    Expression expression = expressions.get(id);
    if (expression != null) {
      for (String reference : expression.references()) {
        if (reference.equals("REPEAT")) {
          continue;
        }
        if (!queries.containsKey(reference)) {
          throw refused(
              "Error in expression '" + id + "': Undefined variable '" + reference + "'.");
        }
        check(reference, new HashSet<>(above));
      }
    }
  }

  MetricDataQuery query(String id) {
    MetricDataQuery query = queries.get(id);
    if (query == null) {
      throw refused("There is no query with the id '" + id + "'.");
    }
    return query;
  }

  /** The ids whose data shall be returned; absent means true. */
  List<String> returned() {
    return queries.values().stream()
        .filter(query -> !Boolean.FALSE.equals(query.returnData()))
        .map(MetricDataQuery::id)
        .toList();
  }

  /** Whether any is an expression. */
  boolean hasExpressions() {
    return !expressions.isEmpty();
  }

  /** The period of the first that is returned, in seconds. */
  int period() {
    return period(returned().getFirst());
  }

  /** The period of a query: its own, or the longest of what its expression refers to. */
  int period(String id) {
    MetricDataQuery query = query(id);
    if (query.metricStat() != null) {
      return query.metricStat().period();
    }
    if (query.period() != null) {
      return query.period();
    }
    Expression expression = expressions.get(id);
    return expression == null
        ? 60
        : expression.references().stream()
            .filter(queries::containsKey)
            .mapToInt(this::period)
            .max()
            .orElse(60);
  }

  /** The points of the first that is returned. */
  double[] values(Metrics metrics, Scope scope, Instant from, int period, int count, Instant now) {
    return values(returned().getFirst(), metrics, scope, from, period, count, now);
  }

  /** The points of one query over {@code count} periods; NaN where there are none. */
  double[] values(
      String id, Metrics metrics, Scope scope, Instant from, int period, int count, Instant now) {
    Expression expression = expressions.get(id);
    if (expression == null) {
      MetricStat stat = query(id).metricStat();
      return metrics.read(
          key(scope, stat.metric()), Statistic.of(stat.stat()), from, period, count, now);
    }
    return new ExpressionValues(
            count, period, reference -> values(reference, metrics, scope, from, period, count, now))
        .of(expression);
  }

  static MetricKey key(Scope scope, Metric metric) {
    return key(scope, metric.namespace(), metric.metricName(), metric.dimensions());
  }

  static MetricKey key(
      Scope scope, String namespace, String name, @Nullable List<Dimension> dimensions) {
    return new MetricKey(
        scope,
        namespace,
        name,
        dimensions == null
            ? Map.of()
            : dimensions.stream()
                .collect(Collectors.toMap(Dimension::name, Dimension::value, (a, _) -> a)));
  }

  private static ServiceException refused(String message) {
    return new ServiceException(400, "ValidationError", message);
  }
}
