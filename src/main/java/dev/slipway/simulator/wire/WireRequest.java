package dev.slipway.simulator.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as it arrived, whole.
 *
 * @param path still percent-encoded
 * @param query without its question mark, still percent-encoded, empty when there is none
 * @param headers by lower-case name; several of one name joined by commas
 */
public record WireRequest(
    String method, String path, String query, Map<String, String> headers, byte[] body) {

  /** A header by any case of its name, or null. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** The query's parameters, decoded, the first of each name. */
  public Map<String, String> parameters() {
    return form(query);
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Decodes {@code application/x-www-form-urlencoded} text. */
  static Map<String, String> form(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.putIfAbsent(decode(name), decode(value));
      }
    }
    return values;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return text;
    }
  }

  /** Decodes a path segment, in which a plus sign is a plus sign. */
  static String decodePath(String text) {
    return decode(text.replace("+", "%2B"));
  }
}
