package dev.slipway.cloud;

/** The door to AWS: one {@link Cloud} per location, made once and kept. */
public interface Clouds {

  /** The services at a location. Costs no call; credentials are fetched with the first one. */
  Cloud at(CloudLocation location);

  /** Where predictions are sent and how they are signed at a location. */
  Upstream upstream(CloudLocation location);
}
