package dev.slipway.proxy;

import dev.slipway.traffic.TrafficRules.FixedAnswer;

/** How a prediction ended, where it was answered. */
sealed interface Outcome {

  /**
   * An endpoint answered: the one that was asked, or the one that stands in for it.
   *
   * @param by the one that answered
   */
  record Answered(Destination by, Reply reply) implements Outcome {}

  /** The fixed answer stands in. */
  record Fixed(FixedAnswer answer) implements Outcome {}
}
