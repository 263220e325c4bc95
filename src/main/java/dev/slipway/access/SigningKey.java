package dev.slipway.access;

/**
 * A valid access key with its secret, with which signatures are verified.
 *
 * @param principal whose key it is; {@link Principal#until} is when the key expires
 * @param use to be noted once a signature was verified: a caller who names the key's id need not
 *     have its secret
 */
public record SigningKey(Principal principal, String secret, Use use) {

  /** Never the secret. */
  @Override
  public String toString() {
    return "SigningKey[" + principal.name() + "]";
  }
}
