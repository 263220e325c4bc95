package dev.slipway.web;

import dev.slipway.base.Ids;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Names every request: the caller's {@code X-Request-Id} when it is a plain word of at most 128
 * characters, else a new one. The name is in the answer's header, in problems and, as {@code
 * request_id}, in every log line of the request.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
public class RequestIds extends OncePerRequestFilter {

  /** The header of request and answer. */
  public static final String HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = RequestIds.class.getName();
  private static final String LOGGED_AS = "request_id";
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

  RequestIds() {}

  /** The request's name. */
  public static String of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String known) {
      return known;
    }
    String name = name(request.getHeader(HEADER));
    request.setAttribute(ATTRIBUTE, name);
    return name;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String name = of(request);
    response.setHeader(HEADER, name);
    MDC.put(LOGGED_AS, name);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(LOGGED_AS);
    }
  }

  private static String name(@Nullable String offered) {
    return offered != null && ACCEPTED.matcher(offered).matches() ? offered : Ids.next().toString();
  }
}
