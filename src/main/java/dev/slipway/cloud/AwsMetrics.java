package dev.slipway.cloud;

import dev.slipway.base.Failure;
import dev.slipway.cloud.Alarms.MetricQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** {@link Metrics} over CloudWatch. */
record AwsMetrics(Supplier<CloudWatchClient> cloudWatch) implements Metrics {

  private static final AwsCalls CALLS = new AwsCalls("cloudwatch");
  private static final int QUERIES_A_CALL = 500;

  @Override
  public Map<String, List<Point>> read(List<MetricQuery> queries, Instant from, Instant until) {
    Map<String, List<Point>> series = new LinkedHashMap<>();
    queries.forEach(query -> series.put(query.id(), new ArrayList<>()));
    for (int start = 0; start < queries.size(); start += QUERIES_A_CALL) {
      List<MetricQuery> some =
          queries.subList(start, Math.min(queries.size(), start + QUERIES_A_CALL));
      CALLS.run("GetMetricData", () -> read(some, from, until, series));
    }
    series.values().forEach(points -> points.sort(Comparator.comparing(Point::at)));
    return series;
  }

  @Override
  public void publish(MetricQuery metric, double value, Instant at) {
    CALLS.run(
        "PutMetricData",
        () ->
            cloudWatch
                .get()
                .putMetricData(it ->
                    it.namespace(metric.namespace())
                        .metricData(datum ->
                            datum
                                .metricName(metric.metric())
                                .dimensions(AlarmShapes.dimensions(metric.dimensions()))
                                .value(value)
                                .timestamp(at)
                                .storageResolution(1))));
  }

  private void read(
      List<MetricQuery> queries, Instant from, Instant until, Map<String, List<Point>> series) {
    Iterable<GetMetricDataResponse> pages =
        cloudWatch
            .get()
            .getMetricDataPaginator(it ->
                it.startTime(from)
                    .endTime(until)
                    .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                    .metricDataQueries(
                        queries.stream().map(query -> AlarmShapes.query(query, true)).toList()));
    for (GetMetricDataResponse page : pages) {
      for (MetricDataResult result : page.metricDataResults()) {
        if (result.statusCode() == StatusCode.INTERNAL_ERROR) throw incomplete(result.id());
        List<Point> points = series.computeIfAbsent(result.id(), id -> new ArrayList<>());
        int count = Math.min(result.timestamps().size(), result.values().size());
        for (int i = 0; i < count; i++) {
          points.add(new Point(result.timestamps().get(i), result.values().get(i)));
        }
      }
    }
  }

  private static CloudFailure incomplete(String id) {
    String text = "CloudWatch could not read the metric " + id + ".";
    return new CloudFailure(
        CloudFailure.Kind.UNAVAILABLE,
        "GetMetricData",
        new Failure.Aws(CALLS.service(), "InternalError", null),
        text,
        new IllegalStateException(text));
  }
}
