package dev.slipway.access;

import dev.slipway.base.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who is asking. Whether the caller may do what they ask for is decided further down the
 * chain.
 */
abstract class CallerFilter extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(CallerFilter.class);

  private final SecurityContextRepository contexts =
      new RequestAttributeSecurityContextRepository();
  private final RequestMatcher open;
  private final FailedAttempts attempts;
  private final Refuse refuse;

  CallerFilter(RequestMatcher open, FailedAttempts attempts, Refuse refuse) {
    this.open = open;
    this.attempts = attempts;
    this.refuse = refuse;
  }

  /** The token, cookie or signature that the request shows; empty for none. */
  abstract Optional<String> shown(HttpServletRequest request);

  /**
   * Whose token, cookie or signature this is.
   *
   * @throws Failure.Unauthenticated when it is nobody's
   * @throws Failure.Unavailable when that cannot be found out now
   */
  abstract Principal holder(String shown, HttpServletRequest request);

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return open.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> shown = shown(request);
    if (shown.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    Principal caller;
    try {
      caller = identified(shown.get(), request);
    } catch (Failure e) {
      refuse.with(e, request, response);
      return;
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new KnownCaller(caller));
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
    chain.doFilter(request, response);
    refuse.noteIfRefused(caller, request);
  }

  private Principal identified(String shown, HttpServletRequest request) {
    String address = request.getRemoteAddr();
    attempts.check(address, shown);
    try {
      Principal caller = holder(shown, request);
      attempts.succeeded(shown);
      return caller;
    } catch (Failure.Unauthenticated e) {
      attempts.failed(address, shown);
      throw e;
    } catch (DataAccessException e) {
      LOG.warn("A caller could not be looked up", e);
      throw new Failure.Unavailable(
          "database-unavailable", "The database does not answer; ask again.");
    }
  }
}
