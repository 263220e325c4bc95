package dev.slipway.endpoint;

import dev.slipway.cloud.Serverless;
import dev.slipway.endpoint.Plan.FleetChange;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Hosting;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Computes what a release's fleet costs, beside what the serving one costs. For serverless it
 * assumes as many requests, each as long, as there were lately. Where that is not known the cost is
 * not known either.
 */
final class FleetCost {

  private FleetCost() {}

  /**
   * The change of the fleet and its cost.
   *
   * @param traffic what the endpoint had lately; null where nobody knows
   */
  static FleetChange of(
      Prices prices,
      @Nullable ReleaseSpec before,
      ReleaseSpec wanted,
      @Nullable Integer live,
      Capacity capacity,
      @Nullable Traffic traffic) {
    OptionalDouble now =
        before == null
            ? OptionalDouble.empty()
            : month(
                prices, before.hosting(), live == null ? before.hosting().count() : live, traffic);
    OptionalDouble next = month(prices, wanted.hosting(), capacity.instances(), traffic);
    return new FleetChange(
        before == null ? null : live,
        wanted.hosting().serverless() == null ? capacity.instances() : null,
        rounded(now),
        rounded(next),
        now.isEmpty() || next.isEmpty()
            ? null
            : rounded(OptionalDouble.of(next.getAsDouble() - now.getAsDouble())),
        prices.unit(),
        prices.date());
  }

  /**
   * The remark on the requests that were assumed for serverless; empty where nothing is serverless.
   */
  static Optional<Remark> remark(
      Prices prices, @Nullable ReleaseSpec before, ReleaseSpec wanted, @Nullable Traffic traffic) {
    Serverless serverless = serverless(before, wanted);
    if (serverless == null) return Optional.empty();
    OptionalDouble second = prices.serverlessPerSecond(serverless);
    OptionalDouble requests = requests(prices, serverless, traffic);
    if (second.isEmpty() && requests.isEmpty()) {
      return Optional.of(
          new Remark(
              Severity.NOTE,
              "requests-are-billed",
              "Serverless costs nothing while nobody asks and bills each request by its time."
                  + " What a second costs in %s is not known, so the plan names no cost of them."
                      .formatted(prices.unit()),
              "Set slipway.prices.serverless-gb-second."));
    }
    if (traffic == null || traffic.secondsEach() == null || requests.isEmpty()) {
      return Optional.of(
          new Remark(
              Severity.NOTE,
              "requests-are-billed",
              String.format(
                  Locale.ROOT,
                  "Serverless costs nothing while nobody asks and bills each request by its"
                      + " time, %.6f %s a second with %d MB. How many requests come and how long"
                      + " they take is not known, so the plan names no cost of them.",
                  second.getAsDouble(),
                  prices.unit(),
                  serverless.memoryMb()),
              null));
    }
    return Optional.of(
        new Remark(
            Severity.NOTE,
            "requests-are-estimated",
            String.format(
                Locale.ROOT,
                "At the recent %.1f requests/min, of which each took the container %.0f ms, the"
                    + " requests cost about %.2f %s a month on serverless with %d MB. Cold starts"
                    + " and transfer are not in it, and another kind of hosting may take another"
                    + " time.",
                traffic.perMinute(),
                1000 * traffic.secondsEach(),
                requests.getAsDouble(),
                prices.unit(),
                serverless.memoryMb()),
            null));
  }

  static boolean dependsOnTraffic(@Nullable ReleaseSpec before, ReleaseSpec wanted) {
    return serverless(before, wanted) != null;
  }

  private static @Nullable Serverless serverless(@Nullable ReleaseSpec before, ReleaseSpec wanted) {
    Serverless next = wanted.hosting().serverless();
    return next != null || before == null ? next : before.hosting().serverless();
  }

  private static OptionalDouble month(
      Prices prices, Hosting hosting, int instances, @Nullable Traffic traffic) {
    OptionalDouble standing = prices.perMonth(hosting, instances);
    Serverless serverless = hosting.serverless();
    if (serverless == null || standing.isEmpty()) return standing;
    OptionalDouble requests = requests(prices, serverless, traffic);
    return requests.isEmpty()
        ? requests
        : OptionalDouble.of(standing.getAsDouble() + requests.getAsDouble());
  }

  private static OptionalDouble requests(
      Prices prices, Serverless serverless, @Nullable Traffic traffic) {
    if (traffic == null || !traffic.foretells() || traffic.secondsEach() == null) {
      return OptionalDouble.empty();
    }
    return prices.requests(serverless, traffic.perMonth(), traffic.secondsEach());
  }

  private static @Nullable Double rounded(OptionalDouble value) {
    return value.isEmpty() ? null : Math.round(value.getAsDouble() * 100) / 100.0;
  }
}
