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
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Asks CloudWatch which requests an endpoint has had lately. */
public final class RecentTraffic {

  private RecentTraffic() {}

  /**
   * What CloudWatch is asked for beside the number of requests. It is one call in any case.
   *
   * @param since when SageMaker made the endpoint; null where it does not say
   * @param judged errors and latency, minute by minute
   * @param priced how long the requests took together
   */
  record Asked(@Nullable Instant since, boolean judged, boolean priced) {}

  /**
   * What CloudWatch tells.
   *
   * @throws CloudFailure when CloudWatch does not tell; the caller can do without and must say so
   */
  static Traffic read(Cloud cloud, String physicalName, String variant, Instant now, Asked asked) {
    Instant until = now.truncatedTo(ChronoUnit.MINUTES);
    Map<String, String> fleet = Map.of("EndpointName", physicalName, "VariantName", variant);
    List<MetricQuery> queries = new ArrayList<>();
    queries.add(query("invocations", "Invocations", "Sum", fleet));
    if (asked.judged()) {
      queries.add(query("errors", "Invocation5XXErrors", "Sum", fleet));
      queries.add(query("refusals", "Invocation4XXErrors", "Sum", fleet));
      queries.add(query("latency", "ModelLatency", "Average", fleet));
      queries.add(query("overhead", "OverheadLatency", "Average", fleet));
    }
    if (asked.priced()) queries.add(query(Traffic.TOOK, "ModelLatency", "Sum", fleet));
    int minutes = Traffic.minutes(asked.since(), until);
    Instant from = until.minus(minutes, ChronoUnit.MINUTES);
    return Traffic.of(minutes, cloud.metrics().read(queries, from, until), asked.judged());
  }

  /**
   * How many instances an endpoint's busiest minute of the last three hours needs, by the target of
   * autoscaling; empty where that cannot be told.
   *
   * @param since when SageMaker made the endpoint
   */
  public static OptionalInt instancesAtPeak(
      Cloud cloud, Endpoint endpoint, Scaling scaling, Instant since, Instant now) {
    try {
      return read(
              cloud,
              endpoint.physicalName(),
              endpoint.variant(),
              now,
              new Asked(since, /* judged= */ false, /* priced= */ false))
          .instancesAtPeak(scaling);
    } catch (CloudFailure untold) {
      return OptionalInt.empty();
    }
  }

  private static MetricQuery query(
      String id, String metric, String statistic, Map<String, String> fleet) {
    return new MetricQuery(id, "AWS/SageMaker", metric, fleet, statistic, 60);
  }
}
