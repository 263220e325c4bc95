package dev.slipway.proxy;

import dev.slipway.access.Principal;
import dev.slipway.base.WallClock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Who holds which token. */
final class KnownCallers {

  private final Known<Principal> known;

  /**
   * @param tokens asks the database; may block and throw
   * @param executor where it is asked
   */
  KnownCallers(Function<String, Optional<Principal>> tokens, Executor executor, WallClock clock) {
    known = new Known<>(tokens, Function.identity(), executor, clock);
  }

  /**
   * Who holds a token, as {@link Known} finds it.
   *
   * @param strange is asked first about whoever is not known; what it throws is thrown
   */
  CompletableFuture<Optional<Principal>> find(String bearer, Runnable strange) {
    return known.find(bearer, strange);
  }
}
