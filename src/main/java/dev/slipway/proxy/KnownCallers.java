package dev.slipway.proxy;

import dev.slipway.access.Principal;
import dev.slipway.base.WallClock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which token, remembered by the token's hash, so that predictions cost no query and go
 * on while the database is down. While it is up, a revoked token stops working within {@link
 * #CERTAIN}.
 */
final class KnownCallers {

  /** From this age on an answer is confirmed in the background. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** From this age on an answer is not given before it is confirmed, or that has failed. */
  private static final Duration CERTAIN = Duration.ofSeconds(5);

  /** How long a confirmation is waited for, and how soon it is tried again. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Function<String, Optional<Principal>> tokens;
  private final Executor executor;
  private final WallClock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Optional<Principal>>> asking =
      new ConcurrentHashMap<>();
  private volatile @Nullable Instant unanswered;

  /**
   * @param tokens asks the database; may block and throw
   * @param executor where it is asked
   */
  KnownCallers(Function<String, Optional<Principal>> tokens, Executor executor, WallClock clock) {
    this.tokens = tokens;
    this.executor = executor;
    this.clock = clock;
  }

  private record Known(Principal principal, Instant confirmedAt) {

    /** Whether the token has expired, which needs no confirmation. */
    boolean isOver(Instant now) {
      Instant until = principal.until();
      return until != null && !until.isAfter(now);
    }
  }

  /**
   * Who holds a token. Never blocks: complete at once for callers known well enough. Fails when
   * nobody can tell.
   *
   * @param strange is asked first about whoever is not known; what it throws is thrown
   */
  CompletableFuture<Optional<Principal>> find(String bearer, Runnable strange) {
    String hash = hash(bearer);
    Known caller = known.get(hash);
    if (caller == null || caller.isOver(clock.now())) {
      strange.run();
      return ask(hash, bearer);
    }
    CompletableFuture<Optional<Principal>> remembered =
        CompletableFuture.completedFuture(Optional.of(caller.principal));
    Instant now = clock.now();
    Duration age = Duration.between(caller.confirmedAt, now);
    if (age.compareTo(FRESH) < 0) {
      return remembered;
    }
    Instant failedAt = unanswered;
    if (failedAt != null) {
      // Nobody waits while the database is known to be down; one attempt a second finds it back.
      if (Duration.between(failedAt, now).compareTo(PATIENCE) >= 0) {
        ask(hash, bearer);
      }
      return remembered;
    }
    CompletableFuture<Optional<Principal>> confirmed = ask(hash, bearer);
    if (age.compareTo(CERTAIN) < 0) {
      return remembered;
    }
    return confirmed
        .exceptionally(_ -> Optional.of(caller.principal))
        .completeOnTimeout(
            Optional.of(caller.principal), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks the database; those who ask for the same token meanwhile share the answer. */
  private CompletableFuture<Optional<Principal>> ask(String hash, String bearer) {
    var answer = new CompletableFuture<Optional<Principal>>();
    CompletableFuture<Optional<Principal>> earlier = asking.putIfAbsent(hash, answer);
    if (earlier != null) {
      return earlier;
    }
    try {
      executor.execute(() -> answer(hash, bearer, answer));
    } catch (RejectedExecutionException e) {
      asking.remove(hash);
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private void answer(String hash, String bearer, CompletableFuture<Optional<Principal>> answer) {
    try {
      Instant askedAt = clock.now();
      Optional<Principal> principal = tokens.apply(bearer);
      unanswered = null;
      principal.ifPresentOrElse(
          found -> known.put(hash, new Known(found, askedAt)), () -> known.remove(hash));
      asking.remove(hash);
      answer.complete(principal);
    } catch (RuntimeException e) {
      unanswered = clock.now();
      asking.remove(hash);
      answer.completeExceptionally(e);
    }
  }

  private static String hash(String bearer) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(bearer.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
