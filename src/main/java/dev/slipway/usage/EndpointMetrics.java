package dev.slipway.usage;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Metrics.Point;
import dev.slipway.endpoint.AlarmSet;
import dev.slipway.endpoint.AskAws;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.EndpointClouds;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.rollout.Deployments;
import dev.slipway.rollout.Deployments.Marker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads from CloudWatch the metrics of an endpoint over some time, in the form of a chart. */
@Component
class EndpointMetrics {

  private static final String NAMESPACE = "AWS/SageMaker";
  private static final double MICROSECONDS = 1000;
  private static final int MOST_MARKERS = 200;

  private final EndpointClouds clouds;
  private final Releases releases;
  private final Deployments deployments;

  EndpointMetrics(EndpointClouds clouds, Releases releases, Deployments deployments) {
    this.clouds = clouds;
    this.releases = releases;
    this.deployments = deployments;
  }

  /**
   * The chart. The series share their steps, and where there is no point there was no traffic.
   *
   * @param markers the deployments of the endpoint in that time, oldest first
   * @param alarms the paging alarms, and the values above or below which they fire
   */
  record Answer(
      String endpoint,
      Instant from,
      Instant until,
      int stepSeconds,
      Series series,
      List<Marker> markers,
      List<Threshold> alarms) {}

  /**
   * One list of points for each figure.
   *
   * @param instances the number of instances by how requests were spread; none without traffic
   */
  record Series(
      List<Point> invocations,
      @JsonProperty("errors_4xx") List<Point> errors4xx,
      @JsonProperty("errors_5xx") List<Point> errors5xx,
      @JsonProperty("model_latency_p50_ms") List<Point> latencyP50Ms,
      @JsonProperty("model_latency_p99_ms") List<Point> latencyP99Ms,
      @JsonProperty("model_latency_average_ms") List<Point> latencyAverageMs,
      List<Point> instances) {}

  /**
   * When an alarm fires.
   *
   * @param series the name of the series that the alarm watches; null where it watches none of
   *     them, or several by an expression
   * @param threshold in the unit of the series
   */
  record Threshold(
      String alarm,
      @Nullable String series,
      @Nullable String expression,
      String comparison,
      double threshold,
      int periodSeconds,
      int datapointsToAlarm,
      int evaluationPeriods) {}

  Answer of(Endpoint endpoint, MetricsWindow window) {
    Release release =
        releases
            .current(endpoint)
            .or(() -> releases.newest(endpoint))
            .orElseThrow(() ->
                new NotFound(
                    "nothing-live", "Endpoint " + endpoint.name() + " never had a release."));
    Cloud cloud = clouds.of(endpoint, release.spec());
    Map<String, List<Point>> points =
        AskAws.now(
            () -> cloud.metrics().read(queries(endpoint, window), window.from(), window.until()));
    return new Answer(
        endpoint.name(),
        window.from(),
        window.until(),
        window.stepSeconds(),
        series(points),
        deployments.between(endpoint.id(), window.from(), window.until(), MOST_MARKERS),
        AlarmSet.paging(endpoint, release.spec(), Map.of()).stream()
            .map(EndpointMetrics::threshold)
            .toList());
  }

  private static List<MetricQuery> queries(Endpoint endpoint, MetricsWindow window) {
    Map<String, String> fleet =
        Map.of("EndpointName", endpoint.physicalName(), "VariantName", endpoint.variant());
    List<MetricQuery> queries = new ArrayList<>();
    Map<String, List<String>> wanted = new TreeMap<>();
    wanted.put("invocations", List.of("Invocations", "Sum"));
    wanted.put("errors4xx", List.of("Invocation4XXErrors", "Sum"));
    wanted.put("errors5xx", List.of("Invocation5XXErrors", "Sum"));
    wanted.put("p50", List.of("ModelLatency", "p50"));
    wanted.put("p99", List.of("ModelLatency", "p99"));
    wanted.put("average", List.of("ModelLatency", "Average"));
    wanted.put("each", List.of("InvocationsPerInstance", "Sum"));
    wanted.forEach((id, metric) ->
        queries.add(
            new MetricQuery(
                id, NAMESPACE, metric.getFirst(), fleet, metric.getLast(), window.stepSeconds())));
    return queries;
  }

  private static Series series(Map<String, List<Point>> points) {
    Map<Instant, Double> each = new TreeMap<>();
    points.getOrDefault("each", List.of()).forEach(one -> each.put(one.at(), one.value()));
    List<Point> invocations = points.getOrDefault("invocations", List.of());
    return new Series(
        invocations,
        points.getOrDefault("errors4xx", List.of()),
        points.getOrDefault("errors5xx", List.of()),
        millis(points, "p50"),
        millis(points, "p99"),
        millis(points, "average"),
        invocations.stream()
            .filter(one -> each.getOrDefault(one.at(), 0d) > 0)
            .map(one ->
                new Point(one.at(), Math.round(one.value() / each.getOrDefault(one.at(), 1d))))
            .toList());
  }

  private static List<Point> millis(Map<String, List<Point>> points, String id) {
    return points.getOrDefault(id, List.of()).stream()
        .map(one -> new Point(one.at(), one.value() / MICROSECONDS))
        .toList();
  }

  private static Threshold threshold(AlarmSpec alarm) {
    MetricQuery only = alarm.metrics().size() == 1 ? alarm.metrics().getFirst() : null;
    String series = only == null ? null : named(only);
    boolean latency = series != null && series.startsWith("model_latency");
    return new Threshold(
        alarm.name(),
        series,
        alarm.expression(),
        alarm.comparison().name(),
        latency ? alarm.threshold() / MICROSECONDS : alarm.threshold(),
        alarm.periodSeconds(),
        alarm.datapointsToAlarm(),
        alarm.evaluationPeriods());
  }

  private static @Nullable String named(MetricQuery query) {
    return switch (query.metric()) {
      case "Invocations" -> "invocations";
      case "Invocation4XXErrors" -> "errors_4xx";
      case "Invocation5XXErrors" -> "errors_5xx";
      case "ModelLatency" ->
          switch (query.statistic()) {
            case "Average" -> "model_latency_average_ms";
            case "p50" -> "model_latency_p50_ms";
            case "p99" -> "model_latency_p99_ms";
            // An adopted alarm may watch any other statistic.
            default -> null;
          };
      // And any other metric.
      default -> null;
    };
  }
}
