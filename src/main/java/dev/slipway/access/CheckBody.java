package dev.slipway.access;

import java.lang.reflect.Type;
import java.util.Objects;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Lets pass who has the role in every environment that the request's body names. */
@ControllerAdvice
class CheckBody extends RequestBodyAdviceAdapter {

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
    // JSON's null comes as none, whatever the signature says.
    if (Objects.isNull(body)) {
      throw new HttpMessageNotReadableException("Required request body is missing", message);
    }
    Needs needs = parameter.getMethodAnnotation(Needs.class);
    if (needs == null || !(body instanceof InEnvironments named)) {
      throw new IllegalStateException(parameter + " does not say which environments it names");
    }
    Principal caller = Callers.current();
    named.environments().forEach(environment -> caller.require(needs.value(), environment));
    return body;
  }
}
