package dev.slipway.proxy;

import dev.slipway.base.TrustedBalancers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;

/**
 * Where a request comes from. Made only for callers who are not known or are not let in: for others
 * the address makes no difference.
 *
 * @param peer the other end of the connection, which may end before anybody asks
 */
record Origin(TrustedBalancers balancers, HttpServerRequest request, SocketAddress peer) {

  private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");

  Origin(TrustedBalancers balancers, HttpServerRequest request) {
    this(balancers, request, request.remoteAddress());
  }

  /** The client's address; empty where a load balancer does not say for whom it asks. */
  Optional<String> client() {
    return balancers.client(peer.hostAddress(), () -> request.headers().getAll(FORWARDED_FOR));
  }

  /** The client's address, or else the load balancer's. */
  String nearest() {
    return client().orElseGet(peer::hostAddress);
  }
}
