package dev.slipway.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP response, whole. */
public record WireResponse(int status, Map<String, String> headers, byte[] body) {

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
