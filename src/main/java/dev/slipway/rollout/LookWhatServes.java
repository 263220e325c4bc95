package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.EndpointClouds;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Looks which release serves an endpoint, by the configuration that SageMaker runs: each was made
 * for one attempt and is on record with its release. One DescribeEndpoint; changes nothing.
 */
@Component
class LookWhatServes {

  private final EndpointClouds clouds;
  private final Releases releases;
  private final OwnedResources resources;

  LookWhatServes(EndpointClouds clouds, Releases releases, OwnedResources resources) {
    this.clouds = clouds;
    this.releases = releases;
    this.resources = resources;
  }

  /**
   * Looks.
   *
   * @param open the releases that may serve besides the current one; at least one
   * @throws dev.slipway.cloud.CloudFailure when AWS does not answer
   */
  WhatServes look(Endpoint endpoint, List<UUID> open) {
    Release known = releases.current(endpoint).orElseGet(() -> releases.withId(open.getFirst()));
    return clouds
        .of(endpoint, known.spec())
        .sageMaker()
        .findEndpoint(endpoint.physicalName())
        .map(live -> seen(endpoint, live, config -> resources.releaseOf(endpoint.id(), config)))
        .orElseGet(() -> unproven(endpoint));
  }

  /**
   * What an endpoint's description shows. Pure.
   *
   * @param madeFor the release for which Slipway made an endpoint configuration
   */
  static WhatServes seen(
      Endpoint endpoint, LiveEndpoint live, Function<String, Optional<UUID>> madeFor) {
    return switch (live.status()) {
      case IN_SERVICE -> inService(endpoint, live, madeFor);
      case CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK, DELETING ->
          new WhatServes.Moving(live.lastModifiedAt());
      case FAILED, OUT_OF_SERVICE -> unproven(endpoint);
      // Some of its instances serve, or what it does has a name that is not known here.
      case UPDATE_ROLLBACK_FAILED, UNKNOWN -> new WhatServes.Unknown();
    };
  }

  private static WhatServes inService(
      Endpoint endpoint, LiveEndpoint live, Function<String, Optional<UUID>> madeFor) {
    String config = live.endpointConfigName();
    UUID current = endpoint.currentReleaseId();
    if (current != null && endpoint.runs(live)) return new WhatServes.Proven(current, config);
    return madeFor
        .apply(config)
        .<WhatServes>map(release -> new WhatServes.Proven(release, config))
        .orElseGet(() -> unproven(endpoint));
  }

  /** None of Slipway's releases serves, unless the one on record does so unseen. */
  private static WhatServes unproven(Endpoint endpoint) {
    return endpoint.currentReleaseId() == null
        ? new WhatServes.Nothing()
        : new WhatServes.Unknown();
  }
}
