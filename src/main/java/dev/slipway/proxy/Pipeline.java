package dev.slipway.proxy;

import dev.slipway.access.Denial;
import dev.slipway.access.DeniedAttempts;
import dev.slipway.access.Principal;
import dev.slipway.base.TrustedBalancers;
import dev.slipway.traffic.TrafficRules.FixedAnswer;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The stages that a prediction passes. Each event loop has one pipeline. The order of the stages
 * is:
 *
 * <ol>
 *   <li>{@link OpenDoor}: which endpoint is named
 *   <li>{@link Authenticate}: who is asking
 *   <li>{@link FindRoute}: where the endpoint's predictions go, and whether the caller may ask it
 *   <li>{@link CallerLimits}: whether the caller has asked too much
 *   <li>{@link ReadBody}: the whole body
 *   <li>{@link Aside}: what is mirrored and captured begins, and the prediction does not wait for
 *       it
 *   <li>{@link Safeguard}: the breaker, around {@link Forward}, which has each attempt signed by
 *       {@link Sign}; or what answers instead
 *   <li>{@link Answer}, or {@link Refuse} when any stage fails
 * </ol>
 *
 * <p>Signed requests are the exception where their head does not say how the signature covers the
 * body: then {@link Authenticate} reads the body itself, and ReadBody finds it read. The body may
 * be large, so before it is read {@link CallerLimits} refuses a caller who has asked too much
 * already. It goes by whom the request only claims to be from, and takes nothing from that caller's
 * rate.
 */
record Pipeline(
    HeadPatience heads,
    Authenticate authenticate,
    FindRoute findRoute,
    CallerLimits limits,
    ReadBody readBody,
    Aside aside,
    Safeguard safeguard,
    Answer answer,
    Refuse refuse,
    ProxyMetrics metrics,
    LogFailures failures,
    TrustedBalancers balancers,
    DeniedAttempts denials) {

  private static final int CALLER_LEFT = 499;

  /** Serves one request, whatever becomes of it. */
  void serve(HttpServerRequest request) {
    request.pause();
    var exchange = new Exchange(request, OpenDoor.of(path(request), request));
    begin(request);
    // Before its body is waited for, nobody else would tell a caller of malformed chunks.
    exchange.whenCallerLeaves(() -> {
      if (exchange.isMalformed()) finish(exchange, Malformed.coding());
    });
    predict(exchange)
        .onComplete((_, failure) -> {
          if (!exchange.isOver()) finish(exchange, failure);
        });
  }

  /** Answers a request that could not be read as HTTP, or whose head was too large. */
  void refuseMalformed(HttpServerRequest request) {
    var exchange = new Exchange(request, OpenDoor.of(path(request), request));
    begin(request);
    finish(exchange, Malformed.refusal(request));
  }

  private void begin(HttpServerRequest request) {
    heads.asked(request.connection());
    metrics.begun();
  }

  /** The stages. */
  private Future<Void> predict(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    try {
      HostHeader.require(request);
      Target target = OpenDoor.target(request.method(), path(request));
      exchange.setPatience(Patience.stated(request));
      return authenticate
          .caller(exchange, claimed -> requireRoom(target, claimed))
          .compose(caller -> {
            if (exchange.isOver()) return Future.failedFuture(Malformed.coding());
            exchange.setCaller(caller);
            Destination destination = findRoute.find(target, caller);
            exchange.setDestination(destination);
            limits.enter(exchange, destination, caller);
            return readBody
                .read(exchange)
                .compose(body -> {
                  aside.begin(exchange, destination, body);
                  return safeguard.ask(exchange, destination, body);
                })
                .compose(outcome -> give(exchange, outcome));
          });
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * Refuses a caller who has asked too much before the body is read: nobody need send 25 MB to be
   * told so.
   */
  private void requireRoom(Target target, Principal claimed) {
    findRoute
        .open(target, claimed)
        .ifPresent(destination -> limits.requireRoom(destination, claimed));
  }

  private Future<Void> give(Exchange exchange, Outcome outcome) {
    if (!(outcome instanceof Outcome.Answered(_, Reply reply) && reply.asking().isSending())) {
      exchange.body().release();
    }
    return switch (outcome) {
      case Outcome.Fixed(FixedAnswer fixed) -> answer.give(exchange, fixed);
      case Outcome.Answered(Destination by, Reply reply) -> give(exchange, by, reply);
    };
  }

  /**
   * Gives the answer. If that fails, the connection to SageMaker is abandoned and not left open.
   */
  private Future<Void> give(Exchange exchange, Destination by, Reply reply) {
    try {
      return answer.give(exchange, by, reply);
    } catch (RuntimeException e) {
      if (!reply.whole()) {
        reply.asking().abandon(0);
      }
      throw e;
    }
  }

  private void finish(Exchange exchange, @Nullable Throwable failure) {
    long now = System.nanoTime();
    exchange.over(now);
    heads.answered(exchange.request().connection(), now);
    if (failure == null) {
      int status = exchange.response().getStatusCode();
      metrics.over(exchange, status);
      aside.end(exchange, status);
      failures.answered(exchange, status);
    } else if (isTheCallers(exchange, failure)) {
      exchange.request().connection().close();
      metrics.over(exchange, CALLER_LEFT);
    } else if (exchange.response().headWritten()) {
      // Too late for an error: a broken connection is the only honest end.
      Refusal refusal = refusal(exchange, failure);
      exchange.request().connection().close();
      metrics.over(exchange, exchange.door().status(refusal.reason()));
      failures.refused(exchange, refusal);
    } else {
      Refusal refusal = ofBoth(exchange, refusal(exchange, failure));
      note(exchange, refusal);
      failures.refused(exchange, refusal);
      refuse.tell(exchange, refusal);
      metrics.over(exchange, exchange.door().status(refusal.reason()));
    }
  }

  /**
   * One refusal of both failures: the endpoint's, and that of the fallback, whose answer may have
   * broken off before any of it reached the caller.
   */
  private static Refusal ofBoth(Exchange exchange, Refusal refusal) {
    Refusal first = exchange.failure();
    if (first == null) {
      return refusal;
    }
    Refusal both = first.andOf(exchange.standIn(), refusal);
    exchange.dropStandIn();
    return both;
  }

  /**
   * Whether it failed because the caller had left: in the middle of the answer, or after all was
   * written but before all was sent.
   */
  private static boolean isTheCallers(Exchange exchange, Throwable failure) {
    return (exchange.callerHasLeft() && !exchange.isMalformed())
        || (exchange.response().ended()
            && (failure instanceof IOException || failure instanceof VertxException));
  }

  /** Notes for the record whoever was not let in. */
  private void note(Exchange exchange, Refusal refusal) {
    if (refusal.reason().isDenial()) {
      Principal caller = exchange.caller();
      denials.note(
          new Denial(
              caller == null ? null : caller.name(),
              new Origin(balancers, exchange.request()).nearest(),
              "POST " + path(exchange.request()),
              // The refusal's sentence holds the time of day, the host and other things that
              // callers choose.
              refusal.reason().name(),
              refusal.detail(),
              exchange.requestId()));
    }
  }

  /** The path; empty for {@code *}. */
  private static String path(HttpServerRequest request) {
    String path = request.path();
    return path == null ? "" : path;
  }

  private Refusal refusal(Exchange exchange, Throwable failure) {
    if (exchange.isMalformed()) {
      return Malformed.coding();
    }
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    if (Forward.isLostConnection(failure)) {
      return new Refusal(
          Refusal.Reason.UPSTREAM_LOST,
          "SageMaker Runtime broke off in the middle of its answer.",
          failure);
    }
    failures.ours(exchange, failure);
    return new Refusal(Refusal.Reason.INTERNAL, "The proxy failed; its log says why.");
  }
}
