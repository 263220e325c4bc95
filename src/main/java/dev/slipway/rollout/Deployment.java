package dev.slipway.rollout;

import dev.slipway.endpoint.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring an endpoint to a release. It is a value: every change makes the next value,
 * and storing that is refused when another process stored one in between.
 *
 * @param releaseId the release to be reached; null when retiring
 * @param previousReleaseId the release that served when the deployment was asked for
 * @param attempt counts per endpoint, from 1
 * @param tick the number of the tick that may act next; any other tick does nothing
 * @param abort the decision to undo the deployment; null when there is none
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

  /** The plan, which says what the deployment was announced to do. */
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

  /**
   * The state of the deployment while it takes a step. A swap stays UPDATING until its bake, since
   * it can be taken back until then.
   */
  DeploymentState stateIn(StepName step) {
    return swap() != null && step == StepName.AUTOSCALING ? DeploymentState.UPDATING : step.state();
  }

  /**
   * The state of the deployment while it works. Forward it is the step's own state; on the way back
   * it stays as it is.
   */
  DeploymentState runningState() {
    if (!goesBack()) return stateIn(step());
    DeploymentState verdict = memory.undoingTo();
    return verdict == DeploymentState.FAILED || verdict == DeploymentState.CANCELED
        ? state()
        : DeploymentState.ROLLING_BACK;
  }

  /**
   * The deployment in NEEDS_ATTENTION. If it goes back, the reason for that is remembered, since
   * the reason shown is why it needs attention.
   */
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
   * The deployment out of NEEDS_ATTENTION, where it stood before. If it went back it goes on going
   * back, for the reason that it had. It is not ROLLING_BACK where it is taken back before anything
   * live was changed, nor where its release serves and it only plans the way back.
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

  /** Whether the deployment is being taken back, by its own steps or by SageMaker. */
  boolean goesBack() {
    return undoing() || state() == DeploymentState.ROLLING_BACK;
  }

  /**
   * Whether it will not reach its release, because somebody or something called it off or because
   * it cannot.
   */
  boolean calledOff() {
    return abort != null || goesBack();
  }

  /** Whether its release serves and was to be undone, so that another deployment will do that. */
  private boolean plansTheWayBack() {
    return step() == StepName.COMPENSATE;
  }

  /**
   * Whether nothing can stop what SageMaker has begun. A way back has no bake, and SageMaker
   * watches the abort alarm in bakes only.
   */
  boolean unstoppable() {
    return kind == DeploymentKind.ROLL_BACK || plan().unstoppable();
  }

  boolean undoing() {
    return memory.undoingTo() != null;
  }

  /** This deployment without its bookings, for a tick that holds them itself. */
  Deployment withoutBookings() {
    return with(progress, memory.withBookings(null), tick);
  }

  /** This deployment without what history has not taken yet, for a tick whose event tells it. */
  Deployment withoutUntold() {
    return with(progress, memory.with(memory.pace().with((Untold) null)), tick);
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

  /** This deployment with a decision to undo it. The first decision counts. */
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
