package dev.slipway.access;

import dev.slipway.base.Failure;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds out who holds a bearer token: a token of Slipway's own, or a token that an identity
 * provider signed.
 */
@Component
public class Bearers {

  private final Tokens tokens;
  private final JsonWebTokens signed;

  Bearers(Tokens tokens, JsonWebTokens signed) {
    this.tokens = tokens;
    this.signed = signed;
  }

  /** Knows tokens of Slipway's own alone. */
  public static Bearers of(Tokens tokens) {
    return new Bearers(tokens, JsonWebTokens.none());
  }

  /** Whether an identity provider, and not Slipway, says whose token this is. Never blocks. */
  public boolean isSigned(String bearer) {
    return signed.recognises(bearer);
  }

  /**
   * Whose token this is. May ask the database, or the identity provider for its keys.
   *
   * @param bearer the token without the word {@code Bearer}
   * @return empty when it is nobody's, or nobody's any more
   */
  public Optional<Principal> find(String bearer) {
    try {
      return Optional.of(require(bearer));
    } catch (Failure.Unauthenticated e) {
      return Optional.empty();
    }
  }

  /**
   * Whose token this is.
   *
   * @throws Failure.Unauthenticated when it is nobody's, with the reason as far as it helps
   */
  Principal require(String bearer) {
    return signed.recognises(bearer)
        ? signed.principal(bearer)
        : tokens.find(bearer).orElseThrow(Bearer::unknown);
  }
}
