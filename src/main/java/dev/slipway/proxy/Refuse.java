package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.BooleanSupplier;

/**
 * Takes the place of {@link Answer} when there is no answer to give: says why there is none, in the
 * form of the door by which the request came in.
 */
final class Refuse {

  private static final int LINGER_MILLIS = 5_000;

  private final Vertx vertx;
  private final HttpDate date;
  private final BooleanSupplier draining;

  Refuse(Vertx vertx, HttpDate date, BooleanSupplier draining) {
    this.vertx = vertx;
    this.date = date;
    this.draining = draining;
  }

  void tell(Exchange exchange, Refusal refusal) {
    HttpServerRequest request = exchange.request();
    HttpServerResponse response = exchange.response();
    Reason reason = refusal.reason();
    // Takes back the headers of an answer that broke off before its first byte went out.
    response.headersEndHandler(null).headers().clear();
    response
        .setChunked(false)
        .setStatusCode(exchange.door().status(reason))
        .putHeader(HttpHeaders.CONTENT_TYPE, exchange.door().contentType())
        // By this SDKs mend their clocks, and try again.
        .putHeader(HttpHeaders.DATE, date.now())
        .putHeader(Answer.REQUEST_ID, exchange.requestId());
    if (exchange.door() == Door.SAGEMAKER) {
      response.putHeader("x-amzn-ErrorType", reason.awsType);
      response.putHeader(Answer.AWS_REQUEST_ID, exchange.requestId());
    }
    Destination destination = exchange.destination();
    if (destination != null) {
      destination.name(response.headers(), exchange.answered());
    }
    switch (reason) {
      case TOKEN_MISSING, TOKEN_UNKNOWN -> {
        if (exchange.door() == Door.LOGICAL) {
          response.putHeader("www-authenticate", "Bearer");
        }
      }
      case METHOD -> response.putHeader(HttpHeaders.ALLOW, "POST");
      case MALFORMED,
          UNAVAILABLE,
          OVERLOADED,
          CIRCUIT_OPEN,
          TOO_MANY_FAILURES,
          RATE_LIMITED,
          NOT_ALLOWED,
          ACCESS_KEY_UNKNOWN,
          SIGNATURE_INCOMPLETE,
          SIGNATURE_WRONG,
          SIGNATURE_UNTIMELY,
          LINE_TOO_LONG,
          HEADERS_TOO_LARGE,
          PATH_UNKNOWN,
          ENDPOINT_UNKNOWN,
          NAME_SHARED,
          BODY_SLOW,
          BODY_TOO_LARGE,
          INTERNAL,
          UPSTREAM_LOST,
          UPSTREAM_SLOW,
          UNASKED -> {}
    }
    if (refusal.retryAfterSeconds() > 0) {
      response.putHeader("retry-after", Long.toString(refusal.retryAfterSeconds()));
    }
    boolean last = draining.getAsBoolean() || isBroken(request) || !endsSoon(request);
    if (last) {
      LastAnswer.announce(request);
    }
    Buffer body = Buffer.buffer(exchange.door().body(refusal, exchange.requestId()));
    if (request.isEnded() && !isBroken(request)) {
      response.end(body);
      if (last) {
        request.connection().close();
      }
    } else {
      // With the answer's end Vert.x would close the connection: of a request that was no HTTP at
      // once, and of others when the process ends.
      response
          .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
          .write(body)
          .onSuccess(_ -> {
            if (isBroken(request)) {
              endOutput(request);
            }
          });
      discard(request, last);
    }
  }

  /** Whether it was no HTTP, so that nothing is known of where the next request begins. */
  private static boolean isBroken(HttpServerRequest request) {
    return request.decoderResult().isFailure();
  }

  /** Whether what is left of the request is little enough to be waited for. */
  private static boolean endsSoon(HttpServerRequest request) {
    if (request.isEnded()) {
      return true;
    }
    if (request.getHeader(HttpHeaders.EXPECT) != null
        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
      return false;
    }
    return ContentLength.of(request.headers()) <= ReadBody.SMALL;
  }

  /**
   * Lets the rest of the request pass by for a while (RFC 9112, 9.6): closing at once would reset
   * the connection, and the caller, still writing, might never read why.
   */
  private void discard(HttpServerRequest request, boolean last) {
    long timer = vertx.setTimer(LINGER_MILLIS, _ -> request.connection().close());
    request.handler(_ -> {});
    request.exceptionHandler(_ -> vertx.cancelTimer(timer));
    request.endHandler(_ -> {
      vertx.cancelTimer(timer);
      request.response().end();
      if (last) {
        request.connection().close();
      }
    });
    request.resume();
  }

  /** Ends our side of the connection alone: nobody can tell where the rest of the request ends. */
  private static void endOutput(HttpServerRequest request) {
    if (request.connection() instanceof ConnectionBase connection
        && connection.channel() instanceof DuplexChannel channel) {
      var _ = channel.shutdownOutput();
    }
  }
}
