package dev.slipway.access;

import dev.slipway.base.Failure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The session of the browser that asks. */
@RestController
@RequestMapping("/v1/session")
class SessionController {

  private final Sessions sessions;
  private final ProxyAddress proxy;

  SessionController(Sessions sessions, ProxyAddress proxy) {
    this.sessions = sessions;
    this.proxy = proxy;
  }

  /**
   * A session.
   *
   * @param csrfToken to be sent in the header {@code X-CSRF-Token} with every request that changes
   *     something
   * @param proxyUrl where applications send predictions, for a page that shows how
   */
  record Session(String csrfToken, @Nullable Instant expiresAt, @Nullable String proxyUrl) {}

  /**
   * Begins a session for a page that has a token, so that the page can follow events without a
   * token in an address.
   */
  @PostMapping
  @NeedsNoRole
  ResponseEntity<Session> open(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @AuthenticationPrincipal Principal caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    String bearer = Bearer.token(authorization).orElse("");
    Sessions.Opened opened = sessions.open(bearer, caller);
    SessionCookie.give(request, response, opened.value(), opened.lifetime());
    return ResponseEntity.created(URI.create("/v1/session"))
        .body(
            new Session(
                SessionCookie.csrfToken(opened.value()),
                opened.expiresAt(),
                proxy.seenBy(request)));
  }

  @GetMapping
  @NeedsNoRole
  Session get(HttpServletRequest request, @AuthenticationPrincipal Principal caller) {
    return new Session(
        SessionCookie.csrfToken(own(request)), caller.until(), proxy.seenBy(request));
  }

  @DeleteMapping
  @NeedsNoRole
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void close(
      @AuthenticationPrincipal Principal caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    sessions.close(own(request), caller);
    SessionCookie.take(request, response);
  }

  /**
   * The session by which the caller is known; none where the request has a token too, which comes
   * first.
   */
  private static String own(HttpServletRequest request) {
    if (request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
      return SessionCookie.of(request).orElseThrow(SessionController::none);
    }
    throw none();
  }

  private static Failure none() {
    return new Failure.NotFound(
        "no-session",
        "The request is known by its token and not by a session; POST /v1/session begins one.");
  }
}
