package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who is asking. Whether that is enough is decided further down the chain. */
final class BearerFilter extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(BearerFilter.class);

  private final SecurityContextRepository contexts =
      new RequestAttributeSecurityContextRepository();
  private final RequestMatcher open;
  private final Tokens tokens;
  private final Problems problems;

  BearerFilter(RequestMatcher open, Tokens tokens, Problems problems) {
    this.open = open;
    this.tokens = tokens;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return open.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Principal> principal;
    try {
      principal = Bearer.token(request.getHeader(HttpHeaders.AUTHORIZATION)).flatMap(tokens::find);
    } catch (DataAccessException e) {
      LOG.warn("A token could not be looked up", e);
      problems.write(
          new Failure.Unavailable(
              "database-unavailable", "The database does not answer; ask again."),
          request,
          response);
      return;
    }
    if (principal.isPresent()) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(new KnownCaller(principal.get()));
      SecurityContextHolder.setContext(context);
      contexts.saveContext(context, request, response);
    }
    chain.doFilter(request, response);
  }
}
