package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What follows once a swap is to be undone: a deployment by which one SageMaker endpoint takes
 * another one's place. Pure, like {@link Aborting}. After the switch the bake switches predictions
 * back; it looks at the old endpoint first. Before the switch the new endpoint is taken away.
 */
final class AbortingSwap {

  private AbortingSwap() {}

  /** Whether a step is undone in another way than in an update. */
  static boolean concerns(StepName step) {
    return switch (step) {
      case AWAIT, SWITCH, AUTOSCALING, BAKE -> true;
      case PREFLIGHT,
          ARTIFACT,
          EXECUTION_ROLE,
          MODEL,
          ENDPOINT_CONFIG,
          ALARMS,
          AUTOSCALING_BEFORE,
          ENDPOINT,
          MARK,
          FINISH,
          OWNERSHIP,
          COMPENSATE,
          ANOTHER_TYPE,
          TEARDOWN ->
          false;
    };
  }

  /** The ruling; empty when the usual rules hold. */
  static Optional<Ruling> rule(
      Deployment deployment, Swap swap, Outcome outcome, Progress seen, Instant now) {
    StepName step = deployment.step();
    StepName next = step == StepName.AWAIT ? step : swap.switched() ? StepName.BAKE : step;
    return switch (outcome) {
      // The decision came while the step looked, so the next look knows of it.
      case Outcome.Done done -> Optional.of(look(deployment, next, done.resources(), seen, now));
      case Outcome.Changed changed ->
          step == StepName.AWAIT
              ? Optional.empty()
              : Optional.of(look(deployment, next, changed.resources(), seen, now));
      case Outcome.Waiting _ ->
          step == StepName.AWAIT
              ? Optional.empty()
              : Optional.of(look(deployment, next, List.of(), seen, now));
      case Outcome.Impossible _, Outcome.Stuck _ ->
          next == step
              ? Optional.empty()
              : Optional.of(look(deployment, next, List.of(), seen, now));
      case Outcome.Unanswered _,
          Outcome.HeldBack _,
          Outcome.CalledOff _,
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

  private static Ruling look(
      Deployment deployment,
      StepName step,
      List<ResourceChange> resources,
      Progress seen,
      Instant now) {
    return Ruling.lookAgain(
            deployment.next(seen.in(DeploymentState.UPDATING, step, now), deployment.memory()))
        .recording(resources);
  }
}
