package dev.slipway.web;

import dev.slipway.base.Failure;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/** Gives each kind of {@link Failure} its HTTP status. */
final class FailureProblems {

  /** Conflicts that pass by themselves: the same request may succeed in a moment. */
  private static final Set<String> PASSING_CONFLICTS =
      Set.of(IdempotencyKeys.IN_FLIGHT, "concurrent-change");

  private FailureProblems() {}

  static Problem.Draft of(Failure failure) {
    return switch (failure) {
      case Failure.Invalid invalid -> draft(400, invalid);
      case Failure.Unauthenticated unauthenticated ->
          draft(401, unauthenticated).with(header(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
      case Failure.Forbidden forbidden -> draft(403, forbidden);
      case Failure.NotFound notFound -> draft(404, notFound);
      case Failure.Conflict conflict -> conflict(conflict);
      case Failure.Precondition precondition ->
          draft(precondition.stated() ? 412 : 428, precondition);
      case Failure.Refused refused -> draft(422, refused).linking(refused.link().orElse(null));
      case Failure.Limited limited ->
          draft(429, limited).retryAfter((int) limited.waiting().toSeconds());
      case Failure.Unavailable unavailable -> draft(503, unavailable).retryAfter(5);
    };
  }

  private static Problem.Draft conflict(Failure.Conflict conflict) {
    Problem.Draft linked = draft(409, conflict).linking(conflict.link().orElse(null));
    return PASSING_CONFLICTS.contains(conflict.code()) ? linked.retryAfter(1) : linked;
  }

  private static Problem.Draft draft(int status, Failure failure) {
    return new Problem.Draft(
        HttpStatusCode.valueOf(status),
        failure.code(),
        failure.detail(),
        false,
        failure.violations(),
        failure.aws().orElse(null),
        null,
        new HttpHeaders());
  }

  private static HttpHeaders header(String name, String value) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(name, value);
    return headers;
  }
}
