package dev.slipway.proxy;

import dev.slipway.traffic.TrafficRules;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers of the endpoints that have a rule about that. Whoever asks an endpoint goes
 * by its breaker: the endpoint's own callers, those for whom it stands in, and those whose
 * predictions are mirrored to it. Each event loop has its own.
 */
final class Breakers {

  private final Map<String, Breaker> breakers = new HashMap<>();
  private final ProxyMetrics metrics;

  Breakers(ProxyMetrics metrics) {
    this.metrics = metrics;
  }

  /** The endpoint's breaker; null where no rule asks for one. */
  @Nullable Breaker of(Destination destination) {
    TrafficRules.Breaker rule = destination.rules().breaker();
    String endpoint = destination.route().endpoint();
    if (rule == null) {
      if (!breakers.isEmpty()) {
        breakers.remove(endpoint);
      }
      return null;
    }
    Breaker known = breakers.get(endpoint);
    if (known == null || !known.rule().equals(rule)) {
      AnswerTimes times = known == null ? new AnswerTimes() : known.times();
      known = new Breaker(rule, times, System.nanoTime());
      breakers.put(endpoint, known);
      // So that it can be read before it counts anything.
      metrics.breakerRefusals(destination.route());
    }
    return known;
  }

  /** The endpoint's breaker did not let a prediction through. */
  void refused(Destination destination) {
    metrics.breakerRefusals(destination.route()).increment();
  }
}
