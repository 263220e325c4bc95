package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides what follows from a step's outcome. Pure: the engine stores what is ruled here.
 *
 * <p>Forward, the steps follow one another. When an attempt ends otherwise, the same steps are
 * undone backwards from where it stood, to the terminal state that memory names.
 */
final class Rules {

  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(2);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

  /**
   * How many changes a step may make. A step that makes more does not settle, since somebody or
   * something undoes its changes. Copies may make as many for each artifact, which is copied in up
   * to 80 parts.
   */
  private static final int MOST_CHANGES = 100;

  private Rules() {}

  static Ruling rule(Deployment deployment, Outcome outcome, Instant now) {
    Progress seen = deployment.progress().seeing(outcome.sight());
    Abort abort = deployment.abort();
    if (abort != null && !deployment.undoing()) {
      Optional<Ruling> ruling = Aborting.rule(deployment, abort, outcome, seen, now);
      if (ruling.isPresent()) return ruling.get();
    }
    return switch (outcome) {
      case Outcome.Done done ->
          deployment.undoing()
              ? Undoing.stepUndone(deployment, done, seen, now)
              : stepDone(deployment, done, seen, now);
      case Outcome.Changed changed
          when deployment.memory().pace().changes() >= mostChanges(deployment) ->
          stuck(
              deployment,
              "step-does-not-settle",
              "The step changed something "
                  + mostChanges(deployment)
                  + " times and is not done. Last: "
                  + changed.note(),
              seen,
              now);
      case Outcome.Changed changed ->
          Ruling.atOnce(
                  deployment.next(
                      seen.in(deployment.runningState(), deployment.step(), now),
                      changed(changed, now)),
                  switches(deployment, changed) ? "deployment.switched" : "step.changed",
                  changed.note())
              .recording(changed.resources());
      case Outcome.Waiting waiting ->
          quiet(
              deployment,
              seen.in(deployment.runningState(), deployment.step(), now).waiting(waiting.onWhat()),
              paced(deployment, deployment.memory().pace().answered(), now),
              waitingFor(waiting.onWhat()),
              waiting.pause());
      case Outcome.Unanswered unanswered ->
          quiet(
              deployment,
              seen.in(deployment.runningState(), deployment.step(), now)
                  .waiting(unanswered.onWhat()),
              paced(deployment, deployment.memory().pace().unanswered(), now),
              unanswered.note(),
              backoff(deployment));
      case Outcome.HeldBack held -> heldBack(deployment, held, seen, now);
      case Outcome.GoingBack back -> Undoing.goingBack(deployment, back, seen, now);
      case Outcome.WentBack back ->
          Undoing.begin(
              deployment,
              DeploymentState.ROLLED_BACK,
              seen.in(DeploymentState.ROLLING_BACK, deployment.step(), now)
                  .because(back.code(), back.reason()),
              deployment.swap() == null
                  ? "deployment.rolled-back-by-sagemaker"
                  : "deployment.switched-back",
              back.reason(),
              now);
      case Outcome.CalledOff off ->
          Undoing.begin(
              deployment,
              Undoing.verdict(abort),
              seen.in(deployment.runningState(), deployment.step(), now)
                  .because(
                      abort == null ? "called-off" : abort.cause().code(),
                      abort == null ? off.note() : abort.sentence()),
              "deployment.called-off",
              off.note(),
              now);
      case Outcome.TooLate late -> Aborting.tooLate(deployment, late, seen, now);
      case Outcome.Retrying _ ->
          Undoing.ended(deployment, deployment.memory(), seen, List.of(), now);
      case Outcome.Compensating _ -> Aborting.compensated(deployment, seen, now);
      case Outcome.Examined examined ->
          Ruling.atOnce(
              deployment
                  .aborted(examined.abort())
                  .next(
                      seen.in(deployment.runningState(), deployment.step(), now)
                          .waiting(deployment.progress().waitingFor()),
                      examined.memory().with(examined.memory().pace().begun(now).answered())),
              examined.event(),
              examined.summary());
      case Outcome.Impossible impossible ->
          Undoing.touchesNothingLive(deployment)
              ? Undoing.begin(
                  deployment,
                  DeploymentState.FAILED,
                  seen.in(deployment.runningState(), deployment.step(), now)
                      .because(impossible.code(), impossible.reason()),
                  "step.failed",
                  impossible.reason(),
                  now)
              : stuck(deployment, impossible.code(), impossible.reason(), seen, now);
      case Outcome.Faulted _ ->
          quiet(
              deployment,
              deployment.progress().waiting("another try, since Slipway itself failed"),
              paced(deployment, deployment.memory().pace().faulted(), now),
              "Slipway itself failed at the step " + deployment.step() + ". It is tried again.",
              AFTER_A_FAULT);
      case Outcome.Stuck stuck -> stuck(deployment, stuck.code(), stuck.reason(), seen, now);
    };
  }

  /**
   * The ruling when history refused to take the event of a tick. It waits longer each time, since
   * somebody has to mend the database.
   */
  static Ruling untold(Deployment deployment, Untold untold, Instant now) {
    Pace pace = deployment.memory().pace();
    return Ruling.atOnce(
            deployment.next(
                deployment
                    .progress()
                    .waiting("its history to take events again (" + untold.refusal() + ")"),
                paced(deployment, pace.faulted().with(untold), now)),
            null,
            "")
        .after(doubled(AFTER_A_FAULT, pace.faults()));
  }

  private static int mostChanges(Deployment deployment) {
    int artifacts = deployment.memory().copying().size();
    return deployment.step() == StepName.ARTIFACT
        ? MOST_CHANGES * Math.max(1, artifacts)
        : MOST_CHANGES;
  }

  private static Ruling stuck(
      Deployment deployment, String code, String reason, Progress seen, Instant now) {
    return Ruling.atRest(
        deployment.stuck(code, reason, seen, now), "deployment.needs-attention", reason);
  }

  private static Ruling stepDone(
      Deployment deployment, Outcome.Done done, Progress seen, Instant now) {
    List<StepName> steps = deployment.steps();
    int index = steps.indexOf(deployment.step());
    if (index == steps.size() - 1) {
      return Ruling.atRest(
              deployment.next(seen.in(DeploymentState.SUCCEEDED, null, now), done.memory()),
              "deployment.succeeded",
              done.note())
          .recording(done.resources());
    }
    StepName next = steps.get(index + 1);
    Ruling ruling =
        Ruling.atOnce(
                deployment.next(
                    seen.in(deployment.stateIn(next), next, now), done.memory().inNewStep(now)),
                "step.done",
                done.note())
            .recording(done.resources());
    boolean serves = deployment.step() == StepName.BAKE && deployment.swap() == null;
    return serves ? ruling.serving() : ruling;
  }

  /**
   * The ruling when a call was held back. It is shown and not recorded: nothing was asked of AWS,
   * and the call's turn comes by itself.
   */
  private static Ruling heldBack(
      Deployment deployment, Outcome.HeldBack held, Progress seen, Instant now) {
    Duration pause = Duration.between(now, held.until());
    return Ruling.atOnce(
            deployment.next(
                seen.in(deployment.runningState(), deployment.step(), now).waiting(held.onWhat()),
                paced(deployment, deployment.memory().pace(), now).withBookings(held.bookings())),
            null,
            waitingFor(held.onWhat()))
        .after(pause.isNegative() ? Duration.ZERO : pause);
  }

  /** AWS's own words for what is waited for may end with a period. */
  private static String waitingFor(String what) {
    return "Waiting for " + what + (what.endsWith(".") ? "" : ".");
  }

  private static boolean switches(Deployment deployment, Outcome.Changed changed) {
    Swap next = changed.memory().swap();
    Swap swap = deployment.swap();
    return swap != null && next != null && next.switched() && !swap.switched();
  }

  /**
   * The ruling for a wait. History is told when the deployment begins to wait for something else,
   * not at every look.
   */
  private static Ruling quiet(
      Deployment deployment, Progress progress, Memory memory, String summary, Duration pause) {
    Pace pace = memory.pace();
    boolean news = !Objects.equals(progress.waitingFor(), pace.told());
    return Ruling.atOnce(
            deployment.next(progress, memory.with(pace.telling(progress.waitingFor()))),
            news ? "step.waiting" : null,
            summary)
        .after(pause);
  }

  private static Memory paced(Deployment deployment, Pace pace, Instant now) {
    return deployment.memory().with(pace.begun(now));
  }

  /**
   * The memory after a change. A removal does not count towards the limit of changes: what is gone
   * does not come back, so a step with many removals still settles.
   */
  private static Memory changed(Outcome.Changed changed, Instant now) {
    Pace pace = changed.memory().pace().begun(now);
    boolean settled = changed.resources().stream().anyMatch(resource -> !resource.made());
    return changed.memory().with(settled ? pace.settled() : pace.changed());
  }

  /**
   * The pause after AWS could not answer: doubles from five seconds to two minutes, spread by the
   * deployment's own id.
   */
  private static Duration backoff(Deployment deployment) {
    Duration pause = doubled(FIRST_BACKOFF, deployment.memory().pace().failures());
    long spread = Math.floorMod(deployment.id().hashCode() + deployment.tick(), 100L);
    return pause.plus(pause.multipliedBy(spread).dividedBy(400));
  }

  private static Duration doubled(Duration first, int times) {
    Duration doubled = first.multipliedBy(1L << Math.min(times, 5));
    return doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
  }
}
