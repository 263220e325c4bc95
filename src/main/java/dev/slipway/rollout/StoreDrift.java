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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
   * When the endpoint was looked at last; null where it never was. A look asks this before it
   * begins.
   */
  @Nullable Instant lastLook(Endpoint endpoint) {
    return record.lastLook(endpoint).orElse(null);
  }

  /**
   * Stores a look at the endpoint; empty when the endpoint is no longer as it was at the look, or
   * another look has been stored since this one began.
   *
   * @param before the {@link #lastLook} before this one
   */
  @Transactional
  Optional<Drift> found(Endpoint seen, Found found, @Nullable Instant before) {
    return stands(seen, before)
        ? Optional.of(record.found(seen, found, EVERY, clock.now()))
        : Optional.empty();
  }

  /**
   * Whether the endpoint is still as it was at a look, nothing is deployed, and no other look has
   * been stored since this one began. It stays so until the caller's transaction ends.
   *
   * @param before the {@link #lastLook} before this one; one process may be late with what another
   *     has seen since. Which of the two was later their clocks need not agree on
   */
  @Transactional(propagation = Propagation.MANDATORY)
  boolean stands(Endpoint seen, @Nullable Instant before) {
    endpoints.reserve(seen.name());
    return endpoints.withId(seen.id()).version() == seen.version()
        && !deploying(seen)
        && Objects.equals(lastLook(seen), before);
  }

  /** Stores that a look at the endpoint told nothing, unless more is known since. */
  @Transactional
  void unanswered(Endpoint seen, @Nullable Instant before) {
    if (stands(seen, before)) record.unanswered(seen, clock.now());
  }
}
