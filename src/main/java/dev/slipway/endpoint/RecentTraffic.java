package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.environment.Scaling;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Asks CloudWatch which requests an endpoint has had lately. */
public final class RecentTraffic {

  private RecentTraffic() {}

  /**
   * What CloudWatch tells; empty when it does not answer, since a plan can do without.
   *
   * @param judged whether errors and latency are wanted too; it is one call either way
   */
  static Optional<Traffic> of(
      Cloud cloud, String physicalName, String variant, Instant now, boolean judged) {
    Instant until = now.truncatedTo(ChronoUnit.MINUTES);
    Map<String, String> fleet = Map.of("EndpointName", physicalName, "VariantName", variant);
    List<MetricQuery> queries = new ArrayList<>();
    queries.add(query("invocations", "Invocations", "Sum", fleet));
    if (judged) {
      queries.add(query("errors", "Invocation5XXErrors", "Sum", fleet));
      queries.add(query("refusals", "Invocation4XXErrors", "Sum", fleet));
      queries.add(query("latency", "ModelLatency", "Average", fleet));
      queries.add(query("overhead", "OverheadLatency", "Average", fleet));
    }
    try {
      return Optional.of(
          Traffic.of(cloud.metrics().read(queries, until.minus(Traffic.LATELY), until), judged));
    } catch (CloudFailure unknown) {
      return Optional.empty();
    }
  }

  /**
   * How many instances an endpoint's busiest minute of the last three hours needs by what
   * autoscaling holds; empty where that cannot be told.
   */
  public static OptionalInt instancesAtPeak(
      Cloud cloud, Endpoint endpoint, Scaling scaling, Instant now) {
    return of(cloud, endpoint.physicalName(), endpoint.variant(), now, false)
        .map(traffic -> traffic.instancesAtPeak(scaling))
        .orElse(OptionalInt.empty());
  }

  private static MetricQuery query(
      String id, String metric, String statistic, Map<String, String> fleet) {
    return new MetricQuery(id, "AWS/SageMaker", metric, fleet, statistic, 60);
  }
}
