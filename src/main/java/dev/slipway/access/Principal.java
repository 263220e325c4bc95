package dev.slipway.access;

/**
 * Somebody known.
 *
 * @param name as history records it, such as {@code token:admin}
 */
public record Principal(String name) {

  /** Slipway itself, when it acts without being asked. */
  public static final Principal SLIPWAY = new Principal("slipway");
}
