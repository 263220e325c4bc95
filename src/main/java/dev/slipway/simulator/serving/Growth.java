package dev.slipway.simulator.serving;

/** How far containers that were asked for have come. */
public sealed interface Growth {

  /** All of them serve. */
  record Up() implements Growth {}

  /** Some are still starting; look again later. */
  record Starting() implements Growth {}

  /**
   * One did not come up.
   *
   * @param reason AWS's sentence for FailureReason
   */
  record Failed(String reason) implements Growth {}
}
