package dev.slipway.simulator.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Takes off what clients wrap around a body: gzip, and S3's signed chunks with their trailer. */
final class Bodies {

  private static final int LIMIT = 256 << 20;

  private Bodies() {}

  /**
   * The request with its plain body; a trailer's fields become headers.
   *
   * @throws ServiceException when the wrapping is broken
   */
  static WireRequest unwrap(WireRequest request) {
    String encoding = request.header("content-encoding");
    String hash = request.header("x-amz-content-sha256");
    if (hash != null && hash.startsWith("STREAMING-")) {
      return chunked(request, encoding == null ? "" : encoding);
    }
    boolean s3 = Signature.scope(request).filter(Service.S3.signingName()::equals).isPresent();
    boolean runtime = request.path().startsWith("/endpoints/");
    if ("gzip".equalsIgnoreCase(encoding) && !s3 && !runtime) {
      return with(request, request.headers(), gunzip(request.body()));
    }
    return request;
  }

  private static byte[] gunzip(byte[] body) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readNBytes(LIMIT);
    } catch (IOException e) {
      throw new ServiceException(400, "MalformedInput", "The body is no gzip stream.");
    }
  }

  /** {@code hex-size;chunk-signature=…\r\n bytes \r\n … 0\r\n name:value\r\n \r\n}. */
  private static WireRequest chunked(WireRequest request, String encoding) {
    byte[] body = request.body();
    ByteArrayOutputStream plain = new ByteArrayOutputStream(body.length);
    Map<String, String> headers = new HashMap<>(request.headers());
    int at = 0;
    while (true) {
      int end = lineEnd(body, at);
      int size = size(line(body, at, end));
      at = end + 2;
      if (size == 0) {
        break;
      }
      if (size > body.length - at - 2) {
        throw incomplete();
      }
      plain.write(body, at, size);
      at += size + 2;
    }
    while (at < body.length) {
      int end = lineEnd(body, at);
      String trailer = line(body, at, end);
      int colon = trailer.indexOf(':');
      if (colon > 0) {
        headers.put(
            trailer.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            trailer.substring(colon + 1).strip());
      }
      at = end + 2;
    }
    String rest = encoding.replaceAll("(?i)aws-chunked,?\\s*", "").strip();
    if (rest.isEmpty()) {
      headers.remove("content-encoding");
    } else {
      headers.put("content-encoding", rest);
    }
    headers.put("content-length", String.valueOf(plain.size()));
    return with(request, headers, plain.toByteArray());
  }

  private static int size(String line) {
    int semicolon = line.indexOf(';');
    String hex = semicolon < 0 ? line : line.substring(0, semicolon);
    try {
      int size = Integer.parseInt(hex.strip(), 16);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException notHex) {
      // told below
    }
    throw incomplete();
  }

  private static int lineEnd(byte[] body, int from) {
    for (int i = from; i + 1 < body.length; i++) {
      if (body[i] == '\r' && body[i + 1] == '\n') {
        return i;
      }
    }
    throw incomplete();
  }

  private static String line(byte[] body, int from, int to) {
    return new String(body, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static ServiceException incomplete() {
    return new ServiceException(400, "IncompleteBody", "The request body terminated unexpectedly");
  }

  private static WireRequest with(WireRequest request, Map<String, String> headers, byte[] body) {
    return new WireRequest(request.method(), request.path(), request.query(), headers, body);
  }
}
