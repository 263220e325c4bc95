package dev.slipway.rollout;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.Metrics;
import dev.slipway.cloud.Metrics.Point;
import dev.slipway.endpoint.AskAws;
import dev.slipway.endpoint.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What CloudWatch says of each fleet of a deployment. The metrics of the two fleets differ in the
 * name of the endpoint configuration alone.
 */
@Component
class FleetMetrics {

  private static final Duration WINDOW = Duration.ofMinutes(5);
  static final int PERIOD_SECONDS = 60;
  static final String NAMESPACE = "AWS/SageMaker";

  private final StepContexts contexts;
  private final CloudClock clock;

  FleetMetrics(StepContexts contexts, CloudClock clock) {
    this.contexts = contexts;
    this.clock = clock;
  }

  /** Both fleets, and the length of the time over which they were looked at. */
  record Answer(List<FleetFigures> fleets, long windowSeconds) {}

  /** One fleet's figures; latency is absent without traffic. */
  record FleetFigures(
      Fleet.Side side,
      @Nullable Integer release,
      String endpointConfigName,
      @Nullable Integer instances,
      @Nullable Integer trafficPercent,
      long invocations,
      @JsonProperty("errors_5xx") long errors5xx,
      @Nullable Double averageLatencyMs) {}

  Answer of(Deployment deployment) {
    StepContext context = contexts.of(deployment, clock.now());
    Endpoint old = context.onTheOld().endpoint();
    Instant until = context.now();
    List<FleetFigures> figures = new ArrayList<>();
    for (Fleet fleet : deployment.progress().fleets()) {
      Map<String, List<Point>> points =
          AskAws.now(() ->
              read(
                  context.cloud().metrics(),
                  fleet.side() == Fleet.Side.BLUE ? old : context.endpoint(),
                  fleet,
                  until));
      double invocations = sum(points, "invocations");
      figures.add(
          new FleetFigures(
              fleet.side(),
              fleet.release(),
              fleet.endpointConfigName(),
              fleet.instances(),
              fleet.trafficPercent(),
              Math.round(invocations),
              Math.round(sum(points, "errors")),
              invocations == 0 ? null : sum(points, "latency") / invocations / 1000));
    }
    return new Answer(figures, WINDOW.toSeconds());
  }

  private static Map<String, List<Point>> read(
      Metrics metrics, Endpoint endpoint, Fleet fleet, Instant until) {
    Map<String, String> dimensions =
        Map.of(
            "EndpointName", endpoint.physicalName(),
            "VariantName", endpoint.variant(),
            "EndpointConfigName", fleet.endpointConfigName());
    return metrics.read(
        List.of(
            query("invocations", "Invocations", dimensions),
            query("errors", "Invocation5XXErrors", dimensions),
            query("latency", "ModelLatency", dimensions)),
        until.minus(WINDOW),
        until);
  }

  private static MetricQuery query(String id, String metric, Map<String, String> dimensions) {
    return new MetricQuery(id, NAMESPACE, metric, dimensions, "Sum", PERIOD_SECONDS);
  }

  private static double sum(Map<String, List<Point>> points, String id) {
    return points.getOrDefault(id, List.of()).stream().mapToDouble(Point::value).sum();
  }
}
