package dev.slipway.proxy;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** An answer after which the caller's connection is closed, which it says itself. */
final class LastAnswer {

  private LastAnswer() {}

  static void announce(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    if (isOld(request)) {
      // Where the caller would keep the connection Vert.x says so, whatever was put.
      response.headersEndHandler(
          _ -> response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
    }
  }

  /**
   * Whether the end of the connection is what ends an answer without a length (RFC 1945, 7.2.2).
   */
  static boolean isOld(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_0;
  }
}
