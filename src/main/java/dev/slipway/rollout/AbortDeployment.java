package dev.slipway.rollout;

import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Quarantine;
import dev.slipway.rollout.StartDeployment.Asked;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * People's decisions on a deployment that has not ended: to undo it, or to go on with a deployment
 * that needs attention. Each decision names the state that the person saw, so that a second click,
 * or a click that comes too late, is refused and says so.
 */
@Component
class AbortDeployment {

  private final Deployments deployments;
  private final DeploymentStore store;
  private final Ticks ticks;
  private final Quarantine quarantine;
  private final ApplicationEventPublisher events;

  AbortDeployment(
      Deployments deployments,
      DeploymentStore store,
      Ticks ticks,
      Quarantine quarantine,
      ApplicationEventPublisher events) {
    this.quarantine = quarantine;
    this.deployments = deployments;
    this.store = store;
    this.ticks = ticks;
    this.events = events;
  }

  /**
   * Decides that a deployment is to be undone.
   *
   * @param seen the state in which the caller saw it
   * @throws Conflict when the deployment has ended, is in another state, or is being undone already
   */
  @Transactional
  Deployment cancel(UUID id, DeploymentState seen, Asked asked) {
    Deployment deployment = seen(id, seen);
    Optional<Failure> refusal = refusal(deployment);
    if (refusal.isPresent()) throw refusal.get();
    return abort(deployment, asked);
  }

  /** Whether a deployment can be called off as it is now. */
  static boolean cancelable(Deployment deployment) {
    return !deployment.state().terminal() && refusal(deployment).isEmpty();
  }

  /** Why a deployment that has not ended cannot be called off; empty where it can. */
  private static Optional<Failure> refusal(Deployment deployment) {
    if (goingBack(deployment)) {
      return Optional.of(
          conflict("already-going-back", "The deployment is being undone already.", deployment));
    }
    if (deployment.state() == DeploymentState.NEEDS_ATTENTION) {
      return Optional.of(
          conflict(
              "needs-attention",
              "Nobody knows what the endpoint runs: resume the deployment, roll the endpoint back,"
                  + " or retire it.",
              deployment));
    }
    if (deployment.kind() == DeploymentKind.RETIRE
        && deployment.state() != DeploymentState.QUEUED) {
      return Optional.of(
          conflict(
              "retirement-running",
              "What a retirement has deleted cannot be brought back. Deploy again once it has"
                  + " ended.",
              deployment));
    }
    if (deployment.state() == DeploymentState.FINISHING && deployment.previousReleaseId() == null) {
      return Optional.of(
          new Refused(
              "nothing-to-roll-back",
              "The first release of "
                  + deployment.endpoint()
                  + " serves already, and none before it could. Retire the endpoint."));
    }
    return Optional.empty();
  }

  /**
   * Aborts the update that runs, since a rollback was asked for. An update that goes back already,
   * by itself or by an earlier click, is left to do so, and so is a running rollback. The request
   * goes on record all the same. A promotion that waits for the end of this deployment does not
   * follow it.
   *
   * @param seen the deployment as it was when the release to go back to was told
   * @throws Conflict when it has ended since, needs attention, or leads to another release by now
   */
  @Transactional
  Deployment insteadOfARollback(Deployment seen, Asked asked) {
    // First what locks the row: what is read after that no tick and nobody else changes any more.
    boolean held = store.letNothingFollow(seen.id(), ticks.now());
    Deployment deployment = deployments.withId(seen.id());
    if (!held || !deployment.state().runs()) throw moved(deployment);
    boolean rollback = deployment.kind() == DeploymentKind.ROLL_BACK;
    if (rollback && deployment.calledOff() != seen.calledOff()) throw moved(deployment);
    if (!rollback && !goingBack(deployment)) return abort(deployment, asked);
    blame(deployment, asked);
    record(
        deployment,
        "deployment.rollback-requested",
        asked,
        asked.by() + " asked for the way back, on which it is already: " + asked.reason());
    return deployment;
  }

  /**
   * Quarantines the release that is being taken back for a reason that does not speak against it: a
   * person who wants it gone does.
   */
  private void blame(Deployment left, Asked asked) {
    UUID compensated = left.compensates();
    if (compensated != null && goingBack(left)) return;
    Deployment update = compensated == null ? left : deployments.withId(compensated);
    UUID release = update.releaseId();
    if (release == null || !Blame.byARollbackOf(update)) return;
    quarantine.place(
        release,
        Quarantine.Cause.PERSON,
        update.id(),
        asked.by() + " rolled it back: " + asked.reason(),
        ticks.now());
  }

  /**
   * Goes on with a deployment that needs attention, where it stood: it looks again.
   *
   * @throws Conflict when it does not need attention
   */
  @Transactional
  Deployment resume(UUID id, Asked asked) {
    Deployment stuck = seen(id, DeploymentState.NEEDS_ATTENTION);
    Deployment resumed = stuck.resumed(ticks.now());
    try {
      store.store(resumed);
    } catch (DeploymentStore.Lapsed lapsed) {
      throw moved(stuck);
    }
    ticks.schedule(resumed, java.time.Duration.ZERO);
    record(stuck, "deployment.resumed", asked, asked.by() + " lets it go on: " + asked.reason());
    return deployments.withId(id);
  }

  /**
   * Lets a running update give way to a later promotion. The update is undone, unless it goes back
   * already or serves already. Part of the promotion's transaction.
   */
  @Transactional
  Deployment superseded(Deployment running, Asked asked) {
    Deployment deployment = deployments.withId(running.id());
    store.letSomethingFollow(deployment.id());
    if (deployment.state().terminal()
        || goingBack(deployment)
        || deployment.state() == DeploymentState.FINISHING) {
      return deployment;
    }
    return abort(deployment, asked, Abort.Cause.SUPERSEDED);
  }

  private Deployment abort(Deployment deployment, Asked asked) {
    return abort(deployment, asked, Abort.Cause.PERSON);
  }

  private Deployment abort(Deployment deployment, Asked asked, Abort.Cause cause) {
    Abort abort = new Abort(cause, asked.reason(), asked.by(), ticks.now());
    if (!store.abort(deployment.id(), deployment.state(), abort)) throw moved(deployment);
    record(deployment, "deployment.abort-requested", asked, abort.sentence());
    // A tick may have stored the deployment since it was read. While the decision holds the row no
    // tick can.
    Deployment standing = deployments.withId(deployment.id());
    ticks.hurry(standing);
    return standing;
  }

  /**
   * Whether a decision to undo the deployment would change nothing. While it looks for capacity, or
   * may yet come to do so, a decision keeps the next instance type from being tried.
   */
  private static boolean goingBack(Deployment deployment) {
    if (deployment.abort() != null) return true;
    return deployment.goesBack() && !Undoing.maySeekCapacity(deployment);
  }

  private Deployment seen(UUID id, DeploymentState seen) {
    Deployment deployment = deployments.withId(id);
    if (deployment.state().terminal()) {
      throw conflict(
          "deployment-ended",
          "The deployment has ended: it is " + deployment.state() + " and stays so.",
          deployment);
    }
    if (deployment.state() != seen) throw moved(deployment);
    return deployment;
  }

  private static Conflict moved(Deployment deployment) {
    return conflict(
        "state-changed",
        "The deployment has moved on; it is "
            + deployment.state()
            + " or further now. Look at it again, then decide.",
        deployment);
  }

  private static Conflict conflict(String code, String message, Deployment deployment) {
    return new Conflict(code, message, "/v1/deployments/" + deployment.id());
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
            Map.of("state", deployment.state().name(), "reason", asked.reason()),
            ticks.now()));
  }
}
