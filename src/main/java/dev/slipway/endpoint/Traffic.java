package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Metrics.Point;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The requests that an endpoint has had lately.
 *
 * @param perMinute on average; a minute without a point had none
 * @param peakPerMinute in the busiest minute
 */
record Traffic(double perMinute, double peakPerMinute) {

  private static final Duration LATELY = Duration.ofHours(3);

  /** What CloudWatch tells; empty when it does not answer, since a plan can do without. */
  static Optional<Traffic> lately(Cloud cloud, String physicalName, Instant now) {
    Instant until = now.truncatedTo(ChronoUnit.MINUTES);
    MetricQuery invocations =
        new MetricQuery(
            "invocations",
            "AWS/SageMaker",
            "Invocations",
            Map.of("EndpointName", physicalName, "VariantName", ReleaseSpec.VARIANT),
            "Sum",
            60);
    try {
      List<Point> points =
          cloud
              .metrics()
              .read(List.of(invocations), until.minus(LATELY), until)
              .getOrDefault("invocations", List.of());
      double sum = points.stream().mapToDouble(Point::value).sum();
      double peak = points.stream().mapToDouble(Point::value).max().orElse(0);
      return Optional.of(new Traffic(sum / LATELY.toMinutes(), peak));
    } catch (CloudFailure unknown) {
      return Optional.empty();
    }
  }
}
