package dev.slipway.rollout;

import dev.slipway.endpoint.LostEndpoint;

/** An endpoint that was there and is gone, without Slipway's doing. */
final class Lost {

  private Lost() {}

  /**
   * The outcome where something live depended on the endpoint; {@code endpoint} is its name in AWS.
   */
  static Outcome stuck(String endpoint) {
    return new Outcome.Stuck(LostEndpoint.CODE, LostEndpoint.sentence(endpoint), null);
  }
}
