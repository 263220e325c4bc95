package dev.slipway.access;

/**
 * A valid access key with its secret, for whoever verifies what was signed with it.
 *
 * @param principal whose it is; {@link Principal#until} is when it expires
 * @param use to be noted once something was signed with it: whoever names its id need not have it
 */
public record SigningKey(Principal principal, String secret, Use use) {

  /** Never the secret. */
  @Override
  public String toString() {
    return "SigningKey[" + principal.name() + "]";
  }
}
