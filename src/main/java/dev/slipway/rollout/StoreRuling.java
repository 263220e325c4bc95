package dev.slipway.rollout;

import dev.slipway.cloud.CallLog;
import dev.slipway.endpoint.Quarantine;
import dev.slipway.endpoint.ServingState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores what follows from a tick: state, history, routes and next wake-up, all of them or none.
 */
@Component
class StoreRuling {

  private final DeploymentStore deployments;
  private final OwnedResources resources;
  private final ServingState serving;
  private final Quarantine quarantine;
  private final QueueFollower follower;
  private final Ticks ticks;
  private final ApplicationEventPublisher events;

  StoreRuling(
      DeploymentStore deployments,
      OwnedResources resources,
      ServingState serving,
      Quarantine quarantine,
      QueueFollower follower,
      Ticks ticks,
      ApplicationEventPublisher events) {
    this.deployments = deployments;
    this.resources = resources;
    this.serving = serving;
    this.quarantine = quarantine;
    this.follower = follower;
    this.ticks = ticks;
    this.events = events;
  }

  /**
   * Rules on an outcome and stores what follows.
   *
   * @return the state in which that leaves the deployment
   * @throws DeploymentStore.Lapsed when somebody stored the deployment in between; nothing is
   *     stored
   */
  @Transactional
  DeploymentState store(Deployment deployment, Outcome outcome, List<CallLog.Call> calls) {
    Instant now = ticks.now();
    boolean anotherFollows =
        outcome instanceof Outcome.Retrying || outcome instanceof Outcome.Compensating;
    if (anotherFollows) follower.holdPlaceOf(deployment);
    Abort abort = deployments.abortOf(deployment.id());
    boolean news = abort != null && deployment.abort() == null;
    Ruling ruling = Rules.rule(deployment.withoutUntold().aborted(abort), outcome, now);
    deployments.store(ruling.next());
    resources.record(deployment, ruling.resources(), now);
    tellRoutes(deployment, ruling);
    blame(ruling.next(), now);
    takeBlameBack(ruling.next(), now);
    TickFact.of(deployment, ruling, calls, now).ifPresent(events::publishEvent);
    Duration wake = ruling.wake();
    if (wake != null) ticks.schedule(ruling.next(), news ? Duration.ZERO : wake);
    if (outcome instanceof Outcome.Retrying again && ruling.next().abort() == null) {
      follower.retrying(ruling.next(), again);
    }
    if (outcome instanceof Outcome.Compensating way) follower.compensating(ruling.next(), way);
    return ruling.next().state();
  }

  /**
   * Keeps what came of a tick for the next event that history takes, since it refuses them.
   *
   * @param fault what the tick failed by
   * @param refusal what history refused by
   * @throws DeploymentStore.Lapsed when somebody stored the deployment in between; nothing is
   *     stored
   */
  @Transactional
  void keep(Deployment deployment, String fault, String refusal, List<CallLog.Call> calls) {
    Instant now = ticks.now();
    Untold untold = Untold.after(deployment, now, fault, refusal, calls);
    Ruling ruling = Rules.untold(deployment, untold, now);
    deployments.store(ruling.next());
    ticks.schedule(ruling.next(), Objects.requireNonNull(ruling.wake()));
  }

  /**
   * Quarantines a release that was rolled back, so that it is not promoted again before a person
   * allows it.
   */
  private void blame(Deployment next, Instant now) {
    UUID release = next.releaseId();
    if (release == null) return;
    Blame.of(next)
        .ifPresent(
            cause -> quarantine.place(release, cause, next.id(), next.progress().why(), now));
  }

  /**
   * Lifts the quarantine that a called-off rollback has placed, since it leaves no release. A
   * rollback quarantines the release that it is to leave when it is asked for, and so does the
   * cancel of an update that serves already.
   */
  private void takeBlameBack(Deployment next, Instant now) {
    Abort abort = next.abort();
    if (abort == null || !Blame.takenBack(next)) return;
    String why = abort.by() + " called the rollback off: " + abort.reason();
    quarantine.takeBack(next.id(), next.compensates(), abort.by(), why, now);
  }

  /**
   * Changes a swap's route in the same transaction as its record: to the new endpoint, or back to
   * the old one.
   */
  private void tellSwitch(Deployment deployment, Deployment next) {
    Swap before = deployment.swap();
    Swap after = next.swap();
    if (before == null || after == null) return;
    if (after.backAt() != null && before.backAt() == null) {
      serving.switchTo(
          deployment.endpointId(),
          after.from(),
          Objects.requireNonNull(deployment.previousReleaseId()),
          after.fromConfig());
    } else if (after.switched() && !before.switched()) {
      serving.switchTo(
          deployment.endpointId(),
          after.to(),
          Objects.requireNonNull(deployment.releaseId()),
          Objects.requireNonNull(next.memory().made().endpointConfigName()));
    }
  }

  private void tellRoutes(Deployment deployment, Ruling ruling) {
    tellSwitch(deployment, ruling.next());
    if (ruling.releaseServes()) {
      serving.serve(
          deployment.endpointId(),
          Objects.requireNonNull(deployment.releaseId()),
          Objects.requireNonNull(deployment.memory().made().endpointConfigName()));
    }
    DeploymentState state = ruling.next().state();
    if (state == DeploymentState.UPDATING
        && deployment.state() != state
        && deployment.swap() == null) {
      serving.expect(deployment.endpointId(), deployment.releaseId());
    } else if (ruling.next().step() == StepName.ANOTHER_TYPE
        || state == DeploymentState.ROLLED_BACK
        || state == DeploymentState.FAILED
        || state == DeploymentState.CANCELED) {
      serving.expect(deployment.endpointId(), null);
    } else if (state == DeploymentState.SUCCEEDED && deployment.kind() == DeploymentKind.RETIRE) {
      serving.retire(deployment.endpointId());
    } else if (state == DeploymentState.SUCCEEDED && deployment.kind() == DeploymentKind.ADOPT) {
      serving.claimed(deployment.endpointId());
    }
  }
}
