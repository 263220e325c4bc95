package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.secret.SignedMessage;
import java.util.Map;

/**
 * Knows whoever signs a call (Standard Webhooks) in place of sending a token. A room that takes
 * such calls has one for them.
 */
public interface SignedCallers {

  /** The path of the calls, as a pattern. They are POSTs. */
  String path();

  /**
   * Who has signed one.
   *
   * @param variables those of the path
   * @throws Failure.Unauthenticated when it is signed by nobody who is known, or was for another
   *     path or another time
   */
  Principal signer(Map<String, String> variables, SignedMessage message);
}
