package dev.slipway.rollout;

import dev.slipway.endpoint.Quarantine;
import dev.slipway.endpoint.ServingState;
import dev.slipway.rollout.StartDeployment.Asked;
import java.util.Objects;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends a deployment that needs attention, in favour of a person's decision. Its end is not known,
 * so what it was to bring may serve, and what was found to speak against that stays said.
 */
@Component
class GiveWay {

  private final DeploymentStore store;
  private final ServingState serving;
  private final Quarantine quarantine;
  private final Ticks ticks;
  private final ApplicationEventPublisher events;

  GiveWay(
      DeploymentStore store,
      ServingState serving,
      Quarantine quarantine,
      Ticks ticks,
      ApplicationEventPublisher events) {
    this.store = store;
    this.serving = serving;
    this.quarantine = quarantine;
    this.ticks = ticks;
    this.events = events;
  }

  /**
   * Ends the deployment, in the transaction of the one that takes its place.
   *
   * @throws dev.slipway.base.Failure.Conflict when it runs
   */
  @Transactional(propagation = Propagation.MANDATORY)
  void of(Deployment stuck, Asked asked) {
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
    serving.leaveOpen(stuck.endpointId());
    events.publishEvent(TakePlace.fact(stuck, "deployment.superseded", asked, reason, ticks.now()));
    Blame.whenGivingWay(stuck)
        .ifPresent(found ->
            quarantine.place(
                Objects.requireNonNull(stuck.releaseId()),
                found.cause(),
                stuck.id(),
                found.reason(),
                ticks.now()));
  }
}
