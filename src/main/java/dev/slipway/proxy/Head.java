package dev.slipway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/**
 * What a signature covers of a request beside its body.
 *
 * @param path as it was sent
 * @param query as it was sent; empty for none
 */
record Head(String method, String path, String query, MultiMap headers) {

  static Head of(HttpServerRequest request) {
    String path = request.path();
    String query = request.query();
    return new Head(
        request.method().name(),
        path == null ? "" : path,
        query == null ? "" : query,
        request.headers());
  }
}
