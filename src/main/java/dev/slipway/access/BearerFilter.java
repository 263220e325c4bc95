package dev.slipway.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Finds out whose bearer token the request carries. */
final class BearerFilter extends CallerFilter {

  private final Function<String, Principal> bearers;

  /**
   * @param bearers whose token it is, as {@link Bearers#require} says
   */
  BearerFilter(
      RequestMatcher open,
      Function<String, Principal> bearers,
      FailedAttempts attempts,
      Refuse refuse) {
    super(open, attempts, refuse);
    this.bearers = bearers;
  }

  @Override
  Optional<String> shown(HttpServletRequest request) {
    return Bearer.token(request.getHeader(HttpHeaders.AUTHORIZATION));
  }

  @Override
  Principal holder(String shown, HttpServletRequest request) {
    return bearers.apply(shown);
  }
}
