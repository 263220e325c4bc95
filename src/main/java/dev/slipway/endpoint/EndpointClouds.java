package dev.slipway.endpoint;

import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.Upstream;
import dev.slipway.environment.Environments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The cloud of an endpoint: its account and region, and the role as which Slipway acts there. The
 * release names account and region. The role is the environment's present one, since a role that an
 * old release knew may be gone.
 */
@Component
public class EndpointClouds {

  private final Environments environments;
  private final Clouds clouds;

  EndpointClouds(Environments environments, Clouds clouds) {
    this.environments = environments;
    this.clouds = clouds;
  }

  /**
   * The cloud of an endpoint: at its release's account and region, or without a release at its
   * environment's present ones.
   */
  public Cloud of(Endpoint endpoint, @Nullable ReleaseSpec release) {
    return clouds.at(location(endpoint, release));
  }

  /** Where the endpoint's predictions are sent and how they are signed. */
  public Upstream upstream(Endpoint endpoint, ReleaseSpec release) {
    return clouds.upstream(location(endpoint, release));
  }

  CloudLocation location(Endpoint endpoint, @Nullable ReleaseSpec release) {
    CloudLocation now = environments.byId(endpoint.environmentId()).profile().location();
    return release == null ? now : asNow(release.location(), now);
  }

  /** A release's account and region, with the role that its environment names now. */
  static CloudLocation asNow(CloudLocation released, CloudLocation now) {
    return released.isSamePlace(now) ? now : released;
  }
}
