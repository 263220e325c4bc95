package dev.slipway.usage;

import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Metrics.Point;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.Serverless;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.EndpointClouds;
import dev.slipway.endpoint.Prices;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.Releases;
import dev.slipway.endpoint.ServerlessOffer;
import dev.slipway.environment.Hosting;
import dev.slipway.usage.Usage.OnServerless;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Measures how many requests endpoints get, hour by hour, and compares that with their cost. */
@Component
class MeasureUsage {

  private static final int HOUR = 3600;
  private static final double DAYS_A_MONTH = Prices.HOURS_A_MONTH / 24.0;

  private final Prices prices;
  private final Releases releases;
  private final EndpointClouds clouds;

  MeasureUsage(Prices prices, Releases releases, EndpointClouds clouds) {
    this.prices = prices;
    this.releases = releases;
    this.clouds = clouds;
  }

  /** The currency of the prices, such as {@code USD}. */
  String currency() {
    return prices.unit();
  }

  /** When the prices were true. */
  String pricesAsOf() {
    return prices.date();
  }

  /** What a month of instances costs; empty when the price is not known. */
  OptionalDouble perMonth(String instanceType, int instances) {
    OptionalDouble hour = prices.perHour(instanceType);
    return hour.isEmpty()
        ? hour
        : OptionalDouble.of(cents(hour.getAsDouble() * Prices.HOURS_A_MONTH * instances));
  }

  /** An endpoint's usage over some days; empty where nothing serves. */
  Optional<Usage> of(Endpoint endpoint, int days, Instant now) {
    return releases.current(endpoint).map(release -> measured(endpoint, release, days, now));
  }

  private Usage measured(Endpoint endpoint, Release release, int days, Instant now) {
    ReleaseSpec spec = release.spec();
    Cloud cloud = clouds.of(endpoint, spec);
    Instant until = now.truncatedTo(ChronoUnit.HOURS).plusSeconds(HOUR);
    Instant since = until.minus(Duration.ofDays(days));
    LiveEndpoint found = live(endpoint, cloud);
    Integer live = found == null ? null : found.desiredInstances();
    Measured measured = Measured.of(days, found == null ? null : found.createdAt(), now);
    boolean onInstances = spec.hosting().serverless() == null;
    Hours hours = hours(endpoint, cloud, since, until);
    OptionalDouble cost = cost(spec.hosting(), live, hours, measured);
    boolean idle = hours != null && measured.whole() && hours.invocations() == 0;
    boolean offered = onInstances && ServerlessOffer.fits(spec);
    OnServerless there =
        hours == null || !offered || !measured.foretells()
            ? null
            : onServerless(hours, measured, cost.isEmpty() ? null : cost.getAsDouble());
    return new Usage(
        endpoint.name(),
        release.number(),
        onInstances ? spec.hosting().type() : null,
        onInstances ? live : null,
        hours == null ? null : hours.invocations(),
        hours == null ? null : hours.last(),
        idle,
        cost.isEmpty() ? null : cents(cost.getAsDouble()),
        there,
        sentence(hours, idle, measured, onInstances, cost, there)
            + (hours != null && (offered || !onInstances) ? measured.untold() : ""));
  }

  private static @Nullable LiveEndpoint live(Endpoint endpoint, Cloud cloud) {
    try {
      return cloud.sageMaker().findEndpoint(endpoint.physicalName()).orElse(null);
    } catch (CloudFailure unknown) {
      return null;
    }
  }

  /** The requests of all hours together, and the milliseconds that one took on average. */
  private record Hours(long invocations, double millis, @Nullable Instant last) {

    double perMonth(Measured measured) {
      return invocations / measured.days() * DAYS_A_MONTH;
    }
  }

  private static @Nullable Hours hours(
      Endpoint endpoint, Cloud cloud, Instant since, Instant until) {
    Map<String, String> variant =
        Map.of("EndpointName", endpoint.physicalName(), "VariantName", endpoint.variant());
    Map<String, List<Point>> read;
    try {
      read =
          cloud
              .metrics()
              .read(
                  List.of(
                      query("invocations", "Invocations", "Sum", variant),
                      query("latency", "ModelLatency", "Sum", variant)),
                  since,
                  until);
    } catch (CloudFailure unknown) {
      return null;
    }
    List<Point> invocations = read.getOrDefault("invocations", List.of());
    double asked = invocations.stream().mapToDouble(Point::value).sum();
    double micros =
        read.getOrDefault("latency", List.of()).stream().mapToDouble(Point::value).sum();
    return new Hours(
        Math.round(asked),
        asked == 0 ? 0 : micros / asked / 1000,
        invocations.stream()
            .filter(point -> point.value() > 0)
            .map(Point::at)
            .max(Comparator.naturalOrder())
            .orElse(null));
  }

  private static MetricQuery query(
      String id, String metric, String statistic, Map<String, String> variant) {
    return new MetricQuery(id, "AWS/SageMaker", metric, variant, statistic, HOUR);
  }

  /**
   * The cost of a month of what runs now; for serverless, of as many requests as there were in the
   * measured days.
   */
  private OptionalDouble cost(
      Hosting hosting, @Nullable Integer live, @Nullable Hours hours, Measured measured) {
    OptionalDouble standing = prices.perMonth(hosting, live == null ? hosting.count() : live);
    Serverless serverless = hosting.serverless();
    if (serverless == null || standing.isEmpty()) return standing;
    if (hours == null || !measured.foretells()) return OptionalDouble.empty();
    OptionalDouble requests =
        prices.requests(serverless, hours.perMonth(measured), hours.millis() / 1000);
    return requests.isEmpty()
        ? requests
        : OptionalDouble.of(standing.getAsDouble() + requests.getAsDouble());
  }

  private @Nullable OnServerless onServerless(
      Hours hours, Measured measured, @Nullable Double now) {
    return ServerlessOffer.of(prices, hours.perMonth(measured), hours.millis() / 1000)
        .map(offer ->
            new OnServerless(
                offer.memoryMb(),
                offer.requestsPerMonth(),
                offer.secondsPerRequest(),
                offer.costPerMonth(),
                now != null && offer.costPerMonth() < now))
        .orElse(null);
  }

  private String sentence(
      @Nullable Hours hours,
      boolean idle,
      Measured measured,
      boolean onInstances,
      OptionalDouble cost,
      @Nullable OnServerless there) {
    if (hours == null) return "CloudWatch does not say what it was asked.";
    int days = measured.asked();
    String costs =
        cost.isEmpty()
            ? onInstances
                ? "Nobody has said what its instances cost."
                : "What it costs a month is not known."
            : String.format(
                Locale.ROOT, "It costs %.2f %s a month.", cost.getAsDouble(), currency());
    String asked =
        idle
            ? "Nobody has asked it anything for " + days + " days. "
            : hours.invocations() == 0 && measured.young()
                ? "It is younger than " + days + " days and has not been asked yet. "
                : hours.invocations() + " requests in " + days + " days. ";
    if (there == null || !there.cheaper()) return asked + costs;
    return asked
        + costs
        + String.format(
            Locale.ROOT,
            " On serverless the same %.0f requests a month of %.3f s each would cost about %.2f %s"
                + " at %d MB, and nothing while nobody asks; the first request after a pause waits"
                + " for a cold start.",
            there.requestsPerMonth(),
            there.secondsPerRequest(),
            there.costPerMonth(),
            currency(),
            there.memoryMb());
  }

  private static double cents(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
