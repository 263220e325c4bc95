package dev.slipway.proxy;

import dev.slipway.base.WallClock;
import dev.slipway.traffic.TrafficRules;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Works beside the {@link Pipeline}: asks another endpoint the same where the rules mirror a
 * prediction, and keeps predictions that are to be captured. The caller never waits for it. When
 * there is too much of either, some is left out. Each event loop has one.
 */
final class Aside {

  /** The largest body that is mirrored, compared or captured. */
  private static final int LARGEST = 64 * 1024;

  /** How many mirrored predictions one event loop has unanswered at most. */
  static final int UNANSWERED = 16;

  private final Vertx vertx;
  private final HttpClient client;
  private final Sign sign;
  private final Breakers breakers;
  private final KnownRoutes routes;
  private final Recorder recorder;
  private final WallClock clock;
  private final Duration deadline;
  private int unanswered;

  /**
   * @param client for mirrored predictions alone, so that they take no connection from others
   */
  Aside(
      Vertx vertx,
      HttpClient client,
      Sign sign,
      Breakers breakers,
      Shared shared,
      Duration deadline) {
    this.vertx = vertx;
    this.client = client;
    this.sign = sign;
    this.breakers = breakers;
    this.routes = shared.routes();
    this.recorder = shared.recorder();
    this.clock = shared.clock();
    this.deadline = deadline;
  }

  /** The body is complete and about to be sent. */
  void begin(Exchange exchange, Destination destination, Body body) {
    TrafficRules rules = destination.rules();
    TrafficRules.Mirror mirror = rules.mirror();
    TrafficRules.Capture capture = rules.capture();
    if (mirror != null && !isDrawn(mirror.shareOrAll())) {
      mirror = null;
    }
    if (capture != null && !isDrawn(capture.share())) {
      capture = null;
    }
    if (mirror == null && capture == null) {
      return;
    }
    var seen = new Observation(destination, mirror, capture);
    exchange.setObservation(seen);
    if (body.bytes().length() <= LARGEST) {
      seen.asked(exchange.request().getHeader(HttpHeaders.CONTENT_TYPE), body.bytes());
    }
    if (mirror != null) {
      mirror(exchange, mirror, body, seen);
    }
  }

  /** The caller has its answer, from the endpoint that it asked. */
  void end(Exchange exchange, int status) {
    Observation seen = exchange.observation();
    if (seen == null || exchange.standIn() != null) {
      return;
    }
    var caller = exchange.caller();
    seen.ended(
        new Observation.Ending(
            clock.now(),
            exchange.requestId(),
            caller == null ? "" : caller.name(),
            exchange.answered(),
            exchange.variant(),
            status,
            exchange.upstreamNanos()));
    hand(seen);
  }

  private void mirror(Exchange exchange, TrafficRules.Mirror mirror, Body body, Observation seen) {
    Optional<Destination> found = routes.find(new Target.Named(mirror.endpoint()));
    if (found.isEmpty()
        || unanswered >= UNANSWERED
        || body.bytes().length() > LARGEST
        // A session's predictions depend on those before, which the other endpoint has not seen.
        || exchange.request().headers().contains(Sign.SESSION)
        || rests(found.get())) {
      skip(seen);
      return;
    }
    Destination to = found.get();
    RequestOptions address;
    try {
      address = sign.address(to);
    } catch (Refusal _) {
      skip(seen);
      return;
    }
    unanswered++;
    client
        .request(address)
        .compose(request -> ask(request, exchange.request().headers(), body, to))
        .onComplete((shadow, failure) -> {
          unanswered--;
          seen.shadowed(
              failure == null
                  ? shadow
                  : new Observation.Shadow(to.releases(to.answered(null)), 0, 0, null));
          hand(seen);
        });
  }

  /**
   * Whether the other endpoint's breaker gives it a rest. It hears nothing of mirrored predictions:
   * they were meant for another model, and what fails there must not shut out its own callers.
   */
  private boolean rests(Destination to) {
    Breaker breaker = breakers.of(to);
    return breaker != null && breaker.rests(System.nanoTime());
  }

  /** Timed as the caller's own prediction is: from an open connection to the answer's end. */
  private Future<Observation.Shadow> ask(
      HttpClientRequest request, MultiMap said, Body body, Destination to) {
    try {
      sign.sign(request.headers(), said, to, body, true);
    } catch (RuntimeException e) {
      request.reset();
      throw e;
    }
    long sentAt = System.nanoTime();
    // Not the client's own timeout, which ends with the answer's head.
    long timer = vertx.setTimer(deadline.toMillis(), _ -> request.reset());
    return request
        .send(body.bytes())
        .compose(response -> shadow(response, to, sentAt))
        .onComplete((_, _) -> vertx.cancelTimer(timer));
  }

  private static Future<Observation.Shadow> shadow(
      HttpClientResponse response, Destination from, long sentAt) {
    if (Forward.isInterim(response)) {
      response.exceptionHandler(_ -> {});
      response.request().connection().close();
      return Future.failedFuture("No answer came but an interim one.");
    }
    String release = from.releases(from.answered(response.getHeader(Answer.ATTRIBUTES)));
    int status = response.statusCode();
    long length = ContentLength.of(response.headers());
    if (length < 0 || length > LARGEST) {
      // It is not compared, so its head is what can be timed.
      var shadow = new Observation.Shadow(release, status, System.nanoTime() - sentAt, null);
      return Discard.begin(response).map(shadow);
    }
    return response
        .body()
        .map((Buffer body) ->
            new Observation.Shadow(release, status, System.nanoTime() - sentAt, body));
  }

  private void skip(Observation seen) {
    seen.unmirrored();
    recorder.skipped();
  }

  private void hand(@Nullable Observation seen) {
    if (seen != null && seen.isComplete()) {
      recorder.offer(seen);
    }
  }

  private static boolean isDrawn(double share) {
    return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
  }
}
