package dev.slipway.web;

import dev.slipway.base.Failure;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * The one place where exceptions become answers; before Spring Boot's own, which knows no codes.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private final Problems problems;

  ProblemAdvice(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler
  ResponseEntity<Problem> failure(Failure failure, HttpServletRequest request) {
    return answer(FailureProblems.of(failure), request);
  }

  /** The security filters answer these. */
  @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
  void security(RuntimeException exception) {
    throw exception;
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Problem> other(Exception exception, HttpServletRequest request)
      throws IOException {
    if (DisconnectedClientHelper.isClientDisconnectedException(exception)) {
      return null;
    }
    Problem.Draft draft = FrameworkProblems.of(exception);
    if (draft.status().is5xxServerError()) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), exception);
    }
    return answer(draft, request);
  }

  private ResponseEntity<Problem> answer(Problem.Draft draft, HttpServletRequest request) {
    return ResponseEntity.status(draft.status())
        .headers(draft.headers())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problems.problem(draft, request));
  }
}
