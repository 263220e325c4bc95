package dev.slipway.access;

/**
 * A valid access key with its secret, for whoever verifies what was signed with it.
 *
 * @param principal whose it is; {@link Principal#until} is when it expires
 */
public record SigningKey(Principal principal, String secret) {

  /** Never the secret. */
  @Override
  public String toString() {
    return "SigningKey[" + principal.name() + "]";
  }
}
