package dev.slipway.endpoint;

import dev.slipway.cloud.Serverless;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Scaling;
import java.util.OptionalDouble;
import org.springframework.stereotype.Component;

/** What a release's fleet may cost at most, by list prices: at its largest, on its dearest type. */
@Component
public class HourlyCost {

  private final Prices prices;

  HourlyCost(Prices prices) {
    this.prices = prices;
  }

  /** The most instances that autoscaling lets a fleet grow to; 0 when serverless. */
  public static int instances(ReleaseSpec spec) {
    if (spec.hosting().serverless() != null) return 0;
    Scaling scaling = spec.autoscaling();
    int count = spec.hosting().count();
    return scaling == null ? count : Math.max(count, scaling.most());
  }

  /**
   * The most that the fleet costs per hour. For serverless that is the cost of its provisioned
   * concurrency; the cost of requests depends on their number. Empty when the price of a type is
   * not known.
   */
  public OptionalDouble most(ReleaseSpec spec) {
    Hosting hosting = spec.hosting();
    Serverless serverless = hosting.serverless();
    if (serverless != null) {
      Scaling scaling = spec.autoscaling();
      Integer warm = serverless.provisionedConcurrency();
      if (scaling != null) warm = scaling.most();
      Hosting largest =
          Hosting.of(new Serverless(serverless.memoryMb(), serverless.maxConcurrency(), warm));
      return perHour(largest, 0);
    }
    double most = 0;
    for (String type : hosting.types()) {
      OptionalDouble one = perHour(hosting.on(type), instances(spec));
      if (one.isEmpty()) return one;
      most = Math.max(most, one.getAsDouble());
    }
    return OptionalDouble.of(most);
  }

  /** The currency of the prices. */
  public String currency() {
    return prices.unit();
  }

  private OptionalDouble perHour(Hosting hosting, int instances) {
    OptionalDouble month = prices.perMonth(hosting, instances);
    return month.isEmpty() ? month : OptionalDouble.of(month.getAsDouble() / Prices.HOURS_A_MONTH);
  }
}
