package dev.slipway.endpoint;

import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.Upstream;
import dev.slipway.environment.Environments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where an endpoint lives, and as whom Slipway acts there. A release says where; as whom is the
 * environment's to say as it is now, since a role that an old release knew may be gone.
 */
@Component
public class EndpointClouds {

  private final Environments environments;
  private final Clouds clouds;

  EndpointClouds(Environments environments, Clouds clouds) {
    this.environments = environments;
    this.clouds = clouds;
  }

  /** The account and region of an endpoint; without a release, where its environment is now. */
  public Cloud of(Endpoint endpoint, @Nullable ReleaseSpec release) {
    return clouds.at(location(endpoint, release));
  }

  /** Where its predictions are sent and how they are signed. */
  public Upstream upstream(Endpoint endpoint, ReleaseSpec release) {
    return clouds.upstream(location(endpoint, release));
  }

  CloudLocation location(Endpoint endpoint, @Nullable ReleaseSpec release) {
    CloudLocation now = environments.byId(endpoint.environmentId()).profile().location();
    return release == null ? now : asNow(release.location(), now);
  }

  /** Where a release is, as whom its environment says now. */
  static CloudLocation asNow(CloudLocation released, CloudLocation now) {
    return released.isSamePlace(now) ? now : released;
  }
}
