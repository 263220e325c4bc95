package dev.slipway.rollout;

import dev.slipway.base.Fact;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Ids;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts deployments: the row, its release and its first tick in one transaction. */
@Component
public class StartDeployment {

  private final Deployments deployments;
  private final Endpoints endpoints;
  private final Releases releases;
  private final Planning planning;
  private final Ticks ticks;
  private final CloudClock clock;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transactions;

  StartDeployment(
      Deployments deployments,
      Endpoints endpoints,
      Releases releases,
      Planning planning,
      Ticks ticks,
      CloudClock clock,
      ApplicationEventPublisher events,
      TransactionTemplate transactions) {
    this.deployments = deployments;
    this.endpoints = endpoints;
    this.releases = releases;
    this.planning = planning;
    this.ticks = ticks;
    this.clock = clock;
    this.events = events;
    this.transactions = transactions;
  }

  /** Who asked, and why. */
  public record Asked(String by, String reason) {}

  /**
   * Starts bringing an endpoint to a candidate. Runs inside the caller's transaction, if there is
   * one.
   *
   * @throws Conflict when another deployment holds the endpoint's place
   */
  public Deployment promote(Endpoint endpoint, Candidate candidate, Plan plan, Asked asked) {
    return inPlace(
        endpoint,
        () -> {
          Instant now = clock.now();
          Release release = releases.record(endpoint, candidate, now);
          return begin(endpoint, DeploymentKind.PROMOTE, release, plan, asked, now);
        });
  }

  /**
   * What going back would do.
   *
   * @param number the release; null for the one before the current one
   */
  public Plan planRollback(Endpoint endpoint, @Nullable Integer number) {
    return planning.planRollback(endpoint, rollbackTarget(endpoint, number));
  }

  /**
   * Starts going back to an earlier release. A deployment that needs attention gives way; one that
   * runs does not yet.
   */
  public Deployment rollBack(Endpoint endpoint, @Nullable Integer number, Asked asked) {
    Release target = rollbackTarget(endpoint, number);
    deployments.active(endpoint.id()).ifPresent(StartDeployment::refuseInMidUpdate);
    Plan plan = planning.planRollback(endpoint, target);
    if (plan.noChanges()) {
      throw new Refused(
          "already-serving",
          "Release " + target.number() + " of " + endpoint.name() + " serves already.");
    }
    return inPlace(
        endpoint,
        () -> {
          giveWay(endpoint, asked);
          return begin(endpoint, DeploymentKind.ROLL_BACK, target, plan, asked, clock.now());
        });
  }

  /** What retiring would do. */
  public Plan planRetirement(Endpoint endpoint) {
    return planning.planRetirement(endpoint);
  }

  /** Starts taking an endpoint away. */
  public Deployment retire(Endpoint endpoint, Asked asked) {
    Plan plan = planning.planRetirement(endpoint);
    if (endpoint.retired()) {
      throw new Refused("already-retired", "Endpoint " + endpoint.name() + " is retired already.");
    }
    deployments.active(endpoint.id()).ifPresent(StartDeployment::refuseInMidUpdate);
    return inPlace(
        endpoint,
        () -> {
          giveWay(endpoint, asked);
          return begin(endpoint, DeploymentKind.RETIRE, null, plan, asked, clock.now());
        });
  }

  private Release rollbackTarget(Endpoint endpoint, @Nullable Integer number) {
    if (number != null) return releases.numbered(endpoint, number);
    Release current =
        releases
            .current(endpoint)
            .orElseThrow(() ->
                new Refused(
                    "nothing-to-roll-back", "Endpoint " + endpoint.name() + " serves no release."));
    return deployments
        .servedBefore(endpoint.id(), current.id())
        .map(releases::withId)
        .orElseThrow(() ->
            new Refused(
                "nothing-to-roll-back",
                "Endpoint "
                    + endpoint.name()
                    + " has served no other release; there is nothing to go back to."));
  }

  private static void refuseInMidUpdate(Deployment active) {
    if (active.state() == DeploymentState.NEEDS_ATTENTION) return;
    throw new Conflict(
        "update-running",
        "A deployment is "
            + active.state().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + " on this endpoint. Slipway cannot yet abort an update that SageMaker has begun: wait"
            + " until it ends (its rollback alarms still protect it), then roll back.",
        "/v1/deployments/" + active.id());
  }

  private void giveWay(Endpoint endpoint, Asked asked) {
    Optional<Deployment> active = deployments.active(endpoint.id());
    if (active.isEmpty()) return;
    Deployment stuck = active.get();
    refuseInMidUpdate(stuck);
    Instant now = clock.now();
    deployments.store(
        stuck.next(
            stuck.progress().in(DeploymentState.CANCELED, stuck.progress().step(), now),
            stuck.memory()));
    record(stuck, "deployment.superseded", asked, "Gave way to a decision by " + asked.by() + ".");
  }

  private Deployment inPlace(Endpoint endpoint, Supplier<Deployment> start) {
    try {
      return Objects.requireNonNull(transactions.execute(status -> start.get()));
    } catch (DuplicateKeyException taken) {
      throw new Conflict(
          "deployment-active",
          "Endpoint " + endpoint.name() + " has an active deployment. Wait for it to end.",
          "/v1/deployments?endpoint=" + endpoint.name());
    }
  }

  private Deployment begin(
      Endpoint endpoint,
      DeploymentKind kind,
      @Nullable Release release,
      Plan plan,
      Asked asked,
      Instant now) {
    Optional<Deployment> active = deployments.active(endpoint.id());
    if (active.isPresent()) {
      throw new Conflict(
          "deployment-active",
          "Endpoint "
              + endpoint.name()
              + " has an active deployment, asked for by "
              + active.get().requestedBy()
              + ". Wait for it to end.",
          "/v1/deployments/" + active.get().id());
    }
    UUID previous = endpoints.named(endpoint.name()).currentReleaseId();
    Deployment deployment =
        new Deployment(
            Ids.next(),
            endpoint.id(),
            endpoint.name(),
            kind,
            release == null ? null : release.id(),
            previous,
            deployments.nextAttempt(endpoint.id()),
            Progress.queued(now),
            Memory.EMPTY,
            plan,
            asked.by(),
            asked.reason(),
            0,
            0,
            now);
    deployments.insert(deployment);
    record(
        deployment,
        "deployment.queued",
        asked,
        sentence(kind, release) + " of " + endpoint.name() + " was asked for: " + asked.reason());
    ticks.schedule(deployment, Duration.ZERO);
    return deployment;
  }

  private static String sentence(DeploymentKind kind, @Nullable Release release) {
    return switch (kind) {
      case PROMOTE ->
          "Release "
              + (release == null
                  ? ""
                  : release.number() + " (" + release.spec().modelVersion() + ")");
      case ROLL_BACK -> "A rollback to release " + (release == null ? "" : release.number());
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
            clock.now()));
  }
}
