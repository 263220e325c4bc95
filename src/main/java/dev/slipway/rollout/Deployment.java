package dev.slipway.rollout;

import dev.slipway.endpoint.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring an endpoint to a release. A value: what happens to it gives the next value,
 * and storing that is refused when somebody else stored one in between.
 *
 * @param releaseId the release to be reached; null when retiring
 * @param previousReleaseId what served when it was asked for
 * @param attempt counts per endpoint, from 1
 * @param tick the tick that may act next; any other does nothing
 * @param abort the decision to undo it; null when there is none
 * @param compensates the deployment that could not be stopped in time, and that this one takes
 *     back; null otherwise
 */
public record Deployment(
    UUID id,
    UUID endpointId,
    String endpoint,
    DeploymentKind kind,
    @Nullable UUID releaseId,
    @Nullable UUID previousReleaseId,
    int attempt,
    Progress progress,
    Memory memory,
    KeptPlan keptPlan,
    String requestedBy,
    String requestedReason,
    long tick,
    long version,
    Instant createdAt,
    @Nullable Abort abort,
    @Nullable UUID compensates) {

  /** What it was announced to do. */
  public Plan plan() {
    return keptPlan.read();
  }

  /** Its present state. */
  public DeploymentState state() {
    return progress.state();
  }

  /** The step it is in; the first one when it has not begun. */
  StepName step() {
    StepName step = progress.step();
    return step == null ? steps().getFirst() : step;
  }

  /** The steps it takes, in order. */
  List<StepName> steps() {
    List<StepName> steps = swap() == null ? kind.steps() : DeploymentKind.SWAP;
    if (memory.copying().isEmpty()) return steps;
    List<StepName> copying = new ArrayList<>(steps);
    copying.add(steps.indexOf(StepName.PREFLIGHT) + 1, StepName.ARTIFACT);
    return copying;
  }

  /** The SageMaker endpoint that takes the serving one's place; null where there is none. */
  @Nullable Swap swap() {
    return memory.swap();
  }

  /** The state it is in while it takes a step; a swap can be taken back until its bake is over. */
  DeploymentState stateIn(StepName step) {
    return swap() != null && step == StepName.AUTOSCALING ? DeploymentState.UPDATING : step.state();
  }

  /** The state while it works: going back it stays as it is, forward it is the step's own. */
  DeploymentState runningState() {
    if (!goesBack()) return stateIn(step());
    DeploymentState verdict = memory.undoingTo();
    return verdict == DeploymentState.FAILED || verdict == DeploymentState.CANCELED
        ? state()
        : DeploymentState.ROLLING_BACK;
  }

  /** Into NEEDS_ATTENTION. Why it goes back, if it does, is not told there but remembered. */
  Deployment stuck(String code, String sentence, Progress seen, Instant now) {
    String why = progress.reason();
    String whyCode = progress.reasonCode();
    return next(
        seen.in(DeploymentState.NEEDS_ATTENTION, step(), now).because(code, sentence),
        (goesBack() || plansTheWayBack()) && why != null && whyCode != null
            ? memory.with(memory.pace().goingBack(new Memory.Why(whyCode, why)))
            : memory);
  }

  /**
   * Out of NEEDS_ATTENTION, to where it stood: what went back goes on going back, for the reason it
   * had. What is taken back before anything live was changed does not roll back, nor does what
   * serves and only plans the way back.
   */
  Deployment resumed(Instant now) {
    Memory.Why why = memory.pace().wentBack();
    DeploymentState verdict = memory.undoingTo();
    boolean back =
        undoing() ? verdict == DeploymentState.ROLLED_BACK : why != null && !plansTheWayBack();
    DeploymentState stood = back ? DeploymentState.ROLLING_BACK : stateIn(step());
    Progress on = progress.resumed(stood, step(), undoing(), now);
    return next(why == null ? on : on.because(why.code(), why.reason()), memory.inNewStep(now));
  }

  /** Whether it is being taken back, by its own steps or by SageMaker. */
  boolean goesBack() {
    return undoing() || state() == DeploymentState.ROLLING_BACK;
  }

  /** Whether its release serves and was to be undone: another deployment will do that. */
  private boolean plansTheWayBack() {
    return step() == StepName.COMPENSATE;
  }

  boolean undoing() {
    return memory.undoingTo() != null;
  }

  /** The same for a tick that holds its bookings itself. */
  Deployment withoutBookings() {
    return with(progress, memory.withBookings(null), tick);
  }

  /** The next value, one tick on. */
  Deployment next(Progress nextProgress, Memory nextMemory) {
    return with(nextProgress, nextMemory, tick + 1);
  }

  private Deployment with(Progress nextProgress, Memory nextMemory, long nextTick) {
    return new Deployment(
        id,
        endpointId,
        endpoint,
        kind,
        releaseId,
        previousReleaseId,
        attempt,
        nextProgress,
        nextMemory,
        keptPlan,
        requestedBy,
        requestedReason,
        nextTick,
        version,
        createdAt,
        abort,
        compensates);
  }

  /** The same with a decision to undo it; the first one counts. */
  Deployment aborted(@Nullable Abort decision) {
    if (abort != null || decision == null) return this;
    return new Deployment(
        id,
        endpointId,
        endpoint,
        kind,
        releaseId,
        previousReleaseId,
        attempt,
        progress,
        memory,
        keptPlan,
        requestedBy,
        requestedReason,
        tick,
        version,
        createdAt,
        decision,
        compensates);
  }
}
