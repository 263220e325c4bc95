package dev.slipway.access;

import dev.slipway.base.Failure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Finds out whose session the request's cookie names. */
final class SessionFilter extends CallerFilter {

  private final Sessions sessions;

  SessionFilter(RequestMatcher open, Sessions sessions, FailedAttempts attempts, Refuse refuse) {
    super(open, attempts, refuse);
    this.sessions = sessions;
  }

  @Override
  Optional<String> shown(HttpServletRequest request) {
    return SessionCookie.of(request);
  }

  @Override
  Principal holder(String shown, HttpServletRequest request) {
    return sessions
        .find(shown)
        .orElseThrow(() ->
            new Failure.Unauthenticated(
                "unauthenticated", "The session is over; log in again, or send a token."));
  }
}
