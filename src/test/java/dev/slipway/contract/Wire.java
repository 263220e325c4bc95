package dev.slipway.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends bytes, whatever they are: an HTTP client would refuse to send most of what matters here.
 */
final class Wire {

  private static final int PATIENCE = 60_000;

  private final URI api;

  Wire(URI api) {
    this.api = api;
  }

  /**
   * What came back.
   *
   * @param headers their names in lower case
   */
  record Answered(int status, Map<String, String> headers, String body) {}

  Answered send(Asked asked) throws IOException {
    try (Socket socket = new Socket(api.getHost(), api.getPort())) {
      socket.setSoTimeout(PATIENCE);
      try {
        socket.getOutputStream().write(asked.wire(api.getAuthority()));
        socket.getOutputStream().flush();
      } catch (IOException early) {
        // It has answered and closed before it had read everything; the answer is there.
      }
      return read(socket.getInputStream().readAllBytes());
    }
  }

  private static Answered read(byte[] bytes) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = all.indexOf("\r\n\r\n");
    if (end < 0) throw new IllegalStateException("no HTTP: " + all);
    String[] lines = all.substring(0, end).split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] pair = lines[i].split(":", 2);
      headers.put(pair[0].toLowerCase(Locale.ROOT), pair[1].strip());
    }
    String body = all.substring(end + 4);
    String whole = "chunked".equals(headers.get("transfer-encoding")) ? joined(body) : body;
    return new Answered(
        Integer.parseInt(lines[0].split(" ")[1]),
        headers,
        new String(whole.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }

  private static String joined(String chunks) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int line = chunks.indexOf("\r\n", at);
      int length = Integer.parseInt(chunks.substring(at, line).split(";")[0].strip(), 16);
      if (length == 0) return joined.toString(StandardCharsets.ISO_8859_1);
      joined.writeBytes(
          chunks.substring(line + 2, line + 2 + length).getBytes(StandardCharsets.ISO_8859_1));
      at = line + 2 + length + 2;
    }
  }
}
