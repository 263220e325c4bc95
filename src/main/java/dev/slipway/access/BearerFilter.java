package dev.slipway.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Finds out whose bearer token the request carries. */
final class BearerFilter extends CallerFilter {

  private final Bearers bearers;

  BearerFilter(RequestMatcher open, Bearers bearers, FailedAttempts attempts, Refuse refuse) {
    super(open, attempts, refuse);
    this.bearers = bearers;
  }

  @Override
  Optional<String> shown(HttpServletRequest request) {
    return Bearer.token(request.getHeader(HttpHeaders.AUTHORIZATION));
  }

  @Override
  Principal holder(String shown, HttpServletRequest request) {
    return bearers.require(shown);
  }
}
