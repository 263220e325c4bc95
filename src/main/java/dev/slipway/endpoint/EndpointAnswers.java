package dev.slipway.endpoint;

import dev.slipway.base.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the API tells of endpoints: with as many queries for a page as for one. */
@Component
class EndpointAnswers {

  private final Releases releases;
  private final ActiveDeployments deployments;

  EndpointAnswers(Releases releases, ActiveDeployments deployments) {
    this.releases = releases;
    this.deployments = deployments;
  }

  record EndpointAnswer(
      UUID id,
      String name,
      String physicalName,
      String environment,
      String model,
      Settings overrides,
      Releases.@Nullable Summary currentRelease,
      boolean retired,
      @Nullable UUID activeDeployment,
      Instant createdAt) {}

  EndpointAnswer of(Endpoint endpoint) {
    return of(new Page<>(List.of(endpoint), null)).items().getFirst();
  }

  Page<EndpointAnswer> of(Page<Endpoint> page) {
    Map<UUID, Releases.Summary> serving = releases.current(page.items());
    Map<UUID, UUID> active = deployments.activeOn(page.items().stream().map(Endpoint::id).toList());
    return page.map(endpoint -> answer(endpoint, serving, active.get(endpoint.id())));
  }

  private static EndpointAnswer answer(
      Endpoint endpoint, Map<UUID, Releases.Summary> serving, @Nullable UUID active) {
    UUID current = endpoint.currentReleaseId();
    return new EndpointAnswer(
        endpoint.id(),
        endpoint.name(),
        endpoint.physicalName(),
        endpoint.environment(),
        endpoint.model(),
        endpoint.overrides(),
        current == null ? null : serving.get(current),
        endpoint.retired(),
        active,
        endpoint.createdAt());
  }
}
