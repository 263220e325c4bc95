package dev.slipway.proxy;

import dev.slipway.access.FailedAttempts;
import dev.slipway.access.Principal;
import dev.slipway.base.Failure;
import dev.slipway.base.TrustedBalancers;
import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage of the {@link Pipeline}: finds out who is asking. A signature covers the body. Where the
 * head does not say how (its hash, say), the body of a signed request is read here.
 */
final class Authenticate {

  private static final Logger LOG = LoggerFactory.getLogger(Authenticate.class);
  private static final String BEARER = "bearer ";

  private final KnownCallers callers;
  private final KnownKeys keys;
  private final VerifySignature signatures;
  private final TrustedBalancers balancers;
  private final FailedAttempts failures;
  private final ReadBody readBody;
  private final Context context;

  /**
   * @param readBody for those whose signature covers the body
   * @param context the event loop to come back to
   */
  Authenticate(Shared shared, ReadBody readBody, Context context) {
    this.callers = shared.callers();
    this.keys = shared.keys();
    this.signatures = shared.signatures();
    this.balancers = shared.balancers();
    this.failures = shared.failures();
    this.readBody = readBody;
    this.context = context;
  }

  /**
   * The caller; fails with a {@link Refusal} for nobody we know.
   *
   * @param claimed is told who a signed request says it is from, where its body has to be read
   *     before its signature can be verified; what it throws is thrown
   */
  Future<Principal> caller(Exchange exchange, Consumer<Principal> claimed) {
    HttpServerRequest request = exchange.request();
    List<String> authorization = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    return StatedSignature.isIn(authorization, request.query())
        ? signer(exchange, Head.of(request), claimed)
        : holder(exchange, authorization);
  }

  private Future<Principal> holder(Exchange exchange, List<String> authorization) {
    HttpServerRequest request = exchange.request();
    String bearer = bearer(authorization);
    return here(
        exchange,
        callers.find(bearer, new Shown(request, bearer)),
        () -> new Refusal(Reason.TOKEN_UNKNOWN, "The bearer token is not known."));
  }

  /** Nothing is told of endpoints, and nothing is forwarded, before the signature is verified. */
  private Future<Principal> signer(Exchange exchange, Head head, Consumer<Principal> claimed) {
    StatedSignature stated = StatedSignature.of(head);
    signatures.requireScope(stated);
    String id = stated.accessKeyId();
    return here(
            exchange,
            keys.find(id, new Shown(exchange.request(), id)),
            () ->
                new Refusal(
                    Reason.ACCESS_KEY_UNKNOWN,
                    "The access key is not one of Slipway's, has expired or was revoked."))
        .compose(key -> {
          var signed = new Signed(exchange.request(), head, stated, key);
          if (VerifySignature.tellsOfBody(head, stated)) {
            signed.verify(null);
            exchange.body().expect(signed::body);
            return Future.succeededFuture(key.principal());
          }
          claimed.accept(key.principal());
          exchange.body().claimedWith(id);
          return readBody
              .read(exchange)
              .map(body -> {
                signed.verify(body);
                exchange.body().keep(body);
                return key.principal();
              });
        });
  }

  /**
   * A request that says it is signed with a key. One that is signed rightly passes, however often
   * others have failed before: a key's id is no secret, so anybody who knows it could otherwise
   * keep its owner out. A wrong signature counts against its address and this key alone, since it
   * is no guess at other keys.
   */
  private final class Signed {

    private final HttpServerRequest request;
    private final Head head;
    private final StatedSignature stated;
    private final KnownKeys.Key key;

    Signed(HttpServerRequest request, Head head, StatedSignature stated, KnownKeys.Key key) {
      this.request = request;
      this.head = head;
      this.stated = stated;
      this.key = key;
    }

    /**
     * Requires that the signature is the key's.
     *
     * @param body null where the head tells of it
     */
    void verify(@Nullable Body body) {
      try {
        if (body == null) {
          signatures.verify(head, stated, key.secret());
        } else {
          signatures.verify(head, stated, key.secret(), body);
        }
      } catch (Refusal refusal) {
        throw counted(refusal);
      }
      keys.used(key);
    }

    /** The body that was meant, once it is found to be the one that the head tells of. */
    Body body(Body body) {
      try {
        return signatures.body(head, stated, key.secret(), body);
      } catch (Refusal refusal) {
        throw counted(refusal);
      }
    }

    private Refusal counted(Refusal refusal) {
      if (refusal.reason() == Reason.SIGNATURE_WRONG) {
        new Origin(balancers, request)
            .client()
            .ifPresent(address -> countWrong(address, stated.accessKeyId()));
      }
      return refusal;
    }
  }

  private void countWrong(String address, String accessKeyId) {
    try {
      failures.signedWrongly(address, accessKeyId);
    } catch (Failure.Limited e) {
      throw limited(e);
    }
  }

  /**
   * What was found, back on this event loop. Nearly all callers are known already: for them the
   * result is there in this turn.
   *
   * @param unknown why nobody is served whom nothing was found of
   */
  private <V> Future<V> here(
      Exchange exchange, CompletableFuture<Optional<V>> found, Supplier<Refusal> unknown) {
    return found.isDone() && !found.isCompletedExceptionally()
        ? Future.succeededFuture(found.join().orElseThrow(unknown))
        : inTime(
                exchange,
                Future.fromCompletionStage(found, context)
                    .recover(failure -> Future.failedFuture(unavailable(failure))))
            .map(late -> late.orElseThrow(unknown));
  }

  /**
   * Waits for a look-up no longer than the caller waits. A result that comes later serves later
   * requests.
   */
  private <V> Future<V> inTime(Exchange exchange, Future<V> found) {
    if (exchange.patience() == Patience.UNSAID) {
      return found;
    }
    Promise<V> answer = Promise.promise();
    long timer =
        context
            .owner()
            .setTimer(
                Math.max(1, Patience.left(exchange, exchange.patience())),
                _ -> answer.tryFail(unasked()));
    found.onComplete((value, failure) -> {
      context.owner().cancelTimer(timer);
      if (failure == null) {
        answer.tryComplete(value);
      } else {
        answer.tryFail(failure);
      }
    });
    return answer.future();
  }

  /**
   * The token or key that a request showed. A failed look-up counts once against its address,
   * however many wait for it. Where a load balancer does not say for whom it asks, nobody is
   * refused for the failures of others: all callers would be.
   */
  private final class Shown implements Known.Stranger {

    private final HttpServerRequest request;
    private final SocketAddress peer;
    private final String what;

    /** Takes the address at once, since a look-up may end after the connection. */
    Shown(HttpServerRequest request, String what) {
      this.request = request;
      this.peer = request.remoteAddress();
      this.what = what;
    }

    private Optional<String> client() {
      return new Origin(balancers, request, peer).client();
    }

    @Override
    public void check() {
      try {
        client().ifPresent(address -> failures.check(address, what));
      } catch (Failure.Limited e) {
        throw limited(e);
      }
    }

    @Override
    public void isSomebody() {
      failures.succeeded(what);
    }

    @Override
    public void isNobody() {
      client()
          .ifPresentOrElse(address -> failures.failed(address, what), () -> failures.failed(what));
    }
  }

  private static String bearer(List<String> lines) {
    if (lines.size() > 1) {
      // Two readers on the way could see two callers.
      throw new Refusal(Reason.MALFORMED, "Send one header Authorization.");
    }
    String authorization = lines.isEmpty() ? "" : lines.getFirst();
    if (authorization.length() <= BEARER.length()
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new Refusal(
          Reason.TOKEN_MISSING, "Send a Slipway token: Authorization: Bearer <token>.");
    }
    return authorization.substring(BEARER.length()).strip();
  }

  private static Refusal limited(Failure.Limited failure) {
    return new Refusal(
        Reason.TOO_MANY_FAILURES, failure.detail(), Math.max(1, failure.waiting().toSeconds()));
  }

  private static Refusal unasked() {
    return new Refusal(
        Reason.UNASKED, "Who asks could not be found out in the time that the caller gave.");
  }

  private static Refusal unavailable(Throwable failure) {
    LOG.debug("A caller could not be looked up", failure);
    return new Refusal(Reason.UNAVAILABLE, "Callers cannot be verified at the moment; try again.");
  }
}
