package dev.slipway.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request as it goes over the wire.
 *
 * @param operation which one of the contract it means
 * @param target path and query, as they are sent
 */
record Asked(
    String operation,
    String method,
    String target,
    List<Map.Entry<String, String>> headers,
    byte[] body) {

  byte[] wire(String host) {
    StringBuilder head =
        new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
    headers.forEach(header ->
        head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n"));
    head.append("Connection: close\r\n");
    if (body.length > 0) head.append("Content-Length: ").append(body.length).append("\r\n");
    byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[first.length + body.length];
    System.arraycopy(first, 0, whole, 0, first.length);
    System.arraycopy(body, 0, whole, first.length, body.length);
    return whole;
  }

  /** The same by hand. */
  String curl() {
    String sent =
        headers.stream()
            .filter(header -> !header.getKey().equals("Authorization"))
            .map(header -> " -H " + quoted(header.getKey() + ": " + header.getValue()))
            .collect(Collectors.joining());
    return "curl -i -X "
        + quoted(method)
        + " -H \"Authorization: Bearer $TOKEN\""
        + sent
        + (body.length == 0
            ? ""
            : " --data-binary " + quoted(new String(body, StandardCharsets.UTF_8)))
        + " \"$API\""
        + quoted(target);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("$'");
    text.chars()
        .limit(3000)
        .forEach(c ->
            quoted.append(
                c == '\'' || c == '\\'
                    ? "\\" + (char) c
                    : c < 32 || c > 126 ? "\\u%04x".formatted(c) : String.valueOf((char) c)));
    return quoted.append("'").toString();
  }
}
