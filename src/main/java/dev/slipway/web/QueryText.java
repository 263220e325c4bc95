package dev.slipway.web;

import dev.slipway.base.Failure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Stands before every handler: parameters that cannot be decoded, that no table could hold, that
 * are there twice or that nobody knows, are refused.
 */
final class QueryText implements HandlerInterceptor {

  private static final Map<Method, Set<String>> KNOWN = new ConcurrentHashMap<>();
  private static final int LONGEST_SHOWN = 40;

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getQueryString() != null) {
      if (handler instanceof HandlerMethod method) requireKnown(request, method);
      for (String name : Collections.list(request.getParameterNames())) {
        String[] values = request.getParameterValues(name);
        requireStorable(name, values);
        if (values.length > 1) {
          throw Failure.Invalid.field(
              name, "The parameter is there more than once; which of them counts?");
        }
      }
    }
    return true;
  }

  /** A filter that is misspelt would otherwise let everything through. */
  private static void requireKnown(HttpServletRequest request, HandlerMethod method) {
    Set<String> known = KNOWN.computeIfAbsent(method.getMethod(), it -> names(method));
    for (String name : Collections.list(request.getParameterNames())) {
      if (known.contains(name)) continue;
      String shown = StorableText.holds(name) && name.length() <= LONGEST_SHOWN ? name : "query";
      throw Failure.Invalid.field(
          shown,
          known.isEmpty()
              ? "This takes no parameters in its query."
              : "This parameter is not known here; these are: %s."
                  .formatted(String.join(", ", known)));
    }
  }

  private static Set<String> names(HandlerMethod method) {
    Set<String> names = new TreeSet<>();
    for (MethodParameter parameter : method.getMethodParameters()) {
      RequestParam named = parameter.getParameterAnnotation(RequestParam.class);
      if (named != null) {
        names.add(named.name().isEmpty() ? parameter.getParameter().getName() : named.name());
      }
      FromQuery whole = parameter.getParameterType().getAnnotation(FromQuery.class);
      if (whole != null) names.addAll(List.of(whole.value()));
    }
    return names;
  }

  private static void requireStorable(String name, String... values) {
    for (String value : values) {
      if (value != null && !StorableText.holds(value)) {
        throw Failure.Invalid.field(
            name, "The parameter \"" + name + "\" holds U+0000; nothing here is called that.");
      }
    }
  }
}
