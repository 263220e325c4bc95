package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.FixedAnswer;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * A stage of the {@link Pipeline}, around {@link Forward}: asks the endpoint's circuit breaker
 * first. Where the breaker gives SageMaker a rest, or SageMaker does not answer, it has the
 * endpoint's fallback answer instead, if there is one; another endpoint that stands in has a
 * breaker of its own. Each event loop has one.
 */
final class Safeguard {

  /** The part of the time that is kept for the endpoint that stands in: a quarter. */
  private static final int KEPT = 4;

  private static final long MILLI = 1_000_000;

  private final Forward forward;
  private final KnownRoutes routes;
  private final long patience;
  private final Breakers breakers;

  /**
   * @param patience how long a prediction may take in all, whoever answers, in milliseconds
   */
  Safeguard(Forward forward, KnownRoutes routes, Breakers breakers, long patience) {
    this.forward = forward;
    this.routes = routes;
    this.breakers = breakers;
    this.patience = patience;
  }

  /**
   * How the prediction ended; fails with a {@link Refusal} when neither the endpoint nor a fallback
   * answers.
   */
  Future<Outcome> ask(Exchange exchange, Destination destination, Body body) {
    Fallback fallback = destination.rules().fallback();
    // As good as now: the body came to its end in this turn.
    long now = exchange.readAt();
    long until = Patience.until(exchange, patience, now);
    exchange.setDeadline(until);
    boolean hurried = until - now < patience * MILLI;
    if (fallback == null) {
      return guarded(exchange, destination, body, until, now, hurried);
    }
    // Another endpoint needs time of its own to stand in.
    long meant = canStandIn(fallback, now) ? until - (until - now) / KEPT : until;
    return guarded(exchange, destination, body, meant, now, hurried)
        .recover(failure -> instead(exchange, fallback, body, failure));
  }

  /**
   * Asks the endpoint, unless its breaker gives it a rest; the breaker hears of the end.
   *
   * @param hurried whether less time is given than the proxy's own patience
   */
  private Future<Outcome> guarded(
      Exchange exchange, Destination by, Body body, long until, long now, boolean hurried) {
    Breaker breaker = breakers.of(by);
    if (breaker == null) {
      return answered(exchange, by, body, until, now);
    }
    long ticket = breaker.admits(now);
    if (ticket == Breaker.NONE) {
      breakers.refused(by);
      return Future.failedFuture(resting(by, breaker, now));
    }
    var admitted = new Admitted(breaker, ticket, by.operation(), hurried, exchange.upstreamNanos());
    return answered(exchange, by, body, until, now)
        .onComplete((outcome, failure) -> admitted.ended(exchange, outcome, failure));
  }

  /** Whether another endpoint could be asked now, were it to stand in. */
  private boolean canStandIn(Fallback fallback, long now) {
    Optional<Destination> other = other(fallback);
    Breaker breaker = other.isEmpty() ? null : breakers.of(other.get());
    return other.isPresent() && (breaker == null || !breaker.rests(now));
  }

  /** Fails, and never throws: the breaker must hear of every end. */
  private Future<Outcome> answered(
      Exchange exchange, Destination by, Body body, long until, long now) {
    if (until - now <= 0) {
      return Future.failedFuture(
          new Refusal(Reason.UNASKED, "The time that the caller gave is over."));
    }
    try {
      return forward
          .send(exchange, by, body, until)
          .map(reply -> {
            exchange.recordWell(!ModelError.speaksAgainst(reply));
            return new Outcome.Answered(by, reply);
          });
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static Refusal resting(Destination destination, Breaker breaker, long now) {
    return new Refusal(
        Reason.CIRCUIT_OPEN,
        "Too many predictions of %s failed; SageMaker is given a rest."
            .formatted(destination.route().endpoint()),
        breaker.restSeconds(now));
  }

  /**
   * What the fallback answers instead. A refusal that comes here means that SageMaker did not
   * answer: it was given a rest, there was no place or there were no keys to ask it with, or no
   * answer came. Refusals for other reasons end a prediction before it gets here.
   */
  private Future<Outcome> instead(
      Exchange exchange, Fallback fallback, Body body, Throwable failure) {
    if (exchange.callerHasLeft() || !(failure instanceof Refusal refusal)) {
      return Future.failedFuture(failure);
    }
    FixedAnswer answer = fallback.answer();
    if (answer != null) {
      exchange.standInWith("fixed", refusal);
      return Future.succeededFuture(new Outcome.Fixed(answer));
    }
    return other(fallback)
        .map(destination -> instead(exchange, destination, body, refusal))
        .orElseGet(() -> Future.failedFuture(refusal));
  }

  private Future<Outcome> instead(
      Exchange exchange, Destination other, Body body, Refusal refusal) {
    String name = other.route().endpoint();
    exchange.standInWith(name, refusal);
    // It has what is left of one prediction's time, which may be too little even for one that is
    // well.
    return guarded(exchange, other, body, exchange.deadline(), System.nanoTime(), true)
        .recover(second -> {
          exchange.dropStandIn();
          return Future.failedFuture(
              second instanceof Refusal too ? refusal.andOf(name, too) : second);
        });
  }

  /** The endpoint that stands in, if there is one that can be asked: it may have been retired. */
  private Optional<Destination> other(Fallback fallback) {
    String name = fallback.endpoint();
    return name == null
        ? Optional.empty()
        : routes.find(new Target.Named(name)).filter(found -> found.upstream() != null);
  }
}
