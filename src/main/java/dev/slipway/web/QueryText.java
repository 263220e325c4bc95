package dev.slipway.web;

import dev.slipway.base.Failure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Stands before every handler: parameters that cannot be decoded, that no table could hold, or that
 * are there twice, are refused.
 */
final class QueryText implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getQueryString() != null) {
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

  private static void requireStorable(String name, String... values) {
    for (String value : values) {
      if (value != null && !StorableText.holds(value)) {
        throw Failure.Invalid.field(
            name, "The parameter \"" + name + "\" holds U+0000; nothing here is called that.");
      }
    }
  }
}
