package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** CloudWatch's operations on metrics. */
public final class MetricsApi {

  private final Metrics metrics;
  private final SimClock clock;

  public MetricsApi(Metrics metrics, SimClock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  public PutMetricDataResponse putMetricData(PutMetricDataRequest request, Caller caller) {
    if (request.namespace().startsWith("AWS/")) {
      throw new ServiceException(
          400, "InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid.");
    }
    // All before the first is kept: who is refused sends all of them again.
    DatumChecks.check(request.metricData(), clock.now());
    for (MetricDatum datum : request.metricData()) {
      Series series =
          metrics.series(
              MetricQueries.key(
                  Scope.of(caller), request.namespace(), datum.metricName(), datum.dimensions()));
      put(datum, series);
    }
    return PutMetricDataResponse.builder().build();
  }

  private void put(MetricDatum datum, Series series) {
    Instant time = datum.timestamp() == null ? clock.now() : datum.timestamp();
    boolean fine = Integer.valueOf(1).equals(datum.storageResolution());
    StatisticSet set = datum.statisticValues();
    if (set != null) {
      series.add(time, set.sampleCount(), set.sum(), set.minimum(), set.maximum(), fine);
    } else if (datum.hasValues()) {
      for (int i = 0; i < datum.values().size(); i++) {
        double times = datum.hasCounts() ? datum.counts().get(i) : 1;
        series.add(time, datum.values().get(i), times, fine);
      }
    } else {
      series.add(time, datum.value(), 1, fine);
    }
  }

  public GetMetricDataResponse getMetricData(GetMetricDataRequest request, Caller caller) {
    MetricQueries queries = new MetricQueries(request.metricDataQueries());
    ReadChecks.check(request);
    List<MetricDataResult> results = new ArrayList<>();
    for (String id : queries.returned()) {
      results.add(result(queries, id, request, Scope.of(caller)));
    }
    return new PointPages(results, queries.hasExpressions()).page(request);
  }

  private MetricDataResult result(
      MetricQueries queries, String id, GetMetricDataRequest request, Scope scope) {
    int period = queries.period(id);
    long from = floor(request.startTime().getEpochSecond(), period);
    int count = count(from, request.endTime(), period);
    double[] values =
        queries.values(id, metrics, scope, Instant.ofEpochSecond(from), period, count, clock.now());
    List<Instant> times = new ArrayList<>();
    List<Double> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!Double.isNaN(values[i])) {
        times.add(Instant.ofEpochSecond(from + (long) i * period));
        points.add(values[i]);
      }
    }
    if (request.scanBy() != ScanBy.TIMESTAMP_ASCENDING) {
      Collections.reverse(times);
      Collections.reverse(points);
    }
    return MetricDataResult.builder()
        .id(id)
        .label(label(queries.query(id)))
        .timestamps(times)
        .values(points)
        .statusCode(StatusCode.COMPLETE)
        .build();
  }

  private static String label(MetricDataQuery query) {
    if (query.label() != null) {
      return query.label();
    }
    return query.metricStat() == null ? query.id() : query.metricStat().metric().metricName();
  }

  public GetMetricStatisticsResponse getMetricStatistics(
      GetMetricStatisticsRequest request, Caller caller) {
    ReadChecks.check(request);
    int period = request.period();
    long from = floor(request.startTime().getEpochSecond(), period);
    int count = count(from, request.endTime(), period);
    Stats[] stats =
        metrics.stats(
            MetricQueries.key(
                Scope.of(caller), request.namespace(), request.metricName(), request.dimensions()),
            Instant.ofEpochSecond(from),
            period,
            count,
            clock.now());
    List<Datapoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!stats[i].isEmpty()) {
        points.add(datapoint(request, stats[i], Instant.ofEpochSecond(from + (long) i * period)));
      }
    }
    return GetMetricStatisticsResponse.builder()
        .label(request.metricName())
        .datapoints(points)
        .build();
  }

  private static Datapoint datapoint(GetMetricStatisticsRequest request, Stats stats, Instant at) {
    Datapoint.Builder point = Datapoint.builder().timestamp(at).unit(unit(request));
    for (String name : request.statisticsAsStrings()) {
      double value = Statistic.of(name).of(stats);
      switch (name) {
        case "Sum" -> point.sum(value);
        case "Average" -> point.average(value);
        case "Minimum" -> point.minimum(value);
        case "Maximum" -> point.maximum(value);
        default -> point.sampleCount(value);
      }
    }
    if (request.hasExtendedStatistics()) {
      Map<String, Double> extended = new HashMap<>();
      for (String name : request.extendedStatistics()) {
        double value = Statistic.of(name).of(stats);
        if (!Double.isNaN(value)) extended.put(name, value);
      }
      point.extendedStatistics(extended);
    }
    return point.build();
  }

  private static StandardUnit unit(GetMetricStatisticsRequest request) {
    return switch (request.metricName()) {
      case "ModelLatency", "OverheadLatency" -> StandardUnit.MICROSECONDS;
      case "CPUUtilization", "MemoryUtilization" -> StandardUnit.PERCENT;
      default -> StandardUnit.NONE;
    };
  }

  public ListMetricsResponse listMetrics(ListMetricsRequest request, Caller caller) {
    Stream<MetricKey> found =
        metrics
            .list(Scope.of(caller))
            .filter(key -> matches(request.namespace(), key.namespace()))
            .filter(key -> matches(request.metricName(), key.name()))
            .filter(key ->
                request.dimensions().stream()
                    .allMatch(filter ->
                        key.dimensions().containsKey(filter.name())
                            && (filter.value() == null
                                || filter.value().equals(key.dimensions().get(filter.name())))));
    Page<MetricKey> page =
        Slice.of(request.nextToken(), 500)
            .page(
                found,
                Order.by(key -> List.of(key.namespace(), key.name(), key.dimensions().toString())));
    return ListMetricsResponse.builder()
        .metrics(page.items().stream().map(MetricsApi::metric).toList())
        .nextToken(page.next())
        .build();
  }

  private static Metric metric(MetricKey key) {
    return Metric.builder()
        .namespace(key.namespace())
        .metricName(key.name())
        .dimensions(
            key.dimensions().entrySet().stream()
                .map(dimension ->
                    Dimension.builder()
                        .name(dimension.getKey())
                        .value(dimension.getValue())
                        .build())
                .toList())
        .build();
  }

  private static boolean matches(@Nullable String wanted, String actual) {
    return wanted == null || wanted.equals(actual);
  }

  private static long floor(long second, int period) {
    return Math.floorDiv(second, period) * period;
  }

  private static int count(long from, Instant end, int period) {
    long count = Math.ceilDiv(end.getEpochSecond() - from, period);
    ReadChecks.checkCount(count, ReadChecks.MOST_POINTS);
    return (int) count;
  }
}
