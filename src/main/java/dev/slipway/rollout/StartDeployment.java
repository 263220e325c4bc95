package dev.slipway.rollout;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Starts deployments, once what is asked for makes sense. */
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
    refuseUnclaimed(endpoint);
    return queue.promoting(endpoint, candidate, plan, asked);
  }

  /**
   * Lets an update that runs give way to a promotion that follows it. Runs inside the caller's
   * transaction.
   *
   * @return the one that is to end first; empty when nothing runs
   * @throws Conflict when what runs is no update, or needs attention
   */
  public Optional<Deployment> supersede(Endpoint endpoint, Asked asked) {
    refuseUnclaimed(endpoint);
    Optional<Deployment> active = deployments.active(endpoint.id());
    if (active.isEmpty()) return active;
    Deployment running = active.get();
    if (running.kind() != DeploymentKind.PROMOTE || !running.state().runs()) {
      throw QueueDeployment.occupied(endpoint, running);
    }
    return Optional.of(abort.superseded(running, asked));
  }

  /** Whether a deployment holds an endpoint's place. */
  public boolean occupied(Endpoint endpoint) {
    return deployments.active(endpoint.id()).isPresent();
  }

  /**
   * Whether an endpoint's place is free for what was to follow a deployment.
   *
   * @param superseded the deployment that gave way
   * @throws Refused when somebody has begun something else since
   */
  public boolean free(Endpoint endpoint, UUID superseded) {
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
   * What going back would do; in mid-update, what aborting the update would.
   *
   * @param number the release; null for the last known good one
   */
  public Plan planRollback(Endpoint endpoint, @Nullable Integer number) {
    Optional<Deployment> running = running(endpoint);
    if (running.isPresent()) {
      return planning.planAbort(endpoint, restored(running.get(), endpoint, number));
    }
    Optional<Deployment> unsettled = deployments.active(endpoint.id());
    return planning.planRollback(
        endpoint, rollbackTarget(endpoint, number, unsettled), unsettled.isPresent());
  }

  /**
   * Goes back to an earlier release. An update that runs is aborted and returned: it ends with what
   * served before it. A deployment that needs attention gives way, and what served before it is
   * then deployed anew, since nobody knows what serves.
   *
   * @param number the release; null for the last known good one
   * @throws Conflict when a deployment runs whose end would be another release
   * @throws Refused when there is nothing to go back to, or it serves already
   */
  public Deployment rollBack(Endpoint endpoint, @Nullable Integer number, Asked asked) {
    refuseUnclaimed(endpoint);
    Optional<Deployment> running = running(endpoint);
    if (running.isPresent()) {
      restored(running.get(), endpoint, number);
      return abort.insteadOfARollback(running.get(), asked);
    }
    Optional<Deployment> unsettled = deployments.active(endpoint.id());
    Release target = rollbackTarget(endpoint, number, unsettled);
    Plan plan = planning.planRollback(endpoint, target, unsettled.isPresent());
    if (plan.noChanges()) {
      throw new Refused(
          "already-serving",
          "Release " + target.number() + " of " + endpoint.name() + " serves already.");
    }
    return queue.rollBack(endpoint, plan, asked, target);
  }

  private Optional<Deployment> running(Endpoint endpoint) {
    return deployments.active(endpoint.id()).filter(active -> active.state().runs());
  }

  /** What will serve once a running deployment is stopped, or has gone back. */
  private Release restored(Deployment running, Endpoint endpoint, @Nullable Integer number) {
    UUID restored =
        switch (running.kind()) {
          case PROMOTE -> running.previousReleaseId();
          case ROLL_BACK -> running.releaseId();
          case RETIRE, ADOPT -> null;
        };
    if (restored == null) QueueDeployment.refuseWhileItRuns(running);
    Release release = releases.withId(Objects.requireNonNull(restored));
    if (number != null && release.number() != number) {
      throw new Conflict(
          "update-running",
          "Aborting the deployment that runs on "
              + endpoint.name()
              + " brings release "
              + release.number()
              + " back, not release "
              + number
              + ". Roll back without naming a release first.",
          "/v1/deployments/" + running.id());
    }
    return release;
  }

  /**
   * Starts putting Slipway's mark on an endpoint that was made elsewhere, as the plan says.
   *
   * @throws Conflict when another deployment holds the endpoint's place
   */
  public Deployment claim(Endpoint endpoint, Plan plan, Asked asked) {
    Release current = releases.current(endpoint).orElseThrow();
    return queue.behindNobody(endpoint, plan, asked, DeploymentKind.ADOPT, now -> current);
  }

  private static void refuseUnclaimed(Endpoint endpoint) {
    if (endpoint.ours()) return;
    throw new Refused(
        "endpoint-not-claimed",
        "Endpoint "
            + endpoint.name()
            + " was imported and is only looked at so far. Claim it first: POST /v1/endpoints/"
            + endpoint.name()
            + "/claims.");
  }

  /**
   * Starts deploying the serving release anew, where AWS is not as it says.
   *
   * @throws Conflict when another deployment holds the endpoint's place
   */
  Deployment repair(Endpoint endpoint, Asked asked) {
    Release current = releases.current(endpoint).orElseThrow();
    Plan plan = planning.planRepair(endpoint, current);
    return queue.behindNobody(endpoint, plan, asked, DeploymentKind.PROMOTE, now -> current);
  }

  /** What retiring would do. */
  public Plan planRetirement(Endpoint endpoint) {
    return planning.planRetirement(endpoint);
  }

  /**
   * Starts taking an endpoint away.
   *
   * @throws Conflict when a deployment runs
   * @throws Refused when nothing of it is left
   */
  public Deployment retire(Endpoint endpoint, Asked asked) {
    running(endpoint).ifPresent(QueueDeployment::refuseWhileItRuns);
    Plan plan = planning.planRetirement(endpoint);
    boolean nothingLeft =
        resources.of(endpoint.id()).stream().allMatch(one -> one.collectAfter() != null);
    if (endpoint.retired() && nothingLeft) {
      throw new Refused("already-retired", "Endpoint " + endpoint.name() + " is retired already.");
    }
    return queue.settling(endpoint, plan, asked, DeploymentKind.RETIRE, now -> null);
  }

  private Release rollbackTarget(
      Endpoint endpoint, @Nullable Integer number, Optional<Deployment> unsettled) {
    if (number != null) return releases.numbered(endpoint, number);
    Release current =
        releases
            .current(endpoint)
            .orElseThrow(() ->
                new Refused(
                    "nothing-to-roll-back", "Endpoint " + endpoint.name() + " serves no release."));
    boolean unproven = unsettled.isPresent() && !current.id().equals(unsettled.get().releaseId());
    if (unproven) return current;
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
}
