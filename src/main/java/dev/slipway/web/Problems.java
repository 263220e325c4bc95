package dev.slipway.web;

import dev.slipway.base.Failure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes problems where no controller is involved: filters, security entry points, error pages.
 * Controllers only throw.
 */
@Component
public class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final JsonMapper json;
  private final ProblemPages pages;

  Problems(JsonMapper json, ProblemPages pages) {
    this.json = json;
    this.pages = pages;
  }

  /** Answers the request with the failure, unless an answer is already under way. */
  public void write(Failure failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    write(FailureProblems.of(failure), request, response);
  }

  /**
   * The problem that one part of a request has run into whose other parts go on: as it would be
   * answered to that part alone.
   */
  public Problem of(RuntimeException exception, HttpServletRequest request) {
    Problem.Draft draft =
        exception instanceof Failure failure
            ? FailureProblems.of(failure)
            : FrameworkProblems.of(exception);
    if (draft.status().is5xxServerError() && !(exception instanceof Failure)) {
      LOG.error("A part of {} {} failed", request.getMethod(), request.getRequestURI(), exception);
    }
    return problem(draft, request);
  }

  void write(Problem.Draft draft, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.setStatus(draft.status().value());
    response.setHeader(RequestIds.HEADER, RequestIds.of(request));
    if (isOfAwsSdk(request)) {
      response.setHeader("x-amzn-RequestId", RequestIds.of(request));
      response.setHeader("x-amzn-ErrorType", draft.code());
    }
    draft.headers().forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    byte[] body = json.writeValueAsBytes(problem(draft, request));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  Problem problem(Problem.Draft draft, HttpServletRequest request) {
    return new Problem(
        "/problems/" + draft.code(),
        pages.title(draft.code()),
        draft.status().value(),
        draft.detail(),
        draft.code(),
        RequestIds.of(request),
        draft.retryable(),
        nullIfEmpty(draft.violations()),
        draft.aws(),
        draft.link(),
        isOfAwsSdk(request) ? draft.detail() : null);
  }

  /** Whether the caller meant AWS or the prediction proxy, and has come here by a wrong URL. */
  private static boolean isOfAwsSdk(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    return authorization != null && authorization.startsWith("AWS4-");
  }

  private static @Nullable List<Failure.Violation> nullIfEmpty(List<Failure.Violation> list) {
    return list.isEmpty() ? null : list;
  }
}
