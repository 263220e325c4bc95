package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * The header {@code Host}. Two readers on the way could see different hosts where there are two, or
 * none, or one that is no host, or another one in the request line.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3.2">RFC 9112, 3.2</a>
 */
final class HostHeader {

  /** What a name may hold beside letters and digits (RFC 3986, 3.2.2). */
  private static final String MARKS = "-._~%!$&'()*+,;=";

  private HostHeader() {}

  /**
   * Requires what every server must require of it.
   *
   * @throws Refusal when HTTP/1.1 has none, or there are two, or what it says is no host or not
   *     that of the request line
   */
  static void require(HttpServerRequest request) {
    List<String> lines = request.headers().getAll(HttpHeaders.HOST);
    if (lines.isEmpty() && isOld(request)) {
      return;
    }
    String host = lines.size() == 1 ? lines.getFirst() : null;
    if (host == null || !isHost(host)) {
      throw new Refusal(
          Reason.MALFORMED,
          "HTTP/1.1 wants one header Host, with a host's name or address and perhaps a port.");
    }
    if (!isInTarget(request.uri(), host)) {
      throw new Refusal(
          Reason.MALFORMED, "The request line names another host than the header Host.");
    }
  }

  /**
   * Whether a target names no other host. Few name any: those of requests to what takes itself for
   * a forward proxy (RFC 9112, 3.2.2).
   */
  private static boolean isInTarget(String target, String host) {
    int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
    if (scheme < 0) {
      return true;
    }
    int from = scheme + 3;
    int end = target.indexOf('/', from);
    return target.substring(from, end < 0 ? target.length() : end).equalsIgnoreCase(host);
  }

  private static boolean isOld(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_0;
  }

  /** {@code uri-host [ ":" port ]}, where the host may be empty. */
  static boolean isHost(String text) {
    int end = text.startsWith("[") ? literalEnd(text) : nameEnd(text);
    if (end < 0 || end == text.length()) {
      return end >= 0;
    }
    if (text.charAt(end) != ':') {
      return false;
    }
    for (int i = end + 1; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The end of an address in brackets, as those of IPv6 stand; -1 where it is none. */
  private static int literalEnd(String text) {
    int at = 1;
    while (at < text.length() && (isOfName(text.charAt(at)) || text.charAt(at) == ':')) {
      at++;
    }
    return at > 1 && at < text.length() && text.charAt(at) == ']' ? at + 1 : -1;
  }

  private static int nameEnd(String text) {
    int at = 0;
    while (at < text.length() && isOfName(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || MARKS.indexOf(c) >= 0;
  }
}
