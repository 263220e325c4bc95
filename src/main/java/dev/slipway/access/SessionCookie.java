package dev.slipway.access;

import dev.slipway.base.Sha256;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The cookie by which a browser's session is known. It holds a random word. Scripts cannot read it,
 * and a browser does not send it with requests that other sites cause, except for links.
 */
final class SessionCookie {

  /** How the cookie's values begin. */
  static final String PREFIX = "sls_";

  static final String NAME = "slipway-session";

  private SessionCookie() {}

  /** The request's session, if its value can be one of Slipway's. */
  static Optional<String> of(HttpServletRequest request) {
    return value(request, NAME).filter(value -> TokenValue.isPossible(value, PREFIX));
  }

  /** The value of a cookie. */
  static Optional<String> value(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return Optional.ofNullable(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** Gives the browser the cookie. */
  static void give(
      HttpServletRequest request, HttpServletResponse response, String value, Duration lifetime) {
    add(request, response, NAME, value, "/", lifetime);
  }

  /** Takes the cookie back. */
  static void take(HttpServletRequest request, HttpServletResponse response) {
    add(request, response, NAME, "", "/", Duration.ZERO);
  }

  static void add(
      HttpServletRequest request,
      HttpServletResponse response,
      String name,
      String value,
      String path,
      Duration lifetime) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(name, value)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .path(path)
            .maxAge(lifetime)
            .build()
            .toString());
  }

  /**
   * The word that a page of ours sends along with a request that changes something. Another site
   * cannot read it, and the cookie cannot be found out from it.
   */
  static String csrfToken(String session) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Sha256.of(("csrf " + session).getBytes(StandardCharsets.US_ASCII)));
  }
}
