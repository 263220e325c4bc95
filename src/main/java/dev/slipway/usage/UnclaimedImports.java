package dev.slipway.usage;

import dev.slipway.base.Failure.NotFound;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.rollout.ResourceKind;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What belongs to endpoints that were imported and are not claimed. A claim that was called off
 * leaves Slipway's mark on it. It is not on record as made here, yet it is on record: with its
 * endpoint, whose cost is counted there.
 */
@Component
class UnclaimedImports {

  private final Endpoints endpoints;
  private final Releases releases;

  UnclaimedImports(Endpoints endpoints, Releases releases) {
    this.endpoints = endpoints;
    this.releases = releases;
  }

  /**
   * Whether a resource is part of such an endpoint.
   *
   * @param marked the endpoint that the resource's mark names
   * @param place where the resource is
   */
  boolean have(ResourceKind kind, String name, String marked, CloudLocation place, Cloud cloud) {
    Optional<Endpoint> found = standing(marked);
    if (found.isEmpty()) return false;
    Endpoint endpoint = found.get();
    String config = String.valueOf(endpoint.currentConfig());
    Optional<Release> release = releases.current(endpoint);
    if (release.filter(it -> it.spec().location().isSamePlace(place)).isEmpty()) return false;
    return switch (kind) {
      case ENDPOINT -> name.equals(endpoint.physicalName());
      case ENDPOINT_CONFIG -> name.equals(config);
      case MODEL ->
          cloud
              .sageMaker()
              .findEndpointConfig(config)
              .filter(it -> it.models().contains(name))
              .isPresent();
      case SCALABLE_TARGET ->
          release.filter(it -> name.equals(endpoint.scaled(it.spec()).resourceId())).isPresent();
      case ALARM -> release.filter(it -> adopted(it).contains(name)).isPresent();
      case ROLE -> false;
    };
  }

  private Optional<Endpoint> standing(String name) {
    try {
      return Optional.of(endpoints.named(name)).filter(it -> !it.ours() && !it.retired());
    } catch (NotFound unknown) {
      return Optional.empty();
    }
  }

  private static List<String> adopted(Release release) {
    List<AlarmSpec> adopted = release.spec().alarms().adopted();
    return adopted == null ? List.of() : adopted.stream().map(AlarmSpec::name).toList();
  }
}
