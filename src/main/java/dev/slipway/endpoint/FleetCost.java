package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.FleetChange;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a release's fleet costs, beside what serves now. */
final class FleetCost {

  private FleetCost() {}

  static FleetChange of(
      Prices prices,
      @Nullable ReleaseSpec before,
      ReleaseSpec wanted,
      @Nullable Integer live,
      Capacity capacity) {
    OptionalDouble now =
        before == null
            ? OptionalDouble.empty()
            : prices.perMonth(before.hosting(), live == null ? before.hosting().count() : live);
    OptionalDouble next = prices.perMonth(wanted.hosting(), capacity.instances());
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

  private static @Nullable Double rounded(OptionalDouble value) {
    return value.isEmpty() ? null : Math.round(value.getAsDouble() * 100) / 100.0;
  }
}
