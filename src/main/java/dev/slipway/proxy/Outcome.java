package dev.slipway.proxy;

import dev.slipway.traffic.TrafficRules.FixedAnswer;
import io.vertx.core.http.HttpClientResponse;

/** What a prediction came to. */
sealed interface Outcome {

  /**
   * An endpoint answered: the one that was asked, or the one that stands in for it.
   *
   * @param response its body not read yet (paused)
   */
  record Answered(Destination by, HttpClientResponse response) implements Outcome {}

  /** The fixed answer stands in. */
  record Fixed(FixedAnswer answer) implements Outcome {}
}
