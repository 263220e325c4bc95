package dev.slipway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * Asks SageMaker, within {@link Safeguard}. It repeats, within a budget, a request that surely or
 * most probably never reached a model: it was throttled, or its connection was lost before anything
 * was sent, or had been closed already. A model's own error (424) is an answer, and is not
 * repeated.
 */
final class Forward {

  private static final CharSequence ERROR_TYPE = HttpHeaders.createOptimized("x-amzn-errortype");

  /** Answers with a lower status are interim ones. */
  private static final int FINAL = 200;

  private final Asking.Means means;
  private final int places;
  private final int waiting;
  private final Map<String, Lane> lanes = new HashMap<>();

  /**
   * @param connections to one SageMaker address; one endpoint may have three quarters of them
   * @param waiting how many of an endpoint's predictions may wait for one
   */
  Forward(Asking.Means means, int connections, int waiting) {
    this.means = means;
    places = Math.max(1, connections * 3 / 4);
    this.waiting = waiting;
  }

  /**
   * SageMaker's answer; fails with a {@link Refusal}.
   *
   * @param until the moment by which a small one must be there and a long one have begun
   */
  Future<Reply> send(Exchange exchange, Destination destination, Body body, long until) {
    Lane lane =
        lanes.computeIfAbsent(destination.route().endpoint(), _ -> new Lane(places, waiting));
    lane.budget().earn();
    return new Asking(means, lane, exchange, destination, body, until).answer();
  }

  /**
   * Whether it comes before the one that counts (RFC 9110, 15.2), and is of a kind that Vert.x does
   * not know: the answer itself would still come.
   */
  static boolean isInterim(HttpClientResponse response) {
    return response.statusCode() < FINAL;
  }

  /** Turned away before any model saw it. SageMaker reports a container's own 503 as 424. */
  static boolean isThrottled(HttpClientResponse response) {
    return switch (response.statusCode()) {
      case 429, 503 -> true;
      case 400 -> {
        String type = response.getHeader(ERROR_TYPE);
        yield type != null && type.startsWith("ThrottlingException");
      }
      default -> false;
    };
  }

  /** Lost connections, but neither distrust nor an answer that makes no sense. */
  static boolean isWorthRepeating(Throwable failure) {
    return isLostConnection(failure) && !(failure instanceof SSLException);
  }

  /** Whether the other side went away; Vert.x does not count that among I/O failures. */
  static boolean isLostConnection(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof HttpClosedException
        || failure instanceof StreamResetException;
  }
}
