package dev.slipway.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Recognises a caller again and again, for requests that last long, such as event streams.
 * Meanwhile a token may be revoked, a session may be closed, and grants may change.
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
   * Who has sent this request, found out anew at each call; empty once the caller is no longer
   * known. Throws {@link dev.slipway.base.Failure.Unavailable} while an identity provider's keys
   * cannot be had.
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
