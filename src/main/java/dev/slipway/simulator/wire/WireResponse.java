package dev.slipway.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response.
 *
 * @param body the whole body; empty where it comes in parts
 * @param parts the body where it comes in parts; null otherwise
 */
public record WireResponse(
    int status, Map<String, String> headers, byte[] body, @Nullable BodyParts parts) {

  WireResponse(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, null);
  }

  /** A response with text of a type, and room for more headers. */
  public static WireResponse of(int status, String contentType, String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", contentType);
    return new WireResponse(status, headers, text.getBytes(StandardCharsets.UTF_8));
  }

  WireResponse with(String header, String value) {
    headers.put(header, value);
    return this;
  }
}
