package dev.slipway.rollout;

import dev.slipway.base.Fact;
import dev.slipway.base.Ids;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Names;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.RecordDrift;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.rollout.StartDeployment.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts a deployment in an endpoint's one place, which its caller holds: its row, its release, its
 * first tick and what history is told of it. One that needs attention has {@linkplain GiveWay given
 * way} before.
 */
@Component
class TakePlace {

  private final DeploymentStore store;
  private final Endpoints endpoints;
  private final Releases releases;
  private final RecordDrift drift;
  private final Ticks ticks;
  private final ApplicationEventPublisher events;

  TakePlace(
      DeploymentStore store,
      Endpoints endpoints,
      Releases releases,
      RecordDrift drift,
      Ticks ticks,
      ApplicationEventPublisher events) {
    this.store = store;
    this.endpoints = endpoints;
    this.releases = releases;
    this.drift = drift;
    this.ticks = ticks;
    this.events = events;
  }

  /** Begins a deployment in the endpoint's place, which is free. */
  @Transactional(propagation = Propagation.MANDATORY)
  Deployment begin(Endpoint endpoint, Plan plan, Asked asked, Beginning beginning) {
    Instant now = ticks.now();
    DeploymentKind kind = beginning.kind();
    Release release = beginning.release().apply(now);
    Endpoint standing = endpoints.named(endpoint.name());
    int attempt = store.nextAttempt(endpoint.id());
    Swap swap = swap(standing, release, attempt);
    Deployment deployment =
        new Deployment(
            Ids.next(),
            endpoint.id(),
            endpoint.name(),
            kind,
            release == null ? null : release.id(),
            standing.currentReleaseId(),
            attempt,
            Progress.queued(now),
            Memory.EMPTY
                .swapping(swap)
                .with(beginning.shortageOf(release))
                .copying(beginning.copies())
                // Another SageMaker endpoint has bounds of its own.
                .withScaled(swap == null ? beginning.scaled() : null),
            KeptPlan.of(plan),
            asked.by(),
            asked.reason(),
            0,
            0,
            now,
            null,
            beginning.compensates());
    store.insert(deployment);
    // It may mend what the last look found, and end before the next one.
    if (standing.currentReleaseId() != null) drift.deploying(standing, now);
    record(
        deployment,
        "deployment.queued",
        asked,
        sentence(kind, release) + " of " + endpoint.name() + " was asked for: " + asked.reason());
    ticks.schedule(deployment, Duration.ZERO);
    return deployment;
  }

  /**
   * The swap, where another SageMaker endpoint takes the serving one's place; null where the
   * serving one is updated.
   */
  private @Nullable Swap swap(Endpoint standing, @Nullable Release release, int attempt) {
    Optional<Release> current = releases.current(standing);
    if (release == null || current.isEmpty() || !current.get().spec().otherKind(release.spec())) {
      return null;
    }
    return new Swap(
        standing.physicalName(),
        Objects.requireNonNull(standing.currentConfig()),
        Names.replacement(standing.name(), attempt),
        null,
        null);
  }

  private static String sentence(DeploymentKind kind, @Nullable Release release) {
    return switch (kind) {
      case PROMOTE ->
          "Release "
              + (release == null
                  ? ""
                  : release.number() + " (" + release.spec().modelVersion() + ")");
      case ROLL_BACK -> "A rollback to release " + (release == null ? "" : release.number());
      case ADOPT -> "The adoption";
      case RETIRE -> "The retirement";
    };
  }

  private void record(Deployment deployment, String type, Asked asked, String summary) {
    events.publishEvent(fact(deployment, type, asked, summary, ticks.now()));
  }

  /** What history is told of a deployment that takes the place, or gives way. */
  static Fact fact(Deployment deployment, String type, Asked asked, String summary, Instant now) {
    return new Fact(
        "endpoint",
        deployment.endpoint(),
        type,
        asked.by(),
        summary,
        deployment.id(),
        Map.of(
            "kind",
            deployment.kind().name(),
            "reason",
            asked.reason(),
            "plan_hash",
            deployment.plan().hash()),
        now);
  }
}
