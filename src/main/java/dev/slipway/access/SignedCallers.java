package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.secret.SignedMessage;
import java.util.Map;

/**
 * Finds out who signed a call (Standard Webhooks) instead of sending a token. A room that takes
 * such calls implements this.
 */
public interface SignedCallers {

  /** The path of the calls, as a pattern. They are POSTs. */
  String path();

  /**
   * Who has signed a call.
   *
   * @param variables the path's variables
   * @throws Failure.Unauthenticated when the signer is not known, or the signature was made for
   *     another path or another time
   */
  Principal signer(Map<String, String> variables, SignedMessage message);
}
