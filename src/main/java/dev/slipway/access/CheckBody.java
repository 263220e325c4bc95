package dev.slipway.access;

import dev.slipway.web.HeldRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Type;
import java.util.Objects;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import org.springframework.web.util.WebUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Lets a caller pass who has the role in every environment that the request's body names. */
@ControllerAdvice
class CheckBody extends RequestBodyAdviceAdapter {

  private final JsonMapper json;

  CheckBody(JsonMapper json) {
    this.json = json;
  }

  /**
   * The same check of a body that is held, before anything answers in the handler's place. A
   * repeated request may have a stored answer, and only a caller who may make the request now may
   * have that answer.
   */
  void checkHeld(HandlerMethod handler, HttpServletRequest request) {
    HeldRequest held = WebUtils.getNativeRequest(request, HeldRequest.class);
    if (held == null) return;
    for (MethodParameter parameter : handler.getMethodParameters()) {
      if (parameter.hasParameterAnnotation(RequestBody.class)) {
        var message = new ServletServerHttpRequest(request);
        check(read(held, parameter, message), message, parameter);
      }
    }
  }

  private Object read(HeldRequest held, MethodParameter parameter, HttpInputMessage message) {
    try {
      Type type = parameter.getGenericParameterType();
      return json.readValue(held.getInputStream(), json.constructType(type));
    } catch (JacksonException unreadable) {
      throw new HttpMessageNotReadableException("JSON parse error", unreadable, message);
    }
  }

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    Needs needs = parameter.getMethodAnnotation(Needs.class);
    return needs != null && needs.where() == Where.IN_BODY;
  }

  @Override
  public Object afterBodyRead(
      Object body,
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter) {
    check(body, message, parameter);
    return body;
  }

  private static void check(Object body, HttpInputMessage message, MethodParameter parameter) {
    // A body of JSON's null comes as no body here, whatever the signature says.
    if (Objects.isNull(body)) {
      throw new HttpMessageNotReadableException("Required request body is missing", message);
    }
    Needs needs = parameter.getMethodAnnotation(Needs.class);
    if (needs == null || !(body instanceof InEnvironments named)) {
      throw new IllegalStateException(parameter + " does not say which environments it names");
    }
    Principal caller = Callers.current();
    named.environments().forEach(environment -> caller.require(needs.value(), environment));
  }
}
