package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Parts of a query. */
final class Query {

  private Query() {}

  /**
   * A value without its percent-encoding.
   *
   * @throws Refusal when that is broken
   */
  static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(Reason.MALFORMED, "The query is not percent-encoded rightly.");
    }
  }
}
