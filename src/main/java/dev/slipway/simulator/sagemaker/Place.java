package dev.slipway.simulator.sagemaker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An instance's attention for one request, to be released when that is answered.
 *
 * @param setup how long it took to start it for this request, in AWS time
 * @param load how busy a serverless variant is with this request; null for instances
 * @param end what is due at the release
 */
record Place(Instance instance, Duration setup, @Nullable Load load, Runnable end) {

  /**
   * How busy a serverless variant is.
   *
   * @param running requests at once
   * @param most how many may be
   * @param warm how many have an environment of their own kept warm
   */
  record Load(int running, int most, int warm) {}

  void release() {
    end.run();
  }
}
