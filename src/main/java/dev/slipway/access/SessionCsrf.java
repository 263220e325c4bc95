package dev.slipway.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/** The CSRF token of a session. It is computed from the session's value, so nothing is stored. */
final class SessionCsrf implements CsrfTokenRepository {

  /** The header in which the token is expected. */
  static final String HEADER = "X-CSRF-Token";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /**
   * Whether a request needs the token: it changes something and is known by a cookie, so another
   * site may have made the browser send it.
   */
  static boolean isNeeded(HttpServletRequest request) {
    return !SAFE.contains(request.getMethod()) && SessionCookie.of(request).isPresent();
  }

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    String token = SessionCookie.of(request).map(SessionCookie::csrfToken).orElse("none");
    return new DefaultCsrfToken(HEADER, "_csrf", token);
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    // Nothing to keep.
  }

  @Override
  public CsrfToken loadToken(HttpServletRequest request) {
    return generateToken(request);
  }
}
