package dev.slipway.simulator.fault;

import java.time.Duration;

/**
 * What goes wrong with one answer of a model.
 *
 * @param error whether it is a server error instead
 * @param slower how much later it comes, in the machine's time
 */
public record Spoil(boolean error, Duration slower) {

  /** Nothing goes wrong. */
  public static final Spoil NONE = new Spoil(false, Duration.ZERO);
}
