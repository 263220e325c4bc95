package dev.slipway.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/** The CSRF token of a session. It follows from the session's own, so nothing is kept. */
final class SessionCsrf implements CsrfTokenRepository {

  /** Where it is expected. */
  static final String HEADER = "X-CSRF-Token";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** Whether a browser may have been made to send the request: it changes something by a cookie. */
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
