package dev.slipway.web;

import dev.slipway.base.Failure;
import dev.slipway.base.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Stands before every {@link Idempotent} handler: takes the request's key, or answers in the
 * handler's place. {@link IdempotencyBuffer} gives it the body and keeps the answer.
 */
@Component
class IdempotencyGate implements HandlerInterceptor {

  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED = "Idempotent-Replayed";

  private final IdempotencyKeys keys;

  IdempotencyGate(IdempotencyKeys keys) {
    this.keys = keys;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    String key = request.getHeader(HEADER);
    if (key == null
        || !(handler instanceof HandlerMethod method)
        || !method.hasMethodAnnotation(Idempotent.class)
        || isDryRun(request)) {
      return true;
    }
    if (!key.matches("[\\x21-\\x7e]{1,255}")) {
      throw Failure.Invalid.field(
          HEADER, "Idempotency-Key must be 1 to 255 visible ASCII characters.");
    }
    Optional<IdempotencyKeys.Answer> earlier =
        keys.take(
            new IdempotencyKeys.Scope(
                principal(request), request.getMethod(), request.getRequestURI(), key),
            fingerprint(request),
            taken -> IdempotencyBuffer.remember(request, taken));
    if (earlier.isEmpty()) {
      return true;
    }
    replay(earlier.get(), response);
    return false;
  }

  private static boolean isDryRun(HttpServletRequest request) {
    return "true".equals(request.getParameter("dry_run"));
  }

  private static void replay(IdempotencyKeys.Answer answer, HttpServletResponse response)
      throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setHeader(REPLAYED, "true");
    response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private static String principal(HttpServletRequest request) {
    return request.getUserPrincipal() == null ? "" : request.getUserPrincipal().getName();
  }

  private static String fingerprint(HttpServletRequest request) {
    MessageDigest digest = Sha256.begin();
    digest.update(text(request.getQueryString()));
    digest.update((byte) 0);
    digest.update(IdempotencyBuffer.body(request));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] text(@Nullable String text) {
    return (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
  }
}
