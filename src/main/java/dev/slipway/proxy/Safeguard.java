package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.FixedAnswer;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stage of the {@link Pipeline}, around {@link Forward}: asks the endpoint's circuit breaker
 * first. Where the breaker gives SageMaker a rest, or SageMaker does not answer, it has the
 * endpoint's fallback answer instead, if there is one. Each event loop has one.
 */
final class Safeguard {

  /** The part of the time that is kept for the endpoint that stands in: a quarter. */
  private static final int KEPT = 4;

  private static final long MILLI = 1_000_000;

  private final Forward forward;
  private final KnownRoutes routes;
  private final long patience;
  private final Map<String, Breaker> breakers = new HashMap<>();

  /**
   * @param patience how long a prediction may take in all, whoever answers, in milliseconds
   */
  Safeguard(Forward forward, KnownRoutes routes, long patience) {
    this.forward = forward;
    this.routes = routes;
    this.patience = patience;
  }

  /**
   * How the prediction ended; fails with a {@link Refusal} when neither the endpoint nor a fallback
   * answers.
   */
  Future<Outcome> ask(Exchange exchange, Destination destination, Body body) {
    Breaker breaker = breaker(destination);
    Fallback fallback = destination.rules().fallback();
    long now = System.nanoTime();
    long until = Patience.until(exchange, patience, now);
    exchange.setDeadline(until);
    if (breaker == null && fallback == null) {
      return answered(exchange, destination, body, until);
    }
    long ticket = breaker == null ? Breaker.NONE : breaker.admits(now);
    if (breaker != null && ticket == Breaker.NONE) {
      return instead(exchange, fallback, body, resting(destination, breaker, now));
    }
    // Another endpoint needs time of its own to stand in.
    boolean kept = fallback != null && other(fallback).isPresent();
    return answered(exchange, destination, body, kept ? until - (until - now) / KEPT : until)
        .transform((outcome, failure) -> {
          if (breaker != null) {
            boolean hurried = until - now < patience * MILLI;
            new Admitted(breaker, ticket, destination.operation(), hurried)
                .ended(exchange, outcome, failure);
          }
          return failure == null
              ? Future.succeededFuture(outcome)
              : instead(exchange, fallback, body, failure);
        });
  }

  /** Fails, and never throws: the breaker must hear of every end. */
  private Future<Outcome> answered(Exchange exchange, Destination by, Body body, long until) {
    if (until - System.nanoTime() <= 0) {
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

  private @Nullable Breaker breaker(Destination destination) {
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
    }
    return known;
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
      Exchange exchange, @Nullable Fallback fallback, Body body, Throwable failure) {
    if (fallback == null || exchange.callerHasLeft() || !(failure instanceof Refusal refusal)) {
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
    return answered(exchange, other, body, exchange.deadline())
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
