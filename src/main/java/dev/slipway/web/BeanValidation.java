package dev.slipway.web;

import dev.slipway.base.Failure;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/** Turns what Jakarta Validation found into fields at fault, in the names that JSON uses. */
final class BeanValidation {

  private BeanValidation() {}

  static Problem.Draft of(MethodArgumentNotValidException invalid) {
    return draft(
        invalid.getAllErrors().stream()
            .map(error ->
                new Failure.Violation(
                    error instanceof FieldError field ? pointer(field.getField()) : "",
                    String.valueOf(error.getDefaultMessage())))
            .toList());
  }

  static Problem.Draft of(HandlerMethodValidationException invalid) {
    return draft(
        invalid.getParameterValidationResults().stream()
            .flatMap(result ->
                result.getResolvableErrors().stream()
                    .map(error ->
                        new Failure.Violation(
                            error instanceof FieldError field
                                ? pointer(field.getField())
                                : snake(
                                    String.valueOf(result.getMethodParameter().getParameterName())),
                            String.valueOf(error.getDefaultMessage()))))
            .toList());
  }

  private static Problem.Draft draft(List<Failure.Violation> violations) {
    String detail =
        violations.isEmpty()
            ? "The request is not valid."
            : violations.getFirst().pointer() + ": " + violations.getFirst().detail();
    return new Problem.Draft(
        HttpStatusCode.valueOf(400),
        "invalid-request",
        detail,
        false,
        violations,
        null,
        null,
        new HttpHeaders());
  }

  /** {@code rollout.waitSeconds} and {@code list[0].name} as JSON pointers in snake case. */
  private static String pointer(String field) {
    return "/" + snake(field.replace("[", ".").replace("]", "").replace('.', '/'));
  }

  static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
