package dev.slipway.access;

import dev.slipway.secret.SignedMessage;
import dev.slipway.web.HeldRequest;
import dev.slipway.web.HoldBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Finds out who has signed the request, for the calls that may be signed instead of carrying a
 * token.
 */
final class SignatureFilter extends CallerFilter {

  private static final String ID = "webhook-id";
  private static final String TIMESTAMP = "webhook-timestamp";
  private static final String SIGNATURE = "webhook-signature";

  private final List<Signed> calls;
  private final HoldBody hold;

  SignatureFilter(
      List<SignedCallers> callers, HoldBody hold, FailedAttempts attempts, Refuse refuse) {
    super(_ -> false, attempts, refuse);
    this.calls = callers.stream().map(Signed::new).toList();
    this.hold = hold;
  }

  /** Calls that may be signed, and who knows their signers. */
  private record Signed(SignedCallers callers, PathPatternRequestMatcher matcher) {
    Signed(SignedCallers callers) {
      this(
          callers,
          PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, callers.path()));
    }
  }

  /** Whether the request is signed, and its call is one that may be signed. */
  boolean concerns(HttpServletRequest request) {
    return request.getHeader(SIGNATURE) != null
        && calls.stream().anyMatch(call -> call.matcher().matches(request));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<HeldRequest> held = hold.of(request, response);
    if (held.isPresent()) super.doFilterInternal(held.get(), response, chain);
  }

  @Override
  Optional<String> shown(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader(SIGNATURE));
  }

  @Override
  Principal holder(String shown, HttpServletRequest request) {
    var message =
        new SignedMessage(
            String.valueOf(request.getHeader(ID)),
            String.valueOf(request.getHeader(TIMESTAMP)),
            shown,
            ((HeldRequest) request).text());
    for (Signed call : calls) {
      RequestMatcher.MatchResult match = call.matcher().matcher(request);
      if (match.isMatch()) return call.callers().signer(match.getVariables(), message);
    }
    throw Bearer.refusal(null);
  }
}
