package dev.slipway.loadtest;

import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Upstream;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Release;

/**
 * The endpoint to which load is sent, with its release and its cloud.
 *
 * @param cloud the services of its account and region
 * @param upstream where predictions are sent there, and how they are signed
 */
record Target(Endpoint endpoint, Release release, Cloud cloud, Upstream upstream) {

  /** The type of its instances. */
  String type() {
    return release.spec().hosting().type();
  }
}
