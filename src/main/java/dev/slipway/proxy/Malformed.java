package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Why Netty could not read a request. */
final class Malformed {

  private Malformed() {}

  static Refusal refusal(HttpServerRequest request) {
    return switch (request.decoderResult().cause()) {
      case TooLongHttpLineException _ ->
          new Refusal(
              Reason.LINE_TOO_LONG,
              "The request line may have %d bytes at most; send a shorter query."
                  .formatted(Listener.MAX_LINE_BYTES));
      case TooLongHttpHeaderException _ ->
          new Refusal(
              Reason.HEADERS_TOO_LARGE,
              "The headers may have %d bytes at most; send fewer or shorter ones."
                  .formatted(Listener.MAX_HEADER_BYTES));
      case null, default ->
          new Refusal(
              Reason.MALFORMED,
              "The request is not well-formed HTTP/1.1; mend its request line, its headers or its"
                  + " Content-Length and Transfer-Encoding.");
    };
  }

  /** The refusal of a body whose end cannot be told for sure. */
  static Refusal coding() {
    return new Refusal(
        Reason.MALFORMED,
        "The body is not well-formed HTTP/1.1; send a Content-Length, or Transfer-Encoding: chunked"
            + " and nothing else.");
  }

  /**
   * Whether a body could not be read because it is malformed, and not because its connection ended.
   */
  static boolean isIn(Throwable failure) {
    return failure instanceof DecoderException || failure instanceof NumberFormatException;
  }

  /** Whether another reader might see the body's end elsewhere (RFC 9112, 6.1 and 6.3). */
  static boolean isCodedOddly(MultiMap headers) {
    String coding = headers.get(HttpHeaders.TRANSFER_ENCODING);
    return coding != null
        && (!"chunked".equalsIgnoreCase(coding.strip())
            || headers.getAll(HttpHeaders.TRANSFER_ENCODING).size() > 1);
  }
}
