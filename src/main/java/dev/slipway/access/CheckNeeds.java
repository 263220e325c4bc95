package dev.slipway.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Stands before every handler of the API, and before everything that answers in a handler's place.
 * It lets a caller pass who has the role that the handler {@link Needs}. Environments that a body
 * names are checked by {@link CheckBody} as soon as the body has been read.
 */
@Component
class CheckNeeds implements HandlerInterceptor {

  private static final Pattern FIRST_VARIABLE = Pattern.compile("\\{([^}:]+)");
  private static final String NAME = "[A-Za-z0-9-]{1,100}";

  private final Map<Where, EnvironmentOf> lookUps = new EnumMap<>(Where.class);

  private final CheckBody body;

  CheckNeeds(List<EnvironmentOf> lookUps, CheckBody body) {
    this.body = body;
    lookUps.forEach(lookUp -> this.lookUps.put(lookUp.where(), lookUp));
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getDispatcherType() == DispatcherType.REQUEST
        && handler instanceof HandlerMethod method
        && !HttpMethod.OPTIONS.matches(request.getMethod())) {
      check(method, request);
    }
    return true;
  }

  private void check(HandlerMethod method, HttpServletRequest request) {
    Needs needs = method.getMethodAnnotation(Needs.class);
    if (needs == null) {
      if (method.hasMethodAnnotation(NeedsNoRole.class)) {
        return;
      }
      throw new IllegalStateException(method + " does not say which role it needs");
    }
    Principal caller = Callers.current();
    switch (needs.where()) {
      case SOMEWHERE, NARROWED -> caller.requireSomewhere(needs.value());
      case IN_BODY -> {
        caller.requireSomewhere(needs.value());
        body.checkHeld(method, request);
      }
      case EVERYWHERE -> caller.requireEverywhere(needs.value());
      case IN_ENVIRONMENT -> caller.require(needs.value(), named(request));
      case OF_ENDPOINT, OF_DEPLOYMENT, OF_PROMOTION ->
          environment(needs.where(), named(request))
              .ifPresentOrElse(
                  where -> caller.require(needs.value(), where),
                  // That a thing does not exist is told to callers who may see things of its sort.
                  () -> caller.requireSomewhere(needs.value()));
      case OF_SUBJECT ->
          environmentOfSubject(request)
              .ifPresentOrElse(
                  where -> caller.require(needs.value(), where),
                  () -> caller.requireEverywhere(needs.value()));
    }
  }

  private Optional<String> environmentOfSubject(HttpServletRequest request) {
    String subject = String.valueOf(request.getParameter("subject"));
    return switch (String.valueOf(request.getParameter("subject_type"))) {
      case "environment" -> Optional.of(subject);
      case "endpoint" -> environment(Where.OF_ENDPOINT, subject);
      default -> Optional.empty();
    };
  }

  private Optional<String> environment(Where where, String id) {
    EnvironmentOf lookUp = lookUps.get(where);
    return lookUp != null && id.matches(NAME) ? lookUp.find(id) : Optional.empty();
  }

  /** The first variable in the path: in every route it names the thing that the route is about. */
  private static String named(HttpServletRequest request) {
    Matcher first =
        FIRST_VARIABLE.matcher(
            String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)));
    if (first.find()
        && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables) {
      return String.valueOf(variables.get(first.group(1)));
    }
    throw new IllegalStateException(request.getRequestURI() + " names nothing");
  }
}
