package dev.slipway.proxy;

import dev.slipway.access.Principal;
import dev.slipway.proxy.Refusal.Reason;
import dev.slipway.traffic.TrafficRules.PerCaller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stage of the {@link Pipeline}: counts what each caller asks of each endpoint that has a rule
 * about that, and refuses what is too much. All event loops share it.
 */
final class CallerLimits {

  private static final long SECOND = 1_000_000_000;

  private final Map<Key, Allowance> allowances = new ConcurrentHashMap<>();

  private record Key(String endpoint, String caller) {}

  /**
   * Lets a request in, or not; what it takes is given back when the exchange is over.
   *
   * @throws Refusal when the caller has asked too much
   */
  void enter(Exchange exchange, Destination destination, Principal caller) {
    PerCaller rule = destination.rules().perCaller();
    if (rule == null) {
      return;
    }
    long now = System.nanoTime();
    Allowance allowance =
        allowances.computeIfAbsent(
            new Key(destination.route().endpoint(), caller.name()), _ -> new Allowance(now));
    if (!allowance.enter(rule)) {
      throw new Refusal(
          Reason.RATE_LIMITED,
          "%s has %d predictions of this endpoint unanswered, which is the most."
              .formatted(caller.name(), rule.concurrent()),
          1);
    }
    exchange.whenOver(allowance::leave);
    long wait = allowance.take(rule, now);
    if (wait > 0) {
      throw new Refusal(
          Reason.RATE_LIMITED,
          "%s may ask this endpoint %s times a second."
              .formatted(caller.name(), rule.requestsPerSecond()),
          Math.ceilDiv(wait, SECOND));
    }
  }

  /**
   * Refuses early whoever has asked too much already, for as long as the caller is only claimed to
   * be who asks. Takes nothing, so that nobody can use up what belongs to others.
   *
   * @throws Refusal when the caller could not enter now
   */
  void requireRoom(Destination destination, Principal claimed) {
    PerCaller rule = destination.rules().perCaller();
    if (rule == null) {
      return;
    }
    Allowance allowance = allowances.get(new Key(destination.route().endpoint(), claimed.name()));
    long wait = allowance == null ? 0 : allowance.untilRoom(rule, System.nanoTime());
    if (wait > 0) {
      throw new Refusal(
          Reason.RATE_LIMITED,
          "The holder of this access key has asked this endpoint too much.",
          Math.ceilDiv(wait, SECOND));
    }
  }

  /** Forgets whoever has not asked for a while. */
  void sweep() {
    long now = System.nanoTime();
    allowances.values().removeIf(allowance -> allowance.isUntouched(now));
  }

  int size() {
    return allowances.size();
  }
}
