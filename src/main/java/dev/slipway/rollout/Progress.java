package dev.slipway.rollout;

import dev.slipway.web.ProblemPages;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a deployment has come, as people are shown it.
 *
 * @param waitingFor a sentence, while it waits
 * @param reasonCode a stable code, once it does not go as hoped
 * @param reason the sentence with the numbers
 * @param awsStatus SageMaker's status as last seen
 * @param since when it entered its state
 */
public record Progress(
    DeploymentState state,
    @Nullable StepName step,
    @Nullable String waitingFor,
    @Nullable String reasonCode,
    @Nullable String reason,
    @Nullable String awsStatus,
    List<Fleet> fleets,
    Instant since,
    @Nullable Instant finishedAt) {

  /** Where the page is that explains the code; empty where there is none. */
  Optional<String> reasonPage() {
    return Optional.ofNullable(reasonCode).flatMap(ProblemPages::address);
  }

  static Progress queued(Instant now) {
    return new Progress(DeploymentState.QUEUED, null, null, null, null, null, List.of(), now, null);
  }

  /** This progress in another state and step, no longer waiting. */
  Progress in(DeploymentState next, @Nullable StepName nextStep, Instant now) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException("a deployment that is " + state + " cannot become " + next);
    }
    return new Progress(
        next,
        nextStep,
        null,
        reasonCode,
        reason,
        awsStatus,
        fleets,
        next == state ? since : now,
        next.terminal() ? now : null);
  }

  /**
   * This progress out of NEEDS_ATTENTION, where it stood before. Why it needed attention is
   * forgotten.
   */
  Progress resumed(DeploymentState state, StepName where, boolean undoing, Instant now) {
    Progress on = in(state, where, now);
    return undoing
        ? on
        : new Progress(on.state, on.step, null, null, null, awsStatus, fleets, on.since, null);
  }

  Progress waiting(@Nullable String onWhat) {
    return new Progress(
        state, step, onWhat, reasonCode, reason, awsStatus, fleets, since, finishedAt);
  }

  Progress because(String code, String sentence) {
    return new Progress(
        state, step, waitingFor, code, sentence, awsStatus, fleets, since, finishedAt);
  }

  /**
   * Why it goes back, or why its release is to be undone. An earlier Slipway forgot the reason when
   * a person let the deployment go on.
   */
  String why() {
    return reason == null ? "Why it goes back is not on record." : reason;
  }

  Progress seeing(@Nullable Sight sight) {
    return sight == null
        ? this
        : new Progress(
            state,
            step,
            waitingFor,
            reasonCode,
            reason,
            sight.awsStatus(),
            sight.fleets(),
            since,
            finishedAt);
  }

  /** The same once predictions go to the endpoint again that was to be replaced. */
  Progress switchedBack() {
    return new Progress(
        state,
        step,
        waitingFor,
        reasonCode,
        reason,
        awsStatus,
        Fleets.switchedBack(fleets),
        since,
        finishedAt);
  }
}
