package dev.slipway.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Recognises a caller again and again, for what lasts longer than a request usually does: a token
 * may have been revoked since, a session closed, and its grants may be others.
 */
@Component
public class Recognition {

  private final Bearers bearers;
  private final Sessions sessions;

  Recognition(Bearers bearers, Sessions sessions) {
    this.bearers = bearers;
    this.sessions = sessions;
  }

  /**
   * Who has sent this request, as of each time that it is asked; empty once nobody is known. Throws
   * {@link dev.slipway.base.Failure.Unavailable} while an identity provider's keys cannot be had.
   */
  public Supplier<Optional<Principal>> of(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      return () -> Bearer.token(authorization).flatMap(bearers::find);
    }
    Optional<String> session = SessionCookie.of(request);
    return () -> session.flatMap(sessions::find);
  }
}
