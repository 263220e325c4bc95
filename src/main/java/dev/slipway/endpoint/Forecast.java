package dev.slipway.endpoint;

import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Plan.Remark;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** What measurements add to a plan: time by the endpoint's history, price, and recent traffic. */
@Component
@EnableConfigurationProperties(Prices.class)
class Forecast {

  private final Prices prices;
  private final PastDurations past;
  private final CloudClock clock;

  Forecast(Prices prices, PastDurations past, CloudClock clock) {
    this.prices = prices;
    this.past = past;
    this.clock = clock;
  }

  /**
   * What a plan is about.
   *
   * @param before what serves; null for nothing
   * @param live how many instances serve; null when AWS does not say
   * @param forward not on a way back
   */
  record Of(
      String physicalName,
      String variant,
      @Nullable ReleaseSpec before,
      ReleaseSpec wanted,
      @Nullable Integer live,
      boolean forward) {}

  OptionalInt provisioningSeconds(Endpoint endpoint) {
    return past.provisioningSeconds(endpoint.id());
  }

  /** The plan with what the fleet costs, and what its recent traffic means. */
  Plan on(Plan plan, Of of, Cloud cloud) {
    Capacity capacity = Capacity.of(of.before(), of.wanted(), of.live());
    Plan told = plan.costing(FleetCost.of(prices, of.before(), of.wanted(), of.live(), capacity));
    if (!of.forward() || plan.noChanges()) return told;
    for (Remark remark : Alternatives.remarks(prices, of.before(), of.wanted())) {
      told = told.remarking(remark);
    }
    ReleaseSpec before = of.before();
    if (before == null) return told;
    Optional<Traffic> traffic =
        RecentTraffic.of(
            cloud, of.physicalName(), of.variant(), clock.now(), of.wanted().judge() != null);
    if (traffic.isEmpty()) return told;
    for (Remark remark : TrafficRemarks.of(before, of.wanted(), capacity, traffic.get())) {
      told = told.remarking(remark);
    }
    return told;
  }
}
