package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Sha256;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Finds out who holds a bearer token, and goes by what was known before while that cannot be found
 * out. It is for metrics alone, which are wanted most while the database is down. As long as the
 * database answers, it alone decides: a revoked token is refused at once and forgotten. While it
 * does not, nobody can revoke a token, so nobody goes on for longer than {@link #UNCONFIRMED}.
 */
final class RememberedBearers {

  /** How long whoever asks nothing is remembered. */
  static final Duration KEPT = Duration.ofHours(1);

  /** How long somebody goes on after the database, or a provider's keys, last said who they are. */
  static final Duration UNCONFIRMED = Duration.ofHours(24);

  /** How long an answer is waited for where somebody is remembered. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Function<String, Principal> source;
  private final WallClock clock;
  private final Map<String, Remembered> callers = new ConcurrentHashMap<>();

  /**
   * @param source says whose token it is, as {@link Bearers#require} does; may block
   */
  RememberedBearers(Function<String, Principal> source, WallClock clock) {
    this.source = source;
    this.clock = clock;
  }

  private record Remembered(Principal caller, Instant confirmedAt, Instant askedAt) {

    boolean isOver(Instant now) {
      Instant until = caller.until();
      return (until != null && !until.isAfter(now))
          || !askedAt.plus(KEPT).isAfter(now)
          || !confirmedAt.plus(UNCONFIRMED).isAfter(now);
    }

    Remembered asking(Instant now) {
      return new Remembered(caller, confirmedAt, now);
    }
  }

  /**
   * Whose token this is.
   *
   * @throws Failure.Unauthenticated when it is nobody's
   * @throws Failure.Unavailable when an identity provider's token cannot be verified now
   * @throws DataAccessException when the database does not say, and nobody is remembered
   */
  Principal require(String bearer) {
    Instant now = clock.now();
    callers.values().removeIf(each -> each.isOver(now));
    String hash = Sha256.hex(bearer);
    Remembered last = callers.computeIfPresent(hash, (_, each) -> each.asking(now));
    return last == null ? firstTime(hash, bearer, now) : again(hash, bearer, last.caller);
  }

  private Principal firstTime(String hash, String bearer, Instant now) {
    Principal caller = source.apply(bearer);
    callers.put(hash, new Remembered(caller, now, now));
    return caller;
  }

  private Principal again(String hash, String bearer, Principal last) {
    CompletableFuture<Principal> asked =
        CompletableFuture.supplyAsync(() -> confirmed(hash, bearer), Thread::startVirtualThread);
    try {
      return asked.completeOnTimeout(last, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (isNoAnswer(e.getCause())) return last;
      if (e.getCause() instanceof RuntimeException refused) throw refused;
      throw e;
    }
  }

  /** Runs to its end even where nobody waits for it any more: what it finds counts from then on. */
  private Principal confirmed(String hash, String bearer) {
    try {
      Principal caller = source.apply(bearer);
      callers.computeIfPresent(
          hash, (_, each) -> new Remembered(caller, clock.now(), each.askedAt));
      return caller;
    } catch (Failure.Unauthenticated e) {
      callers.remove(hash);
      throw e;
    }
  }

  private static boolean isNoAnswer(@Nullable Throwable failure) {
    return failure instanceof DataAccessException || failure instanceof Failure.Unavailable;
  }
}
