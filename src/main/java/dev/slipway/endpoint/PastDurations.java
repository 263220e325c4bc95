package dev.slipway.endpoint;

import java.util.OptionalInt;
import java.util.UUID;

/** How long an endpoint's deployments have taken so far. */
public interface PastDurations {

  /**
   * How long AWS has lately taken to bring a fleet of this endpoint up and the old one down, or one
   * batch of it, without the bakes, in seconds; empty when no deployment has succeeded yet.
   */
  OptionalInt provisioningSeconds(UUID endpointId);
}
