package dev.slipway.loadtest;

import dev.slipway.endpoint.Prices;
import dev.slipway.endpoint.ServerlessOffer;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a month costs, in three ways.
 *
 * @param currency what prices are in
 * @param pricesAsOf when they were true
 * @param now of the instances that run; null when the type's price is not known
 * @param recommended of the fleet as recommended, following the measured traffic; null without one
 * @param serverless of the same requests; null where serverless cannot take them or its price is
 *     not known
 * @param serverlessCheaper whether that is less than the fleet as recommended; null where one of
 *     the two is not there
 */
record CostAdvice(
    String currency,
    String pricesAsOf,
    @Nullable Double now,
    @Nullable Double recommended,
    @Nullable ServerlessOffer serverless,
    @Nullable Boolean serverlessCheaper) {

  /**
   * The comparison.
   *
   * @param fleet null where nobody asked anything, or not for long enough
   * @param fits whether serverless can host the release at all
   */
  static CostAdvice of(
      Prices prices, Hosted hosted, @Nullable FleetAdvice fleet, Demand demand, boolean fits) {
    OptionalDouble hour = prices.perHour(hosted.type());
    ServerlessOffer offer = fits ? offer(prices, demand) : null;
    Double recommended = fleet == null ? null : month(hour, fleet.averageInstances());
    return new CostAdvice(
        prices.unit(),
        prices.date(),
        month(hour, hosted.instances()),
        recommended,
        offer,
        (offer == null || recommended == null) ? null : offer.costPerMonth() < recommended);
  }

  private static @Nullable ServerlessOffer offer(Prices prices, Demand demand) {
    Double seconds = demand.secondsPerRequest();
    Double atOnce = demand.peakAtOnce();
    if (seconds == null || atOnce == null || !demand.foretells()) return null;
    double days = Prices.HOURS_A_MONTH / 24.0;
    return atOnce > ServerlessOffer.MOST_CONCURRENCY
        ? null
        : ServerlessOffer.of(
                prices,
                demand.requests() / demand.daysThere() * days,
                Math.round(seconds * 1e4) / 1e4)
            .orElse(null);
  }

  private static @Nullable Double month(OptionalDouble hour, double instances) {
    return hour.isEmpty()
        ? null
        : Measure.rounded(hour.getAsDouble() * Prices.HOURS_A_MONTH * instances);
  }
}
