package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.web.Problems;
import dev.slipway.web.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;

/** Answers callers who are not let in, and notes the attempt for the record. */
@Component
class Refuse {

  private final Problems problems;
  private final DeniedAttempts attempts;

  Refuse(Problems problems, DeniedAttempts attempts) {
    this.problems = problems;
    this.attempts = attempts;
  }

  /** Refuses a token, cookie or signature that is not accepted, or cannot be verified now. */
  void with(Failure failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!(failure instanceof Failure.Unavailable)) {
      note(null, failure, request);
    }
    problems.write(failure, request, response);
  }

  /** Refuses a caller who has shown nothing, or nothing that is known here. */
  void unknown(HttpServletRequest request, HttpServletResponse response) throws IOException {
    with(Bearer.refusal(request.getHeader(HttpHeaders.AUTHORIZATION)), request, response);
  }

  /** Refuses a caller who is known and may not do this at all. */
  void denied(
      AccessDeniedException denied, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Failure failure =
        denied instanceof CsrfException
            ? new Failure.Forbidden(
                "csrf-token-missing",
                "Send the session's CSRF token in the header %s; GET /v1/session tells it."
                    .formatted(SessionCsrf.HEADER))
            : new Failure.Forbidden("forbidden", "This needs the role admin in all environments.");
    note(Callers.known().orElse(null), failure, request);
    problems.write(failure, request, response);
  }

  /** Notes that a handler has refused the caller, if it has. */
  void noteIfRefused(Principal caller, HttpServletRequest request) {
    if (request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE)
        instanceof Failure.Forbidden forbidden) {
      note(caller, forbidden, request);
    }
  }

  /**
   * Notes a refusal. Sentences tell refusals apart better than codes do, and hold nothing that
   * changes from one attempt to the next; only the sentence of too many failures names the address.
   */
  private void note(@Nullable Principal caller, Failure failure, HttpServletRequest request) {
    attempts.note(
        new Denial(
            caller == null ? null : caller.name(),
            request.getRemoteAddr(),
            request.getMethod() + " " + route(request, caller != null),
            failure instanceof Failure.Limited ? failure.code() : failure.detail(),
            failure.detail(),
            RequestIds.of(request)));
  }

  private static String route(HttpServletRequest request, boolean known) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return known && pattern != null ? pattern.toString() : request.getRequestURI();
  }
}
