package dev.slipway.rollout;

import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.EndpointClouds;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environments;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what a step may look at. */
@Component
class StepContexts {

  private final Endpoints endpoints;
  private final Releases releases;
  private final Environments environments;
  private final OwnedResources resources;
  private final Deployments deployments;
  private final EndpointClouds clouds;

  StepContexts(
      Endpoints endpoints,
      Releases releases,
      Environments environments,
      OwnedResources resources,
      Deployments deployments,
      EndpointClouds clouds) {
    this.endpoints = endpoints;
    this.releases = releases;
    this.environments = environments;
    this.resources = resources;
    this.deployments = deployments;
    this.clouds = clouds;
  }

  StepContext of(Deployment deployment, Instant now) {
    Endpoint standing = endpoints.withId(deployment.endpointId());
    Swap swap = deployment.swap();
    Endpoint endpoint = swap == null ? standing : standing.at(swap.to());
    @Nullable Release release =
        deployment.releaseId() == null ? null : releases.withId(deployment.releaseId());
    @Nullable Release previous =
        deployment.previousReleaseId() == null
            ? null
            : releases.withId(deployment.previousReleaseId());
    Environment environment = environments.byId(endpoint.environmentId());
    Release located = release == null ? previous : release;
    if (located == null) located = releases.newest(endpoint).orElse(null);
    return new StepContext(
        deployment,
        endpoint,
        release,
        previous,
        () -> releases.scalings(deployments.served(endpoint.id())),
        resources.of(endpoint.id()),
        environment.profile().keepReleases(),
        clouds.of(endpoint, located == null ? null : located.spec()),
        now);
  }
}
