package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Metrics;
import dev.slipway.cloud.Metrics.Point;
import dev.slipway.judge.Evidence;
import dev.slipway.judge.Evidence.Minute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What both fleets of an update did in the same minutes, by CloudWatch. Their metrics differ in the
 * name of the endpoint configuration alone.
 */
final class FleetEvidence {

  private static final double MICROSECONDS = 1000;

  /** The metrics that are asked for, by the suffix of the query's id. */
  private enum Asked {
    INVOCATIONS("Invocations", "Sum"),
    SERVER_ERRORS("Invocation5XXErrors", "Sum"),
    CLIENT_ERRORS("Invocation4XXErrors", "Sum"),
    MODEL_LATENCY("ModelLatency", "Average"),
    OVERHEAD_LATENCY("OverheadLatency", "Average");

    private final String metric;
    private final String statistic;

    Asked(String metric, String statistic) {
      this.metric = metric;
      this.statistic = statistic;
    }

    String id(String fleet) {
      return fleet + "_" + ordinal();
    }
  }

  private FleetEvidence() {}

  /** The question, for the record. */
  static Judgement.Query query(
      StepContext context, String before, String after, Instant from, Instant until) {
    List<String> metrics = new ArrayList<>();
    for (Asked asked : Asked.values()) metrics.add(asked.metric + " " + asked.statistic);
    return new Judgement.Query(
        FleetMetrics.NAMESPACE,
        metrics,
        FleetMetrics.PERIOD_SECONDS,
        context.endpoint().physicalName(),
        context.endpoint().variant(),
        before,
        after,
        from,
        until);
  }

  /** The answer: one call. */
  static Evidence read(Metrics metrics, Judgement.Query query) {
    return read(
        metrics,
        new Side(query.endpointName(), query.variantName(), query.before()),
        new Side(query.endpointName(), query.variantName(), query.after()),
        query.from(),
        query.until());
  }

  /** One fleet, by the dimensions of its metrics. */
  record Side(String endpointName, String variantName, String endpointConfigName) {}

  /** What two fleets did, from one time until before another: one call. */
  static Evidence read(Metrics metrics, Side before, Side after, Instant from, Instant until) {
    List<MetricQuery> queries = new ArrayList<>();
    for (Asked asked : Asked.values()) {
      queries.add(one(asked, "before", before));
      queries.add(one(asked, "after", after));
    }
    if (!from.isBefore(until)) return new Evidence(List.of(), List.of());
    Map<String, List<Point>> points = metrics.read(queries, from, until);
    return new Evidence(minutes(points, "before"), minutes(points, "after"));
  }

  private static MetricQuery one(Asked asked, String fleet, Side side) {
    return new MetricQuery(
        asked.id(fleet),
        FleetMetrics.NAMESPACE,
        asked.metric,
        Map.of(
            "EndpointName", side.endpointName(),
            "VariantName", side.variantName(),
            "EndpointConfigName", side.endpointConfigName()),
        asked.statistic,
        FleetMetrics.PERIOD_SECONDS);
  }

  private static List<Minute> minutes(Map<String, List<Point>> points, String fleet) {
    Map<Instant, Double> requests = byTime(points, Asked.INVOCATIONS.id(fleet));
    Map<Instant, Double> server = byTime(points, Asked.SERVER_ERRORS.id(fleet));
    Map<Instant, Double> client = byTime(points, Asked.CLIENT_ERRORS.id(fleet));
    Map<Instant, Double> model = byTime(points, Asked.MODEL_LATENCY.id(fleet));
    Map<Instant, Double> overhead = byTime(points, Asked.OVERHEAD_LATENCY.id(fleet));
    List<Minute> minutes = new ArrayList<>();
    requests.forEach((at, count) ->
        minutes.add(
            new Minute(
                at,
                Math.round(count),
                Math.round(server.getOrDefault(at, 0.0)),
                Math.round(client.getOrDefault(at, 0.0)),
                millis(model.get(at)),
                millis(overhead.get(at)))));
    return minutes;
  }

  private static Map<Instant, Double> byTime(Map<String, List<Point>> points, String id) {
    Map<Instant, Double> byTime = new TreeMap<>();
    points.getOrDefault(id, List.of()).forEach(point -> byTime.put(point.at(), point.value()));
    return byTime;
  }

  private static @Nullable Double millis(@Nullable Double micros) {
    return micros == null ? null : micros / MICROSECONDS;
  }
}
