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
 * What is known by what callers showed, remembered by the hash of that, so that predictions cost no
 * query and go on while the database is down. While it is up, what was revoked stops working within
 * {@link #CERTAIN}.
 *
 * @param <V> what is known
 */
final class Known<V> {

  /** From this age on an answer is confirmed in the background. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** From this age on an answer is not given before it is confirmed, or that has failed. */
  private static final Duration CERTAIN = Duration.ofSeconds(5);

  /** How long a confirmation is waited for, and how soon it is tried again. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(Known::sha256);

  private final Function<String, Optional<V>> source;
  private final Function<V, Principal> whose;
  private final Executor executor;
  private final WallClock clock;
  private final Map<String, Confirmed<V>> known = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Optional<V>>> asking = new ConcurrentHashMap<>();
  private volatile @Nullable Instant unanswered;

  /**
   * @param source asks the database for what is shown; may block and throw
   * @param whose whom it belongs to
   * @param executor where it is asked
   */
  Known(
      Function<String, Optional<V>> source,
      Function<V, Principal> whose,
      Executor executor,
      WallClock clock) {
    this.source = source;
    this.whose = whose;
    this.executor = executor;
    this.clock = clock;
  }

  private record Confirmed<V>(V value, Instant confirmedAt) {}

  /** Whether it has expired, which needs no confirmation. */
  private boolean isOver(V value, Instant now) {
    Instant until = whose.apply(value).until();
    return until != null && !until.isAfter(now);
  }

  /**
   * What is known by what a caller shows. Never blocks: complete at once for callers known well
   * enough. Fails when nobody can tell.
   *
   * @param strange is asked first about whoever is not known; what it throws is thrown
   */
  CompletableFuture<Optional<V>> find(String shown, Runnable strange) {
    String hash = hash(shown);
    Confirmed<V> last = known.get(hash);
    if (last == null || isOver(last.value, clock.now())) {
      strange.run();
      return ask(hash, shown);
    }
    CompletableFuture<Optional<V>> remembered =
        CompletableFuture.completedFuture(Optional.of(last.value));
    Instant now = clock.now();
    Duration age = Duration.between(last.confirmedAt, now);
    if (age.compareTo(FRESH) < 0) {
      return remembered;
    }
    Instant failedAt = unanswered;
    if (failedAt != null) {
      // Nobody waits while the database is known to be down; one attempt a second finds it back.
      if (Duration.between(failedAt, now).compareTo(PATIENCE) >= 0) {
        ask(hash, shown);
      }
      return remembered;
    }
    CompletableFuture<Optional<V>> confirmed = ask(hash, shown);
    if (age.compareTo(CERTAIN) < 0) {
      return remembered;
    }
    return confirmed
        .exceptionally(_ -> Optional.of(last.value))
        .completeOnTimeout(Optional.of(last.value), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks the database; those who ask for the same meanwhile share the answer. */
  private CompletableFuture<Optional<V>> ask(String hash, String shown) {
    var answer = new CompletableFuture<Optional<V>>();
    CompletableFuture<Optional<V>> earlier = asking.putIfAbsent(hash, answer);
    if (earlier != null) {
      return earlier;
    }
    try {
      executor.execute(() -> answer(hash, shown, answer));
    } catch (RejectedExecutionException e) {
      asking.remove(hash);
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private void answer(String hash, String shown, CompletableFuture<Optional<V>> answer) {
    try {
      Instant askedAt = clock.now();
      Optional<V> answered = source.apply(shown);
      unanswered = null;
      answered.ifPresentOrElse(
          found -> known.put(hash, new Confirmed<>(found, askedAt)), () -> known.remove(hash));
      asking.remove(hash);
      answer.complete(answered);
    } catch (RuntimeException e) {
      unanswered = clock.now();
      asking.remove(hash);
      answer.completeExceptionally(e);
    }
  }

  private static String hash(String shown) {
    return HexFormat.of().formatHex(SHA256.get().digest(shown.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
