package dev.slipway.cloud;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is counted of the calls to AWS, by their class. All of it is there from the start: a rate
 * knows nothing of a counter's first increment, and an alert cannot tell what is absent from what
 * is well.
 */
final class CallMetrics {

  private final Map<CallClass, Timer> held = new EnumMap<>(CallClass.class);
  private final Map<CallClass, Counter> throttled = new EnumMap<>(CallClass.class);
  private final Map<CallClass, Counter> refused = new EnumMap<>(CallClass.class);

  CallMetrics(MeterRegistry registry) {
    for (CallClass one : CallClass.values()) {
      String tag = one.name().toLowerCase(Locale.ROOT);
      held.put(
          one,
          Timer.builder("slipway.aws.held")
              .description("How long calls were held back for AWS's rate limits, in AWS's time")
              .tag("class", tag)
              .publishPercentileHistogram()
              .register(registry));
      throttled.put(
          one,
          Counter.builder("slipway.aws.throttled")
              .description("Calls that AWS throttled")
              .tag("class", tag)
              .register(registry));
      refused.put(
          one,
          Counter.builder("slipway.aws.refused")
              .description("Calls of somebody waiting that were refused for their turn was too far")
              .tag("class", tag)
              .register(registry));
    }
  }

  /** A call is held back for so long, in AWS's time. */
  void held(CallClass one, Duration wait) {
    of(held, one).record(wait);
  }

  /** AWS has throttled a call. */
  void throttled(CallClass one) {
    of(throttled, one).increment();
  }

  /** Somebody who waits was refused, since the turn of their call is too far off. */
  void refused(CallClass one) {
    of(refused, one).increment();
  }

  private static <M> M of(Map<CallClass, M> meters, CallClass one) {
    M meter = meters.get(one);
    if (meter == null) throw new IllegalStateException("no class of calls: " + one);
    return meter;
  }
}
