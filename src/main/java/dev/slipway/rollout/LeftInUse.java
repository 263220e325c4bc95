package dev.slipway.rollout;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.Releases;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells whether a left role or alarm serves again: with an endpoint that was made anew elsewhere
 * with it, and imported in the retired one's place. It is asked under the lock on the endpoint's
 * name, by whoever takes left resources away and by whoever imports. So no import gets on record
 * with what is being deleted, and nothing is deleted that an import has put on record.
 */
@Component
public class LeftInUse {

  private final OwnedResources resources;
  private final Endpoints endpoints;
  private final Releases releases;

  LeftInUse(OwnedResources resources, Endpoints endpoints, Releases releases) {
    this.resources = resources;
    this.endpoints = endpoints;
    this.releases = releases;
  }

  /** Whether the release that serves has the resource from elsewhere. */
  @Transactional(propagation = Propagation.MANDATORY)
  boolean serves(UUID endpointId, ResourceKind kind, String name) {
    return releases
        .current(endpoints.withId(endpointId))
        .filter(it -> has(it.spec(), kind, name))
        .isPresent();
  }

  /** Whether a release has the resource from elsewhere. */
  static boolean has(ReleaseSpec spec, ResourceKind kind, String name) {
    return switch (kind) {
      case ROLE -> {
        String arn = spec.executionRole().arn();
        yield arn != null && arn.endsWith("/" + name);
      }
      case ALARM -> AdoptedAlarms.named(spec, name);
      case SCALABLE_TARGET, ENDPOINT, ENDPOINT_CONFIG, MODEL -> false;
    };
  }

  /**
   * Refuses an import, in its own transaction, of an endpoint that uses what is being deleted at
   * this moment.
   *
   * @throws Conflict {@code endpoint-moving}
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void requireNoneGoing(Endpoint imported) {
    resources.of(imported.id()).stream()
        .filter(OwnedResource::collecting)
        .filter(one -> serves(imported.id(), one.kind(), one.name()))
        .findFirst()
        .ifPresent(going -> {
          throw new Conflict(
              "endpoint-moving",
              "The endpoint uses the "
                  + going.kind()
                  + " "
                  + going.name()
                  + ", which a retirement of "
                  + imported.name()
                  + " left, and Slipway is deleting that at this moment. Ask again in a minute.",
              "/v1/endpoints/" + imported.name());
        });
  }
}
