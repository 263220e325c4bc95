package dev.slipway.endpoint;

import dev.slipway.cloud.Autoscaling.Dimension;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Serverless;
import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.Remark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Adds to a plan what measurements tell: the time by the endpoint's history, the price, and the
 * recent traffic.
 */
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
   * @param before the release that serves; null for none
   * @param fleet the size of the fleet that serves
   * @param serverless what serves without instances, as AWS has it now; null for none
   * @param since when SageMaker made the endpoint; null when there is none
   * @param forward false on a way back
   */
  record Of(
      String physicalName,
      String variant,
      @Nullable ReleaseSpec before,
      ReleaseSpec wanted,
      ScaleOut.Fleet fleet,
      @Nullable Serverless serverless,
      @Nullable Instant since,
      boolean forward) {

    /** How many instances serve; null when AWS does not say. */
    @Nullable Integer live() {
      return fleet.serving();
    }

    /**
     * The serving release, with the provisioned concurrency that is paid for now; null for none.
     */
    private @Nullable ReleaseSpec paid() {
      return before == null || serverless == null || before.hosting().serverless() == null
          ? before
          : before.on(before.hosting().on(serverless));
    }

    /** The release that comes, with the provisioned concurrency that is paid for then. */
    private ReleaseSpec coming() {
      return wanted.on(KeptWarm.of(before, wanted, serverless, !forward));
    }
  }

  OptionalInt provisioningSeconds(Endpoint endpoint) {
    return past.provisioningSeconds(endpoint.id());
  }

  /** The recent traffic of what a plan is about. */
  LazyTraffic lately(Of of, Cloud cloud) {
    RecentTraffic.Asked asked =
        new RecentTraffic.Asked(
            of.since(),
            of.wanted().judge() != null,
            FleetCost.dependsOnTraffic(of.before(), of.wanted()));
    return new LazyTraffic(
        () -> RecentTraffic.read(cloud, of.physicalName(), of.variant(), clock.now(), asked));
  }

  /**
   * The size to which the fleet is enlarged before the update; null where it is not, or CloudWatch
   * does not tell.
   */
  static @Nullable Integer enlarged(Of of, LazyTraffic lately) {
    ReleaseSpec before = of.before();
    if (before == null || !of.forward() || !ScaleOut.concerns(before, of.wanted())) return null;
    try {
      OptionalInt least = ScaleOut.to(before, of.wanted(), of.fleet(), lately.traffic());
      return least.isPresent() ? least.getAsInt() : null;
    } catch (CloudFailure untold) {
      return null;
    }
  }

  /** The plan with what the fleet costs, and what its recent traffic means. */
  Plan on(Plan plan, Of of, LazyTraffic lately) {
    Integer enlarged = plan.noChanges() ? null : enlarged(of, lately);
    ReleaseSpec before = of.before();
    Integer serving = enlarged == null ? of.live() : enlarged;
    Capacity capacity = Capacity.of(before, of.wanted(), serving, !of.forward());
    boolean forward = of.forward() && !plan.noChanges();
    boolean priced = !plan.noChanges() && FleetCost.dependsOnTraffic(before, of.wanted());
    List<Remark> remarks = new ArrayList<>();
    if (forward) remarks.addAll(Alternatives.remarks(prices, before, of.wanted()));
    Traffic traffic = null;
    if (before != null && (forward || priced)) {
      try {
        traffic = lately.traffic();
        if (forward) {
          remarks.addAll(TrafficRemarks.of(before, of.wanted(), capacity, traffic));
          ScaleOut.remark(before, of.wanted(), of.fleet(), traffic).ifPresent(remarks::add);
        }
      } catch (CloudFailure untold) {
        if (forward) remarks.add(TrafficRemarks.unknown(untold));
      }
    }
    if (priced) FleetCost.remark(prices, of.paid(), of.wanted(), traffic).ifPresent(remarks::add);
    Plan told =
        plan.costing(FleetCost.of(prices, of.paid(), of.coming(), of.live(), capacity, traffic));
    for (Remark remark : remarks) told = told.remarking(remark);
    return before == null || traffic == null || !forward
        ? told
        : scalingOut(told, of, before, traffic);
  }

  private static Plan scalingOut(Plan plan, Of of, ReleaseSpec before, Traffic traffic) {
    OptionalInt least = ScaleOut.to(before, of.wanted(), of.fleet(), traffic);
    if (least.isEmpty()) return plan;
    Variant variant = new Variant(of.physicalName(), of.variant(), Dimension.INSTANCE_COUNT);
    return plan.scalingOutFirst(
        new Call("application-autoscaling", "RegisterScalableTarget", variant.resourceId()),
        ScaleOut.putsBack(before, of.wanted(), least.getAsInt()));
  }
}
