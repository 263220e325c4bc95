package dev.slipway.proxy;

import dev.slipway.access.FailedAttempts;
import dev.slipway.access.Principal;
import dev.slipway.base.Failure;
import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Second stage: who is asking. */
final class Authenticate {

  private static final Logger LOG = LoggerFactory.getLogger(Authenticate.class);
  private static final String BEARER = "bearer ";
  private static final String SIGNATURE = "AWS4-";

  private final KnownCallers callers;
  private final FailedAttempts failures;
  private final Context context;

  /**
   * @param context the event loop to come back to
   */
  Authenticate(KnownCallers callers, FailedAttempts failures, Context context) {
    this.callers = callers;
    this.failures = failures;
    this.context = context;
  }

  /** The caller; fails with a {@link Refusal} for nobody we know. */
  Future<Principal> caller(HttpServerRequest request) {
    String bearer = bearer(request);
    String address = request.remoteAddress().hostAddress();
    CompletableFuture<Optional<Principal>> found =
        callers.find(bearer, () -> requireFewFailures(address, bearer));
    // Callers known already, which are nearly all, stay on this event loop and in this turn.
    Future<Optional<Principal>> here =
        found.isDone() && !found.isCompletedExceptionally()
            ? Future.succeededFuture(found.join())
            : Future.fromCompletionStage(found, context)
                .recover(failure -> Future.failedFuture(unavailable(failure)));
    return here.map(principal ->
        principal.orElseThrow(() -> {
          failures.failed(address, bearer);
          return new Refusal(Reason.TOKEN_UNKNOWN, "The bearer token is not known.");
        }));
  }

  private void requireFewFailures(String address, String bearer) {
    try {
      failures.check(address, bearer);
    } catch (Failure.Limited e) {
      throw new Refusal(Reason.TOO_MANY_FAILURES, e.detail());
    }
  }

  private static String bearer(HttpServerRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (isSigned(authorization, request.query())) {
      throw new Refusal(
          Reason.SIGNED_CALL,
          "Calls signed with AWS Signature Version 4 are not accepted yet. Send a Slipway token"
              + " instead: Authorization: Bearer <token>.");
    }
    if (authorization == null
        || authorization.length() <= BEARER.length()
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new Refusal(
          Reason.TOKEN_MISSING, "Send a Slipway token: Authorization: Bearer <token>.");
    }
    return authorization.substring(BEARER.length()).strip();
  }

  private static boolean isSigned(@Nullable String authorization, @Nullable String query) {
    return (authorization != null
            && authorization.regionMatches(true, 0, SIGNATURE, 0, SIGNATURE.length()))
        || (query != null && query.contains("X-Amz-Signature="));
  }

  private static Refusal unavailable(Throwable failure) {
    LOG.debug("A token could not be looked up", failure);
    return new Refusal(
        Reason.UNAVAILABLE, "The bearer token cannot be verified at the moment; try again.");
  }
}
