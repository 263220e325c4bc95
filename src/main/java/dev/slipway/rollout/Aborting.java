package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a step's outcome once a deployment is to be undone. Pure, like {@link Rules}.
 *
 * <p>Before SageMaker has begun, the attempt is taken back where it stands. A step that was under
 * way looks once more first, so that the things that it may have made are on record. While
 * SageMaker works, the step itself pulls the lever. Once the release serves, another deployment
 * takes it back.
 */
final class Aborting {

  private Aborting() {}

  /** The ruling; empty when the usual rules hold. */
  static Optional<Ruling> rule(
      Deployment deployment, Abort abort, Outcome outcome, Progress seen, Instant now) {
    if (deployment.swap() != null && AbortingSwap.concerns(deployment.step())) {
      return AbortingSwap.rule(deployment, deployment.swap(), outcome, seen, now);
    }
    return switch (deployment.step()) {
      case PREFLIGHT,
          ARTIFACT,
          EXECUTION_ROLE,
          MODEL,
          ENDPOINT_CONFIG,
          ALARMS,
          AUTOSCALING_BEFORE,
          OWNERSHIP ->
          beforeTheUpdate(deployment, abort, outcome, seen, now);
      case AWAIT ->
          outcome instanceof Outcome.Done
              ? Optional.of(servesAlready(deployment, abort, seen, now))
              : Optional.empty();
      // A bake of Slipway's own: all traffic is on the release, and only Slipway can take it back.
      case BAKE ->
          deployment.state() != DeploymentState.ROLLING_BACK
                  && (outcome instanceof Outcome.Done || outcome instanceof Outcome.Waiting)
              ? Optional.of(servesAlready(deployment, abort, seen, now))
              : Optional.empty();
      case AUTOSCALING, MARK, FINISH -> afterTheUpdate(deployment, abort, outcome, seen, now);
      case ENDPOINT, SWITCH, COMPENSATE, ANOTHER_TYPE, TEARDOWN -> Optional.empty();
    };
  }

  private static Optional<Ruling> beforeTheUpdate(
      Deployment deployment, Abort abort, Outcome outcome, Progress seen, Instant now) {
    return switch (outcome) {
      case Outcome.Done done ->
          Optional.of(
              takenBack(
                  deployment, abort, done.memory(), made(deployment, done.resources()), seen, now));
      case Outcome.Changed changed ->
          Optional.of(
              takenBack(
                  deployment,
                  abort,
                  changed.memory(),
                  made(deployment, changed.resources()),
                  seen,
                  now));
      case Outcome.Waiting _, Outcome.Impossible _, Outcome.Stuck _, Outcome.CalledOff _ ->
          Optional.of(takenBack(deployment, abort, deployment.memory(), List.of(), seen, now));
      // A call that AWS could not answer may have been carried out, so the step looks again before
      // it is undone.
      case Outcome.Unanswered _,
          Outcome.HeldBack _,
          Outcome.GoingBack _,
          Outcome.WentBack _,
          Outcome.TooLate _,
          Outcome.Compensating _,
          Outcome.Retrying _,
          Outcome.Examined _,
          Outcome.Faulted _ ->
          Optional.empty();
    };
  }

  /**
   * The resources that the deployment made. A claim makes none: the resources that it names become
   * Slipway's when the whole claim is done, or stay their owner's.
   */
  private static List<ResourceChange> made(Deployment deployment, List<ResourceChange> changes) {
    return deployment.kind() == DeploymentKind.ADOPT ? List.of() : changes;
  }

  private static Ruling takenBack(
      Deployment deployment,
      Abort abort,
      Memory memory,
      List<ResourceChange> resources,
      Progress seen,
      Instant now) {
    Progress progress =
        seen.in(deployment.runningState(), deployment.step(), now)
            .because(abort.cause().code(), abort.sentence());
    return Ruling.atOnce(
            deployment.next(progress, memory.undoing(DeploymentState.CANCELED, now)),
            "deployment.called-off",
            abort.sentence())
        .recording(resources);
  }

  /**
   * The ruling when the step proved success before it could know of the decision. A first release
   * has nothing to go back to: the step then looks again and takes the endpoint away.
   */
  private static Ruling servesAlready(
      Deployment deployment, Abort abort, Progress seen, Instant now) {
    if (deployment.previousReleaseId() != null) {
      return tooLate(deployment, new Outcome.TooLate(abort, null), seen, now);
    }
    return Ruling.lookAgain(
        deployment.next(
            seen.in(DeploymentState.UPDATING, StepName.AWAIT, now), deployment.memory()));
  }

  private static Optional<Ruling> afterTheUpdate(
      Deployment deployment, Abort abort, Outcome outcome, Progress seen, Instant now) {
    if (deployment.previousReleaseId() == null) return Optional.empty();
    return switch (outcome) {
      case Outcome.Done done ->
          Optional.of(goesBack(deployment, abort, done.memory(), done.resources(), seen, now));
      case Outcome.Changed changed ->
          Optional.of(
              goesBack(deployment, abort, changed.memory(), changed.resources(), seen, now));
      case Outcome.Waiting _,
          Outcome.Unanswered _,
          Outcome.HeldBack _,
          Outcome.Impossible _,
          Outcome.Stuck _ ->
          Optional.of(goesBack(deployment, abort, deployment.memory(), List.of(), seen, now));
      case Outcome.CalledOff _,
          Outcome.GoingBack _,
          Outcome.WentBack _,
          Outcome.TooLate _,
          Outcome.Compensating _,
          Outcome.Retrying _,
          Outcome.Examined _,
          Outcome.Faulted _ ->
          Optional.empty();
    };
  }

  /** The release serves and becomes current, to be taken back at once. */
  static Ruling tooLate(Deployment deployment, Outcome.TooLate late, Progress seen, Instant now) {
    return goesBack(
            deployment.aborted(late.abort()),
            late.abort(),
            deployment.memory(),
            List.of(),
            seen,
            now)
        .serving();
  }

  private static Ruling goesBack(
      Deployment deployment,
      Abort abort,
      Memory memory,
      List<ResourceChange> resources,
      Progress seen,
      Instant now) {
    String reason =
        abort.sentence()
            + " The release serves already: SageMaker had finished the update before it could be"
            + " stopped. A deployment of the release before it follows.";
    Progress progress =
        seen.in(DeploymentState.FINISHING, StepName.COMPENSATE, now)
            .because(abort.cause().code(), reason);
    return Ruling.atOnce(
            deployment.next(progress, memory.inNewStep(now)),
            "deployment.too-late-to-abort",
            reason)
        .recording(resources);
  }

  /** The deployment that takes it back begins where this one ends. */
  static Ruling compensated(Deployment deployment, Progress seen, Instant now) {
    return Ruling.atRest(
        deployment.next(
            seen.in(DeploymentState.CANCELED, StepName.COMPENSATE, now), deployment.memory()),
        "deployment.canceled",
        deployment.progress().why());
  }
}
