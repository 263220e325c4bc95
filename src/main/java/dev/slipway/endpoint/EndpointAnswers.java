package dev.slipway.endpoint;

import dev.slipway.base.Page;
import dev.slipway.endpoint.UnsettledServing.Unsettled;
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
  private final UnsettledServing unsettled;
  private final ActiveDeployments deployments;

  EndpointAnswers(Releases releases, UnsettledServing unsettled, ActiveDeployments deployments) {
    this.releases = releases;
    this.unsettled = unsettled;
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
      @Nullable Unsettled unsettled,
      boolean retired,
      @Nullable UUID activeDeployment,
      Instant createdAt) {}

  EndpointAnswer of(Endpoint endpoint) {
    return of(new Page<>(List.of(endpoint), null)).items().getFirst();
  }

  Page<EndpointAnswer> of(Page<Endpoint> page) {
    Map<UUID, Releases.Summary> serving = releases.current(page.items());
    Map<UUID, Unsettled> open = unsettled.of(page.items(), serving);
    Map<UUID, UUID> active = deployments.activeOn(page.items().stream().map(Endpoint::id).toList());
    return page.map(
        endpoint -> answer(endpoint, serving, open.get(endpoint.id()), active.get(endpoint.id())));
  }

  private static EndpointAnswer answer(
      Endpoint endpoint,
      Map<UUID, Releases.Summary> serving,
      @Nullable Unsettled unsettled,
      @Nullable UUID active) {
    UUID current = endpoint.currentReleaseId();
    return new EndpointAnswer(
        endpoint.id(),
        endpoint.name(),
        endpoint.physicalName(),
        endpoint.environment(),
        endpoint.model(),
        endpoint.overrides(),
        current == null ? null : serving.get(current),
        unsettled,
        endpoint.retired(),
        active,
        endpoint.createdAt());
  }
}
