package dev.slipway.web;

import dev.slipway.base.Failure;
import dev.slipway.base.ProcessRole;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * In a process without the role {@code api}: answers the probes on the API's port, and tells every
 * other request that other processes serve the API.
 */
@Component
@Conditional(ProbesAlone.NoApi.class)
@Order(Ordered.HIGHEST_PRECEDENCE + 15)
class ProbesAlone extends OncePerRequestFilter {

  private static final Set<String> PROBES = Set.of("/livez", "/readyz");

  /** What an answer's problem is called leads to a page, here too. */
  private static final String PAGES = "/problems/";

  private final Problems problems;
  private final List<String> served;

  ProbesAlone(
      Problems problems,
      @Value("${management.endpoints.web.base-path:/actuator}") String management) {
    this.problems = problems;
    this.served = List.of(PAGES, management + "/");
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return PROBES.contains(path) || served.stream().anyMatch(path::startsWith);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    problems.write(
        new Failure.NotFound(
            "no-api-here",
            "This process does not serve the API and the dashboard: \"api\" is not among its %s. Ask one that does."
                .formatted(ProcessRole.SETTING)),
        request,
        response);
  }

  static final class NoApi implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !ProcessRole.of(context.getEnvironment()).contains(ProcessRole.API);
    }
  }
}
