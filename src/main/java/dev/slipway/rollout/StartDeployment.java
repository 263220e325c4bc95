package dev.slipway.rollout;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Starts deployments, after checking that the request makes sense. */
@Component
public class StartDeployment {

  private final Deployments deployments;
  private final Releases releases;
  private final OwnedResources resources;
  private final Planning planning;
  private final QueueDeployment queue;
  private final AbortDeployment abort;

  StartDeployment(
      Deployments deployments,
      Releases releases,
      OwnedResources resources,
      Planning planning,
      QueueDeployment queue,
      AbortDeployment abort) {
    this.deployments = deployments;
    this.releases = releases;
    this.resources = resources;
    this.planning = planning;
    this.queue = queue;
    this.abort = abort;
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
    endpoint.requireOurs();
    return queue.promoting(endpoint, candidate, plan, asked);
  }

  /**
   * Lets an update that runs give way to a promotion that follows it. Runs inside the caller's
   * transaction.
   *
   * @return the deployment that has to end first; empty when nothing runs
   * @param agreed the only update that may be undone; null for any
   * @throws Conflict when the running deployment is no update, needs attention, or is another one
   */
  public Optional<Deployment> supersede(Endpoint endpoint, @Nullable UUID agreed, Asked asked) {
    return superseded(endpoint, agreed).map(running -> abort.superseded(running, asked));
  }

  /**
   * The update that would give way to a promotion which follows it.
   *
   * @param agreed the only one that may; null for any
   * @throws Conflict when the running deployment is no update, needs attention, or is another one
   */
  public Optional<Deployment> superseded(Endpoint endpoint, @Nullable UUID agreed) {
    endpoint.requireOurs();
    Optional<Deployment> active = deployments.active(endpoint.id());
    if (active.isEmpty()) return active;
    Deployment running = active.get();
    if (!givesWay(running, agreed)) throw PlaceTaken.by(endpoint, running);
    return active;
  }

  /**
   * The update that runs on an endpoint, and would give way to a promotion.
   *
   * @param agreed the only one that may; null for any
   */
  public Optional<Deployment> givingWay(Endpoint endpoint, @Nullable UUID agreed) {
    return deployments.active(endpoint.id()).filter(running -> givesWay(running, agreed));
  }

  /**
   * Whether the endpoint's place is free, or its holder would give way to a promotion.
   *
   * @param agreed the only holder that may; null for any
   */
  public boolean givesWay(Endpoint endpoint, @Nullable UUID agreed) {
    return deployments.active(endpoint.id()).stream()
        .allMatch(running -> givesWay(running, agreed));
  }

  private static boolean givesWay(Deployment running, @Nullable UUID agreed) {
    return running.kind() == DeploymentKind.PROMOTE
        && running.state().runs()
        && (agreed == null || agreed.equals(running.id()));
  }

  /**
   * Holds a promotion to the checks that starting it makes.
   *
   * @throws Conflict when another deployment holds the endpoint's place
   * @throws Refused when the endpoint is not Slipway's own
   */
  public void requireReady(Endpoint endpoint) {
    endpoint.requireOurs();
    requireFree(endpoint);
  }

  /**
   * Refuses where another deployment holds the endpoint's place.
   *
   * @throws Conflict {@code deployment-active}
   */
  public void requireFree(Endpoint endpoint) {
    deployments
        .active(endpoint.id())
        .ifPresent(active -> {
          throw PlaceTaken.by(endpoint, active);
        });
  }

  /** Whether a deployment holds an endpoint's place. */
  public boolean occupied(Endpoint endpoint) {
    return deployments.active(endpoint.id()).isPresent();
  }

  /** Who holds an endpoint's place, and what can be done about it; empty where it is free. */
  public Optional<String> whyOccupied(Endpoint endpoint) {
    return deployments
        .active(endpoint.id())
        .map(active -> PlaceTaken.by(endpoint, active).detail());
  }

  /** The same where the place will not become free before a person decides. */
  public Optional<String> whyStuck(Endpoint endpoint) {
    return deployments
        .active(endpoint.id())
        .filter(active -> !active.state().runs())
        .map(active -> PlaceTaken.by(endpoint, active).detail());
  }

  /**
   * Whether an endpoint's place is free for what was to follow a deployment.
   *
   * @param superseded the deployment that gave way
   * @throws Refused when somebody has begun something else since, or has asked for the way back
   */
  public boolean free(Endpoint endpoint, UUID superseded) {
    if (deployments.nothingFollows(superseded)) throw rolledBack(endpoint);
    if (deployments.active(endpoint.id()).isPresent()) return false;
    if (deployments.begunSince(endpoint.id(), superseded)) {
      throw new Refused(
          "superseded-in-turn",
          "Another deployment of "
              + endpoint.name()
              + " was begun while this promotion waited. Promote again if it is still wanted.");
    }
    return true;
  }

  /**
   * Refuses what has waited for its gates while somebody asked for a rollback, or retired the
   * endpoint. The release that serves need not tell: after another one came and was retired, none
   * serves, as before.
   *
   * @param waiting since when it waits
   * @throws Refused {@code superseded-in-turn}
   */
  public void requireNotOverruledSince(Endpoint endpoint, Instant waiting) {
    if (deployments.rollbackAskedSince(endpoint.id(), waiting)) throw rolledBack(endpoint);
    if (deployments.retiredSince(endpoint.id(), waiting)) {
      throw new Refused(
          "superseded-in-turn",
          endpoint.name()
              + " was retired while this promotion waited. Promote again if it is still wanted.");
    }
  }

  private static Refused rolledBack(Endpoint endpoint) {
    return new Refused(
        "superseded-in-turn",
        "A rollback of "
            + endpoint.name()
            + " was asked for while this promotion waited. Promote again if it is still wanted.");
  }

  private Optional<Deployment> running(Endpoint endpoint) {
    return deployments.active(endpoint.id()).filter(active -> active.state().runs());
  }

  /**
   * Starts putting Slipway's mark on an endpoint that was made elsewhere, as the plan says.
   *
   * @param endpoint as it was when the claim was planned
   * @throws Conflict when another deployment holds the endpoint's place, or the endpoint was
   *     claimed or retired since
   */
  public Deployment claim(Endpoint endpoint, Plan plan, Asked asked) {
    return queue.claiming(endpoint, plan, asked, releases.current(endpoint).orElseThrow());
  }

  /**
   * The plan of deploying the serving release anew, where AWS is not as it says; empty where that
   * would change nothing.
   *
   * @throws Conflict when SageMaker is changing the endpoint, so that nobody can tell
   */
  Optional<Plan> planRepair(Endpoint endpoint) {
    Plan plan = planning.planRepair(endpoint, releases.current(endpoint).orElseThrow());
    if (!plan.noChanges()) return Optional.of(plan);
    plan.requireCompared();
    return Optional.empty();
  }

  /**
   * Starts deploying the serving release anew, as the plan says.
   *
   * @throws Conflict when another deployment holds the endpoint's place
   */
  Deployment repair(Endpoint endpoint, Plan plan, Asked asked) {
    Release current = releases.current(endpoint).orElseThrow();
    return queue.behindNobody(endpoint, plan, asked, DeploymentKind.PROMOTE, now -> current);
  }

  /**
   * What retiring would do, after every check that retiring makes.
   *
   * @param agreed the hash of the plan that was agreed to; null for none
   * @throws Conflict when a deployment runs, or the plan is another one
   * @throws Refused when nothing of it is left
   */
  public Plan planRetirement(Endpoint endpoint, @Nullable String agreed) {
    running(endpoint).ifPresent(PlaceTaken::refuseWhileItRuns);
    boolean nothingLeft =
        resources.of(endpoint.id()).stream().allMatch(one -> one.collectAfter() != null);
    if (endpoint.retired() && nothingLeft) {
      throw new Refused("already-retired", "Endpoint " + endpoint.name() + " is retired already.");
    }
    Plan plan = planning.planRetirement(endpoint);
    plan.requireAgreed(agreed);
    return plan;
  }

  /**
   * Starts taking an endpoint away.
   *
   * @throws Conflict when a deployment runs, or the plan is another one
   * @throws Refused when nothing of it is left
   */
  public Deployment retire(Endpoint endpoint, Asked asked, @Nullable String agreed) {
    Plan plan = planRetirement(endpoint, agreed);
    return queue.settling(endpoint, plan, asked, DeploymentKind.RETIRE, now -> null);
  }
}
