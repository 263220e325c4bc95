package dev.slipway.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A SageMaker endpoint that takes another one's place under the same stable name. SageMaker does
 * not change an endpoint from instances to serverless and back, at least not both ways.
 *
 * @param from the SageMaker endpoint that served when the deployment was asked for
 * @param fromConfig the endpoint configuration that it runs
 * @param to the SageMaker endpoint that this deployment makes beside it
 * @param switchedAt when predictions began to go to the new one, in cloud time; null before
 * @param backAt when they began to go to the old one again; null unless they did
 */
public record Swap(
    String from,
    String fromConfig,
    String to,
    @Nullable Instant switchedAt,
    @Nullable Instant backAt) {

  boolean switched() {
    return switchedAt != null;
  }

  Swap switchedAt(Instant now) {
    return new Swap(from, fromConfig, to, now, backAt);
  }

  Swap backAt(Instant now) {
    return new Swap(from, fromConfig, to, switchedAt, now);
  }
}
