package dev.slipway.cloud;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many calls a second AWS is asked at most, by class, in each account and region: {@code
 * slipway.aws.limits.put-metric-alarm=5} where AWS has raised a quota. Seconds are AWS's own.
 *
 * @param limits what departs from {@link CallClass}'s figures
 */
@ConfigurationProperties("slipway.aws")
record CallLimits(@DefaultValue Map<CallClass, Double> limits) {

  CallLimits {
    limits.forEach((one, perSecond) -> {
      if (!(perSecond > 0) || perSecond > 100_000) {
        throw new IllegalArgumentException(
            "slipway.aws.limits."
                + one.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
                + " is "
                + perSecond
                + ": name calls a second, above 0 and up to 100000.");
      }
    });
  }

  double perSecond(CallClass one) {
    return limits.getOrDefault(one, one.perSecond());
  }
}
