package dev.slipway.rollout;

import dev.slipway.endpoint.LostEndpoint;

/** An endpoint that was there and is not, without Slipway's doing. */
final class Lost {

  private Lost() {}

  /** Says so where something live hung on it; {@code endpoint} is its name in AWS. */
  static Outcome stuck(String endpoint) {
    return new Outcome.Stuck(LostEndpoint.CODE, LostEndpoint.sentence(endpoint), null);
  }
}
