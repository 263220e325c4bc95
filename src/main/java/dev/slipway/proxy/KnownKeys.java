package dev.slipway.proxy;

import dev.slipway.access.Principal;
import dev.slipway.access.SigningKey;
import dev.slipway.access.Use;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.SigV4Secret;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Who signs with which access key. */
final class KnownKeys {

  private final Known<Key> known;
  private final Executor executor;

  /** An access key, its secret ready for use. */
  record Key(Principal principal, SigV4Secret secret, Use use) {}

  /**
   * @param keys asks the database; may block and throw
   * @param executor where it is asked
   */
  KnownKeys(Function<String, Optional<SigningKey>> keys, Executor executor, WallClock clock) {
    this.executor = executor;
    known =
        new Known<>(
            id ->
                keys.apply(id)
                    .map(key -> new Key(key.principal(), new SigV4Secret(key.secret()), key.use())),
            Key::principal,
            true,
            executor,
            clock);
  }

  /**
   * The access key of this id, as {@link Known} finds it.
   *
   * @param stranger is told of every look-up
   */
  CompletableFuture<Optional<Key>> find(String accessKeyId, Known.Stranger stranger) {
    return known.find(accessKeyId, stranger);
  }

  /** Something was signed with it. Never blocks. */
  void used(Key key) {
    key.use().note(executor);
  }

  /** Forgets those that nobody signed with for long. */
  void sweep() {
    known.sweep();
  }
}
