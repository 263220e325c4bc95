package dev.slipway.proxy;

import dev.slipway.access.Principal;
import dev.slipway.base.WallClock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Who holds which token. Slipway's own tokens are looked up in the database. Tokens that an
 * identity provider signs are verified with the provider's keys. The two are kept apart, so that a
 * provider that is down or slow delays no token of Slipway's own.
 */
final class KnownCallers {

  private final Known<Principal> own;
  private final Known<Principal> signed;
  private final Predicate<String> isSigned;

  /**
   * @param tokens finds out whose a token is; may block and throw
   * @param isSigned whether an identity provider signed it; never blocks
   * @param lookUps where the database is asked
   * @param verifications where identity providers are
   */
  KnownCallers(
      Function<String, Optional<Principal>> tokens,
      Predicate<String> isSigned,
      Executor lookUps,
      Executor verifications,
      WallClock clock) {
    this.isSigned = isSigned;
    own = new Known<>(tokens, Function.identity(), true, lookUps, clock);
    signed = new Known<>(tokens, Function.identity(), false, verifications, clock);
  }

  /**
   * Who holds a token, found as {@link Known#find} finds it.
   *
   * @param stranger is told of every look-up
   */
  CompletableFuture<Optional<Principal>> find(String bearer, Known.Stranger stranger) {
    return (isSigned.test(bearer) ? signed : own).find(bearer, stranger);
  }

  /** Forgets callers who have not asked for long. */
  void sweep() {
    own.sweep();
    signed.sweep();
  }

  /** How many are remembered. */
  int size() {
    return own.size() + signed.size();
  }
}
