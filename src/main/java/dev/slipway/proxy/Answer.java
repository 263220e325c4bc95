package dev.slipway.proxy;

import dev.slipway.traffic.TrafficRules.FixedAnswer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The last stage of the {@link Pipeline}: gives the caller SageMaker's answer as it is, with
 * headers that name the release that gave it. An error of SageMaker or of the model is such an
 * answer.
 */
final class Answer {

  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-slipway-request-id");

  /** Without it some SDKs fail (boto3 looks for it in each answer). */
  static final CharSequence AWS_REQUEST_ID = HttpHeaders.createOptimized("x-amzn-RequestId");

  static final CharSequence FALLBACK = HttpHeaders.createOptimized("x-slipway-fallback");

  static final CharSequence ATTRIBUTES =
      HttpHeaders.createOptimized("x-amzn-sagemaker-custom-attributes");

  private static final String OURS = "x-slipway-";

  /** Below this an answer goes out in one piece. */
  private static final int SMALL = 64 * 1024;

  private final Vertx vertx;
  private final long patience;
  private final HttpDate date;
  private final BooleanSupplier draining;

  /**
   * @param patience how long a stream may pause, in milliseconds, where the caller says nothing
   */
  Answer(Vertx vertx, long patience, HttpDate date, BooleanSupplier draining) {
    this.vertx = vertx;
    this.patience = patience;
    this.date = date;
    this.draining = draining;
  }

  /** Whether an answer is to be read as a whole, and goes out in one piece. */
  static boolean isSmall(HttpClientResponse from) {
    if (hasNoBody(from)) {
      return true;
    }
    long length = ContentLength.of(from.headers());
    return length >= 0 && length <= SMALL;
  }

  /** Passes the answer on; complete when the caller has it. */
  Future<Void> give(Exchange exchange, Destination destination, Reply reply) {
    HttpClientResponse from = reply.head();
    HttpServerResponse to = exchange.response();
    to.setStatusCode(from.statusCode());
    copy(from.headers(), to.headers());
    exchange.answeredBy(destination, from.getHeader(ATTRIBUTES));
    destination.name(to.headers(), exchange.answered());
    boolean last = mark(exchange);
    if (!reply.whole()) {
      return ended(passOn(exchange, destination, reply), exchange, last);
    }
    Observation seen = exchange.observation();
    if (seen != null) {
      seen.answered(from.getHeader(HttpHeaders.CONTENT_TYPE), reply.body());
    }
    exchange.pauseOwnTime(System.nanoTime());
    return ended(hasNoBody(from) ? to.end() : to.end(reply.body()), exchange, last);
  }

  private Future<Void> passOn(Exchange exchange, Destination destination, Reply reply) {
    HttpServerRequest request = exchange.request();
    long pause = pause(exchange, destination);
    if (ContentLength.of(reply.head().headers()) >= 0) {
      return PassOn.begin(vertx, exchange, reply, pause);
    }
    if (LastAnswer.isOld(request)) {
      LastAnswer.announce(request);
      return PassOn.begin(vertx, exchange, reply, pause)
          .onSuccess(_ -> request.connection().close());
    }
    request.response().setChunked(true);
    return PassOn.begin(vertx, exchange, reply, pause);
  }

  /** How long a stream may pause, in milliseconds; 0 for an answer that is no stream. */
  private long pause(Exchange exchange, Destination destination) {
    return destination.operation() == Operation.STREAM
        ? Math.min(exchange.patience(), patience)
        : 0;
  }

  private static boolean hasNoBody(HttpClientResponse from) {
    return from.statusCode() == 204 || from.statusCode() == 304;
  }

  /** Gives the fixed answer that stands in. */
  Future<Void> give(Exchange exchange, FixedAnswer fixed) {
    HttpServerResponse to = exchange.response();
    to.putHeader(HttpHeaders.CONTENT_TYPE, fixed.contentType());
    if (exchange.door() == Door.SAGEMAKER) {
      to.putHeader(AWS_REQUEST_ID, exchange.requestId());
    }
    boolean last = mark(exchange);
    return ended(to.end(fixed.body()), exchange, last);
  }

  /** Closes the connection after its last answer. */
  private static Future<Void> ended(Future<Void> given, Exchange exchange, boolean last) {
    return last ? given.onSuccess(_ -> exchange.request().connection().close()) : given;
  }

  /** Says whose answer it is and of when; returns whether it is the connection's last one. */
  private boolean mark(Exchange exchange) {
    MultiMap to = exchange.response().headers();
    if (!to.contains(HttpHeaders.DATE)) {
      to.set(HttpHeaders.DATE, date.now());
    }
    to.set(REQUEST_ID, exchange.requestId());
    String standIn = exchange.standIn();
    if (standIn != null) {
      to.set(FALLBACK, standIn);
    }
    boolean last = draining.getAsBoolean();
    if (last) {
      LastAnswer.announce(exchange.request());
    }
    return last;
  }

  private static void copy(MultiMap from, MultiMap to) {
    Set<String> named = HopByHop.named(from.get(HttpHeaders.CONNECTION));
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey();
      if (!HopByHop.is(name) && !named.contains(name) && !isOurs(name)) {
        to.add(name, header.getValue());
      }
    }
  }

  /** Whether a header tells what the proxy knows, so that nobody else may say it. */
  private static boolean isOurs(String name) {
    return name.regionMatches(true, 0, OURS, 0, OURS.length());
  }
}
