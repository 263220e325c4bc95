package dev.slipway.proxy;

import dev.slipway.access.Principal;
import dev.slipway.base.Sha256;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
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
 * Remembers what a token or key stands for, under the hash of the token or key, so that predictions
 * cost no query and go on while the source is down. While the source is up, a revoked token stops
 * working within {@link #CERTAIN}, and one that counts again begins to work as soon. A token that
 * is nobody's is remembered for a while too, so that a caller who shows it again and again costs
 * one look-up.
 *
 * @param <V> what is known
 */
final class Known<V> {

  /** From this age on an answer is confirmed in the background. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  /**
   * From this age on an answer is given only after it was confirmed, or after the confirmation has
   * failed. A failed look-up counts for the same time as a sign that the source is down.
   */
  private static final Duration CERTAIN = Duration.ofSeconds(5);

  /** How long a confirmation is waited for, and how soon it is tried again. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How long a token that never was anybody's is remembered as nobody's. */
  private static final Duration REFUSED = Duration.ofSeconds(30);

  /** How many tokens that are nobody's are remembered at most. */
  private static final int MOST_REFUSED = 10_000;

  /** How long the answer for a caller who asks nothing is remembered. */
  private static final Duration KEPT = Duration.ofHours(1);

  private final Function<String, Optional<V>> source;
  private final Function<V, Principal> whose;
  private final boolean together;
  private final Executor executor;
  private final WallClock clock;
  private final Map<String, Confirmed<V>> known = new ConcurrentHashMap<>();
  private final Map<String, Nobodys> nobodys = new ConcurrentHashMap<>();
  private final Map<String, Asked<V>> asking = new ConcurrentHashMap<>();
  private volatile @Nullable Instant unanswered;

  /**
   * @param source finds out what a token or key stands for; may block and throw
   * @param whose whom it belongs to
   * @param together whether one look-up that fails means that all would fail. True for the
   *     database; false for identity providers, of which there are many
   * @param executor where it is asked
   */
  Known(
      Function<String, Optional<V>> source,
      Function<V, Principal> whose,
      boolean together,
      Executor executor,
      WallClock clock) {
    this.source = source;
    this.whose = whose;
    this.together = together;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * What was found out.
   *
   * @param failedAt when it last could not be confirmed; null for not since
   */
  private record Confirmed<V>(V value, Instant confirmedAt, @Nullable Instant failedAt) {}

  /**
   * A token or key that is nobody's.
   *
   * @param wasSomebodys whether it was somebody's before; then it may be again, since a disabled
   *     service account may be enabled
   */
  private record Nobodys(Instant since, boolean wasSomebodys) {

    boolean isOver(Instant now) {
      return !now.isBefore(since.plus(wasSomebodys ? CERTAIN : REFUSED));
    }

    /**
     * Whether the entry may be removed. A token that was somebody's keeps its entry for longer, so
     * that later look-ups still know that it was, and do not count it as a guess.
     */
    boolean isForgotten(Instant now) {
      return !now.isBefore(since.plus(wasSomebodys ? KEPT : REFUSED));
    }
  }

  /** A question to the source that is not answered yet. */
  private record Asked<V>(CompletableFuture<Optional<V>> answer, Instant at) {}

  /**
   * The caller who shows a token or key that has to be looked up. Any thread may call these
   * methods.
   */
  interface Stranger {

    /**
     * Called before the look-up, except for a token that is or once was somebody's. An exception
     * from here ends the request.
     */
    void check();

    /** The look-up found somebody. */
    void isSomebody();

    /**
     * The look-up found nobody. For a token that was somebody's before, this is called once only:
     * such a token is no guess.
     */
    void isNobody();
  }

  /** Whether it has expired, which needs no confirmation. */
  private boolean isOver(V value, Instant now) {
    Instant until = whose.apply(value).until();
    return until != null && !until.isAfter(now);
  }

  /**
   * What a token or key stands for. Never blocks. The result is complete at once for callers who
   * are known well enough, and for tokens that were nobody's a moment ago. It fails when neither
   * the memory nor the source can tell.
   *
   * @param stranger is told of every look-up
   */
  CompletableFuture<Optional<V>> find(String shown, Stranger stranger) {
    String hash = Sha256.hex(shown);
    Confirmed<V> last = known.get(hash);
    Instant now = clock.now();
    if (last == null || isOver(last.value, now)) {
      Nobodys refused = nobodys.get(hash);
      if (refused != null && !refused.isOver(now)) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      if (refused == null || !refused.wasSomebodys) {
        stranger.check();
      }
      return ask(hash, shown, stranger, now).answer;
    }
    CompletableFuture<Optional<V>> remembered =
        CompletableFuture.completedFuture(Optional.of(last.value));
    Duration age = last.confirmedAt.until(now);
    if (age.compareTo(FRESH) < 0) {
      return remembered;
    }
    Instant failedAt = together ? unanswered : last.failedAt;
    if (failedAt != null && now.isBefore(failedAt.plus(CERTAIN))) {
      // Nobody waits while the source is known to be down; one attempt a second finds it back.
      if (failedAt.until(now).compareTo(PATIENCE) >= 0) {
        ask(hash, shown, stranger, now);
      }
      return remembered;
    }
    Asked<V> asked = ask(hash, shown, stranger, now);
    // Nor does anybody wait for a look-up that others have waited for in vain.
    if (age.compareTo(CERTAIN) < 0 || !now.isBefore(asked.at.plus(PATIENCE))) {
      return remembered;
    }
    return asked
        .answer
        .exceptionally(_ -> Optional.of(last.value))
        .completeOnTimeout(Optional.of(last.value), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Forgets callers who have not asked for long. Forgets no caller while the source is down, since
   * they could not be looked up again.
   */
  void sweep() {
    Instant now = clock.now();
    nobodys.values().removeIf(refused -> refused.isForgotten(now));
    if (unanswered == null) {
      known
          .values()
          .removeIf(each ->
              isOver(each.value, now)
                  || (each.failedAt == null && each.confirmedAt.plus(KEPT).isBefore(now)));
    }
  }

  /** How much is remembered. */
  int size() {
    return known.size() + nobodys.size();
  }

  /** Asks the source; those who ask for the same meanwhile share the answer. */
  private Asked<V> ask(String hash, String shown, Stranger stranger, Instant now) {
    var asked = new Asked<V>(new CompletableFuture<>(), now);
    Asked<V> earlier = asking.putIfAbsent(hash, asked);
    if (earlier != null) {
      return earlier;
    }
    try {
      executor.execute(() -> answer(hash, shown, stranger, asked.answer));
    } catch (RejectedExecutionException e) {
      asking.remove(hash);
      asked.answer.completeExceptionally(e);
    }
    return asked;
  }

  private void answer(
      String hash, String shown, Stranger stranger, CompletableFuture<Optional<V>> answer) {
    try {
      Instant askedAt = clock.now();
      Optional<V> answered = source.apply(shown);
      if (answered.isPresent()) {
        // Only here: for a token that cannot be anybody's the source may not have been asked at
        // all.
        unanswered = null;
        known.put(hash, new Confirmed<>(answered.get(), askedAt, null));
        nobodys.remove(hash);
        stranger.isSomebody();
      } else {
        isNobodys(hash, askedAt, stranger);
      }
      asking.remove(hash);
      answer.complete(answered);
    } catch (RuntimeException e) {
      Instant now = clock.now();
      if (together) {
        unanswered = now;
      }
      known.computeIfPresent(hash, (_, last) -> new Confirmed<>(last.value, last.confirmedAt, now));
      asking.remove(hash);
      answer.completeExceptionally(e);
    }
  }

  private void isNobodys(String hash, Instant now, Stranger stranger) {
    Confirmed<V> last = known.remove(hash);
    Nobodys refused = nobodys.get(hash);
    boolean refusedBefore = refused != null && refused.wasSomebodys;
    // What has expired is over for good.
    boolean wasSomebodys = refusedBefore || (last != null && !isOver(last.value, now));
    if (nobodys.size() < MOST_REFUSED) {
      nobodys.put(hash, new Nobodys(now, wasSomebodys));
    }
    if (!refusedBefore) {
      stranger.isNobody();
    }
  }
}
