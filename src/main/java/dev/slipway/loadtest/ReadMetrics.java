package dev.slipway.loadtest;

import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Metrics.Point;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.loadtest.LoadTests.Window;
import dev.slipway.loadtest.MeasuredStep.ModelLatency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from CloudWatch the figures that a load test needs. Figures that CloudWatch does not tell
 * are left out.
 */
final class ReadMetrics {

  /** A minute belongs to a step when half of it lies within. */
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private static final int MINUTE = 60;
  private static final double MICROSECONDS = 1000;

  private ReadMetrics() {}

  /**
   * The requests of applications over some days.
   *
   * @param until when the load test began
   * @param windows in which load was sent; their minutes are left out
   * @return null when CloudWatch does not say
   */
  static @Nullable Demand demand(
      Endpoint endpoint, Cloud cloud, int days, Instant until, List<Window> windows) {
    try {
      Map<String, List<Point>> read =
          cloud
              .metrics()
              .read(
                  List.of(
                      query(endpoint, "invocations", "Invocations", "Sum"),
                      query(endpoint, "latency", "ModelLatency", "Sum")),
                  until.minus(Duration.ofDays(days)),
                  until);
      List<Double> minutes =
          read.getOrDefault("invocations", List.of()).stream()
              .filter(point -> point.value() > 0 && apart(point.at(), windows))
              .map(Point::value)
              .toList();
      double asked = minutes.stream().mapToDouble(Double::doubleValue).sum();
      double micros =
          read.getOrDefault("latency", List.of()).stream()
              .filter(point -> apart(point.at(), windows))
              .mapToDouble(Point::value)
              .sum();
      return new Demand(
          days,
          there(endpoint, cloud, until.minus(Duration.ofDays(days)), until, windows),
          minutes,
          asked == 0 ? null : micros / asked / 1e6);
    } catch (CloudFailure unknown) {
      return null;
    }
  }

  /** The steps with what the container took, by CloudWatch. */
  static List<MeasuredStep> modelLatency(Endpoint endpoint, Cloud cloud, List<MeasuredStep> steps) {
    if (steps.isEmpty()) return steps;
    Instant from = minute(steps.getFirst().from());
    Instant until = minute(steps.getLast().until()).plusSeconds(MINUTE);
    try {
      Map<String, List<Point>> read =
          cloud
              .metrics()
              .read(
                  List.of(
                      query(endpoint, "p50", "ModelLatency", "p50"),
                      query(endpoint, "p99", "ModelLatency", "p99")),
                  from,
                  until);
      return steps.stream().map(step -> step.with(latency(step, read))).toList();
    } catch (CloudFailure unknown) {
      return steps;
    }
  }

  private static @Nullable ModelLatency latency(MeasuredStep step, Map<String, List<Point>> read) {
    OptionalDouble p50 = within(step, read.getOrDefault("p50", List.of()));
    OptionalDouble p99 = within(step, read.getOrDefault("p99", List.of()));
    return p50.isEmpty() || p99.isEmpty()
        ? null
        : new ModelLatency(Measure.rounded(p50.getAsDouble()), Measure.rounded(p99.getAsDouble()));
  }

  private static OptionalDouble within(MeasuredStep step, List<Point> points) {
    return points.stream()
        .filter(point -> shared(step, point).compareTo(HALF_A_MINUTE) >= 0)
        .mapToDouble(point -> point.value() / MICROSECONDS)
        .max();
  }

  private static Duration shared(MeasuredStep step, Point point) {
    Instant begins = point.at().isBefore(step.from()) ? step.from() : point.at();
    Instant over = point.at().plusSeconds(MINUTE);
    Instant ends = over.isAfter(step.until()) ? step.until() : over;
    return Duration.between(begins, ends);
  }

  private static @Nullable Long there(
      Endpoint endpoint, Cloud cloud, Instant since, Instant until, List<Window> windows) {
    Optional<LiveEndpoint> live = cloud.sageMaker().findEndpoint(endpoint.physicalName());
    if (live.isEmpty()) return null;
    Instant made = live.get().createdAt();
    return Stream.iterate(
            minute(made.isAfter(since) ? made : since),
            at -> at.isBefore(until),
            at -> at.plusSeconds(MINUTE))
        .filter(at -> apart(at, windows))
        .count();
  }

  private static boolean apart(Instant minute, List<Window> windows) {
    return windows.stream()
        .allMatch(window ->
            minute.isAfter(window.until()) || !minute.plusSeconds(MINUTE).isAfter(window.from()));
  }

  private static Instant minute(Instant at) {
    return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), (long) MINUTE) * MINUTE);
  }

  private static MetricQuery query(Endpoint endpoint, String id, String metric, String statistic) {
    return new MetricQuery(
        id,
        "AWS/SageMaker",
        metric,
        Map.of("EndpointName", endpoint.physicalName(), "VariantName", endpoint.variant()),
        statistic,
        MINUTE);
  }
}
