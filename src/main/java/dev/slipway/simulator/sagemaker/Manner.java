package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.Container;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a request is made.
 *
 * @param bound the instance that it must meet; null for any
 * @param session the session that it opens or belongs to; null for none
 * @param timeout how long the model may take, of the machine's time
 * @param asynchronous whether it comes from the queue of an asynchronous endpoint
 */
record Manner(
    @Nullable Instance bound, @Nullable String session, Duration timeout, boolean asynchronous) {

  static final Manner PLAIN = new Manner(null, null, Container.ANSWER, false);

  static Manner session(@Nullable Instance bound, String session) {
    return new Manner(bound, session, Container.ANSWER, false);
  }

  static Manner queued(Duration timeout) {
    return new Manner(null, null, timeout, true);
  }
}
