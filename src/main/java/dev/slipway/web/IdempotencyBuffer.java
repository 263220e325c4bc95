package dev.slipway.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Holds the body of a request that carries an {@code Idempotency-Key}, and its answer, so that the
 * gate can compare the one and keep the other. Runs after authentication.
 */
@Component
class IdempotencyBuffer extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(IdempotencyBuffer.class);
  private static final String BODY = IdempotencyBuffer.class.getName() + ".body";
  private static final String TAKEN = IdempotencyBuffer.class.getName() + ".taken";
  private static final List<String> KEPT_HEADERS =
      List.of("Content-Type", "Location", "ETag", "Retry-After");

  private final IdempotencyKeys keys;
  private final HoldBody hold;

  IdempotencyBuffer(IdempotencyKeys keys, HoldBody hold) {
    this.keys = keys;
    this.hold = hold;
  }

  static byte[] body(HttpServletRequest request) {
    return request.getAttribute(BODY) instanceof byte[] body ? body : new byte[0];
  }

  static void remember(HttpServletRequest request, IdempotencyKeys.Taken taken) {
    request.setAttribute(TAKEN, taken);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !"POST".equals(request.getMethod())
        || request.getHeader(IdempotencyGate.HEADER) == null
        || !request.getRequestURI().startsWith("/v1/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<HeldRequest> held = hold.of(request, response);
    if (held.isEmpty()) return;
    request.setAttribute(BODY, held.get().body());
    var answer = new ContentCachingResponseWrapper(response);
    boolean answered = false;
    try {
      chain.doFilter(held.get(), answer);
      answered = true;
    } finally {
      if (request.getAttribute(TAKEN) instanceof IdempotencyKeys.Taken taken) {
        settle(taken, answer, answered);
      }
    }
    answer.copyBodyToResponse();
  }

  private void settle(
      IdempotencyKeys.Taken taken, ContentCachingResponseWrapper response, boolean answered) {
    int status = response.getStatus();
    try {
      if (answered && (status < 400 || status == 422)) {
        keys.keep(taken, answer(response));
      } else {
        keys.free(taken);
      }
    } catch (DataAccessException e) {
      // What was asked for has been done; only its repetition is no longer recognised.
      LOG.warn("The answer to an Idempotency-Key could not be kept", e);
    }
  }

  private static IdempotencyKeys.Answer answer(ContentCachingResponseWrapper response) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : KEPT_HEADERS) {
      String value =
          name.equals("Content-Type") ? response.getContentType() : response.getHeader(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return new IdempotencyKeys.Answer(
        response.getStatus(),
        headers,
        new String(response.getContentAsByteArray(), StandardCharsets.UTF_8));
  }
}
