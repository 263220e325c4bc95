package dev.slipway.rollout;

import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Drift;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.LookForDrift.Found;
import dev.slipway.endpoint.RecordDrift;
import dev.slipway.endpoint.RecordDrift.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores a look for drift, unless a deployment has begun since: differences that were seen may be
 * that deployment's doing.
 */
@Component
class StoreDrift {

  private static final Duration EVERY = Duration.ofMinutes(5);

  private final Endpoints endpoints;
  private final Deployments deployments;
  private final RecordDrift record;
  private final CloudClock clock;

  StoreDrift(Endpoints endpoints, Deployments deployments, RecordDrift record, CloudClock clock) {
    this.endpoints = endpoints;
    this.deployments = deployments;
    this.record = record;
    this.clock = clock;
  }

  List<Due> due(Set<UUID> passedOver, int limit) {
    return record.due(clock.now(), passedOver, limit);
  }

  /** Whether a deployment is active. If so, it goes on record that there was no look. */
  @Transactional
  boolean deploying(Endpoint endpoint) {
    if (deployments.active(endpoint.id()).isEmpty()) return false;
    record.deploying(endpoint, clock.now());
    return true;
  }

  /**
   * Stores a look at the endpoint; empty when the endpoint is no longer as it was at the look, or
   * another look that began later is on record.
   */
  @Transactional
  Optional<Drift> found(Endpoint seen, Found found, Instant begun) {
    return stands(seen, begun)
        ? Optional.of(record.found(seen, found, EVERY, clock.now()))
        : Optional.empty();
  }

  /**
   * Whether the endpoint is still as it was at a look, nothing is deployed, and no later look is on
   * record. It stays so until the caller's transaction ends.
   *
   * @param begun when the look began; one process may be late with what another has seen since
   */
  @Transactional(propagation = Propagation.MANDATORY)
  boolean stands(Endpoint seen, Instant begun) {
    endpoints.reserve(seen.name());
    return endpoints.withId(seen.id()).version() == seen.version()
        && !deploying(seen)
        && !record.lookedAfter(seen, begun);
  }

  /** Stores that a look at the endpoint told nothing, unless more is known since. */
  @Transactional
  void unanswered(Endpoint seen, Instant begun) {
    if (stands(seen, begun)) record.unanswered(seen, clock.now());
  }
}
