package dev.slipway.rollout;

import dev.slipway.base.Fact;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Ids;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Names;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Quarantine;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.rollout.StartDeployment.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts a deployment in an endpoint's one place: stores its row, its release and its first tick in
 * one transaction. A second request waits for the transaction of the first and is then refused with
 * its deployment named.
 */
@Component
class QueueDeployment {

  private final Deployments deployments;
  private final DeploymentStore store;
  private final Endpoints endpoints;
  private final Releases releases;
  private final Quarantine quarantine;
  private final Ticks ticks;
  private final ApplicationEventPublisher events;

  QueueDeployment(
      Deployments deployments,
      DeploymentStore store,
      Endpoints endpoints,
      Releases releases,
      Quarantine quarantine,
      Ticks ticks,
      ApplicationEventPublisher events) {
    this.deployments = deployments;
    this.store = store;
    this.endpoints = endpoints;
    this.releases = releases;
    this.quarantine = quarantine;
    this.ticks = ticks;
    this.events = events;
  }

  /** Takes the place when it is free. */
  @Transactional
  Deployment behindNobody(
      Endpoint endpoint,
      Plan plan,
      Asked asked,
      DeploymentKind kind,
      Function<Instant, @Nullable Release> release) {
    endpoints.reserve(endpoint.name());
    Optional<Deployment> active = deployments.active(endpoint.id());
    if (active.isPresent()) throw PlaceTaken.by(endpoint, active.get());
    return begin(endpoint, plan, asked, Beginning.of(kind, release));
  }

  /** Takes the place when it is free, for a candidate. */
  @Transactional
  Deployment promoting(Endpoint endpoint, Candidate candidate, Plan plan, Asked asked) {
    endpoints.reserve(endpoint.name());
    Optional<Deployment> active = deployments.active(endpoint.id());
    if (active.isPresent()) throw PlaceTaken.by(endpoint, active.get());
    return begin(
        endpoint,
        plan,
        asked,
        new Beginning(
            DeploymentKind.PROMOTE,
            now -> releases.record(endpoint, candidate, now),
            null,
            null,
            candidate.carried().copies(),
            null));
  }

  /** Takes the place when it is free, or from a deployment that needs attention. */
  @Transactional
  Deployment settling(
      Endpoint endpoint,
      Plan plan,
      Asked asked,
      DeploymentKind kind,
      Function<Instant, @Nullable Release> release) {
    endpoints.reserve(endpoint.name());
    Beginning beginning = Beginning.of(kind, release);
    Optional<Deployment> stuck = deployments.active(endpoint.id());
    stuck.ifPresent(one -> giveWay(one, asked));
    return begin(endpoint, plan, asked, stuck.map(beginning::after).orElse(beginning));
  }

  /**
   * Takes the place for the way back to a release, and quarantines the releases that are left
   * behind: a later release that serves, and the release of a deployment that came to no known end.
   *
   * @param endpoint as it was when the release was chosen
   * @throws Conflict {@code state-changed} when another release has come live since
   */
  @Transactional
  Deployment rollBack(Endpoint endpoint, Plan plan, Asked asked, Release target) {
    endpoints.reserve(endpoint.name());
    Endpoint standing = endpoints.named(endpoint.name());
    if (!Objects.equals(standing.currentReleaseId(), endpoint.currentReleaseId())) {
      throw StartRollback.movedOn(standing);
    }
    Set<UUID> left = new LinkedHashSet<>();
    deployments
        .active(endpoint.id())
        .filter(stuck -> stuck.kind() == DeploymentKind.PROMOTE)
        .map(Deployment::releaseId)
        .ifPresent(left::add);
    releases
        .current(standing)
        .filter(current -> current.number() > target.number())
        .map(Release::id)
        .ifPresent(left::add);
    left.remove(target.id());
    Deployment back = settling(endpoint, plan, asked, DeploymentKind.ROLL_BACK, now -> target);
    for (UUID release : left) {
      quarantine.place(
          release,
          Quarantine.Cause.PERSON,
          back.id(),
          asked.by() + " rolled it back: " + asked.reason(),
          ticks.now());
    }
    return back;
  }

  /**
   * Holds the endpoint's place until the transaction ends, for a deployment that follows the ending
   * one. Call this before the deployment's row is locked: a promotion that supersedes a deployment
   * takes the two locks in that order.
   */
  @Transactional
  void holdPlaceOf(Deployment ending) {
    endpoints.reserve(ending.endpoint());
  }

  /**
   * Begins the deployment that takes back a release which serves and was to be undone, as the ended
   * deployment leaves the place.
   */
  @Transactional
  void compensating(Deployment ended, Outcome.Compensating way) {
    Abort abort = Objects.requireNonNull(ended.abort());
    begin(
        endpoints.withId(ended.endpointId()),
        way.plan(),
        new Asked(abort.by(), abort.reason()),
        new Beginning(
                DeploymentKind.ROLL_BACK, now -> way.target(), ended.id(), null, List.of(), null)
            .after(ended));
  }

  /**
   * Begins the next attempt, as a deployment that found no capacity leaves the place. Does nothing
   * if somebody asked for a rollback while SageMaker worked on that deployment.
   */
  @Transactional
  void retrying(Deployment ended, Outcome.Retrying again) {
    if (deployments.nothingFollows(ended.id())) return;
    Endpoint endpoint = endpoints.withId(ended.endpointId());
    begin(
        endpoint,
        again.plan(),
        new Asked(
            ended.requestedBy(),
            "AWS had no capacity, so "
                + again.candidate().spec().hosting().type()
                + " is tried. First asked for: "
                + first(ended).requestedReason()),
        new Beginning(
            DeploymentKind.PROMOTE,
            now -> releases.record(endpoint, again.candidate(), now),
            null,
            again.shortage(),
            List.of(),
            null));
  }

  private Deployment first(Deployment deployment) {
    Shortage shortage = deployment.memory().shortage();
    return shortage == null || shortage.previous() == null
        ? deployment
        : first(deployments.withId(shortage.previous()));
  }

  private void giveWay(Deployment stuck, Asked asked) {
    PlaceTaken.refuseWhileItRuns(stuck);
    String reason =
        "Gave way to a decision by "
            + asked.by()
            + " ("
            + asked.reason()
            + "). It had needed attention: "
            + stuck.progress().reason();
    store.store(
        stuck.next(
            stuck
                .progress()
                .in(DeploymentState.CANCELED, stuck.progress().step(), ticks.now())
                .because("superseded", reason),
            stuck.memory()));
    record(stuck, "deployment.superseded", asked, reason);
  }

  private Deployment begin(Endpoint endpoint, Plan plan, Asked asked, Beginning beginning) {
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
    events.publishEvent(
        new Fact(
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
            ticks.now()));
  }
}
