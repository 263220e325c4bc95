package dev.slipway.endpoint;

import dev.slipway.cloud.Metrics.Point;
import dev.slipway.environment.Scaling;
import dev.slipway.judge.Traffic.Spread;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The requests that an endpoint has had lately.
 *
 * @param minutes for how many of the last minutes the endpoint existed
 * @param perMinute on average; a minute without a point had none
 * @param peakPerMinute in the busiest minute
 * @param byMinute errors and latency by minute; null where they were not asked for
 * @param secondsEach how long the container took for a request on average; null where that was not
 *     asked for, or there were no requests
 */
record Traffic(
    int minutes,
    double perMinute,
    double peakPerMinute,
    dev.slipway.judge.@Nullable Traffic byMinute,
    @Nullable Double secondsEach) {

  /** How far back CloudWatch is asked. */
  static final Duration LATELY = Duration.ofHours(3);

  /** The query that tells how long all requests took together, in microseconds. */
  static final String TOOK = "took";

  /**
   * The least number of minutes that tell how many requests come in a minute. It takes about ten
   * until a new endpoint is in service and CloudWatch shows its requests, so fewer minutes say
   * little.
   */
  static final int LEAST_MINUTES = 20;

  private static final double MICROSECONDS = 1000;
  private static final int MINUTES_A_MONTH = Prices.HOURS_A_MONTH * 60;

  /**
   * For how many of the last minutes an endpoint existed: at least one.
   *
   * @param since when SageMaker made it; null where it does not say
   */
  static int minutes(@Nullable Instant since, Instant until) {
    long most = LATELY.toMinutes();
    return Math.clamp(
        since == null ? most : Duration.between(since, until).toMinutes(), 1, (int) most);
  }

  /**
   * The traffic that follows from CloudWatch's points of the last minutes.
   *
   * @param minutes how many
   * @param points the points by query, see {@link RecentTraffic}
   * @param judged whether errors and latency were asked for too
   */
  static Traffic of(int minutes, Map<String, List<Point>> points, boolean judged) {
    double[] invocations = values(points, "invocations");
    double sum = sum(invocations);
    double perMinute = sum / minutes;
    double peak = 0;
    for (double one : invocations) peak = Math.max(peak, one);
    double took = sum(values(points, TOOK));
    return new Traffic(
        minutes,
        perMinute,
        peak,
        judged ? byMinute(perMinute, sum, points) : null,
        sum == 0 || took == 0 ? null : took / sum / 1_000_000);
  }

  /**
   * Whether this tells how many requests come in a minute. The busiest minute is known in any case.
   */
  boolean foretells() {
    return minutes >= LEAST_MINUTES;
  }

  /** The requests of a month at the average of these minutes. */
  double perMonth() {
    return perMinute * MINUTES_A_MONTH;
  }

  /** How many instances autoscaling wants for the busiest minute; empty where it cannot be told. */
  OptionalInt instancesAtPeak(Scaling scaling) {
    Double target = scaling.targetInvocationsPerInstance();
    return target == null
        ? OptionalInt.empty()
        : OptionalInt.of(Math.min(scaling.most(), (int) Math.ceil(peakPerMinute / target)));
  }

  private static dev.slipway.judge.Traffic byMinute(
      double perMinute, double requests, Map<String, List<Point>> points) {
    double all = Math.max(1, requests);
    return new dev.slipway.judge.Traffic(
        perMinute,
        Math.min(1, sum(values(points, "errors")) / all),
        Math.min(1, sum(values(points, "refusals")) / all),
        spread(values(points, "latency")),
        spread(values(points, "overhead")));
  }

  private static Spread spread(double[] micros) {
    if (micros.length == 0) return new Spread(0, 0);
    double mean = sum(micros) / micros.length;
    double squares = 0;
    for (double one : micros) squares += (one - mean) * (one - mean);
    double deviation = Math.sqrt(squares / micros.length);
    return new Spread(mean / MICROSECONDS, mean == 0 ? 0 : deviation / mean);
  }

  private static double[] values(Map<String, List<Point>> points, String id) {
    return points.getOrDefault(id, List.of()).stream().mapToDouble(Point::value).toArray();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double one : values) sum += one;
    return sum;
  }
}
