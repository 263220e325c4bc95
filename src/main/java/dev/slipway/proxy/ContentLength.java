package dev.slipway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** What a message says of its length. */
final class ContentLength {

  private ContentLength() {}

  /** The declared length in bytes; -1 for none. Netty has refused what is not a number. */
  static long of(MultiMap headers) {
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length.strip());
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
