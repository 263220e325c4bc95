package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides how an attempt is taken back: whether it may be, to which terminal state, and what
 * follows from a step that is undone. Pure, as {@link Rules}, which asks here.
 */
final class Undoing {

  private Undoing() {}

  /**
   * The terminal state of an attempt that is taken back: CANCELED when a person or a later
   * promotion called it off, FAILED when it was found to be bad.
   */
  static DeploymentState verdict(@Nullable Abort abort) {
    if (abort == null) return DeploymentState.CANCELED;
    return switch (abort.cause()) {
      case PERSON, SUPERSEDED -> DeploymentState.CANCELED;
      case JUDGE, NO_EVIDENCE, SMOKE_TEST, ALARM -> DeploymentState.FAILED;
    };
  }

  /** Whether an attempt that cannot go on from this step has left the serving release as it was. */
  static boolean touchesNothingLive(Deployment deployment) {
    if (deployment.undoing()) return false;
    return switch (deployment.step()) {
      case PREFLIGHT,
          ARTIFACT,
          EXECUTION_ROLE,
          MODEL,
          ENDPOINT_CONFIG,
          ALARMS,
          AUTOSCALING_BEFORE,
          ENDPOINT,
          OWNERSHIP ->
          true;
      case AWAIT -> deployment.previousReleaseId() == null || deployment.swap() != null;
      case SWITCH -> deployment.swap() != null && !deployment.swap().switched();
      case BAKE, AUTOSCALING, MARK, FINISH, COMPENSATE, ANOTHER_TYPE, TEARDOWN -> false;
    };
  }

  static Ruling stepUndone(Deployment deployment, Outcome.Done done, Progress seen, Instant now) {
    List<StepName> steps = deployment.steps();
    int index = steps.indexOf(deployment.step());
    boolean another = index == 0 && seeksCapacity(deployment);
    if (index <= 0 && !another) {
      return ended(deployment, done.memory(), seen, done.resources(), now);
    }
    StepName next = another ? StepName.ANOTHER_TYPE : steps.get(index - 1);
    return Ruling.atOnce(
            deployment.next(
                seen.in(deployment.runningState(), next, now), done.memory().inNewStep(now)),
            done.resources().isEmpty() ? null : "step.undone",
            done.note())
        .recording(done.resources());
  }

  /**
   * Whether another instance type is tried once the attempt is taken back. Not when somebody has
   * called it off.
   */
  static boolean seeksCapacity(Deployment deployment) {
    return deployment.undoing()
        && mayTryAnotherType(deployment)
        && Shortage.CODE.equals(deployment.progress().reasonCode());
  }

  /**
   * Whether the way back may lead to another instance type, as far as is known. While SageMaker
   * goes back it may not have said yet that it found no capacity.
   */
  static boolean maySeekCapacity(Deployment deployment) {
    if (deployment.undoing()) return seeksCapacity(deployment);
    return deployment.state() == DeploymentState.ROLLING_BACK
        && mayTryAnotherType(deployment)
        && TruthCheck.byAws(deployment.progress());
  }

  private static boolean mayTryAnotherType(Deployment deployment) {
    Shortage shortage = deployment.memory().shortage();
    return shortage != null && shortage.more() && deployment.abort() == null;
  }

  /**
   * The ruling that ends the attempt: in the terminal state that memory names, for the reason that
   * was given when undoing began.
   */
  static Ruling ended(
      Deployment deployment,
      Memory memory,
      Progress seen,
      List<ResourceChange> resources,
      Instant now) {
    DeploymentState verdict = Objects.requireNonNull(deployment.memory().undoingTo());
    return Ruling.atRest(
            deployment.next(seen.in(verdict, null, now), memory),
            event(verdict),
            deployment.progress().why())
        .recording(resources);
  }

  static Ruling goingBack(
      Deployment deployment, Outcome.GoingBack back, Progress seen, Instant now) {
    boolean first = deployment.state() != DeploymentState.ROLLING_BACK;
    Progress progress =
        seen.in(DeploymentState.ROLLING_BACK, deployment.step(), now)
            .waiting("SageMaker to move all traffic back");
    return Ruling.atOnce(
            deployment.next(
                first ? progress.because(back.code(), back.reason()) : progress,
                deployment.memory().with(deployment.memory().pace().answered())),
            first ? "deployment.rolling-back" : null,
            back.reason())
        .after(back.pause());
  }

  static Ruling begin(
      Deployment deployment,
      DeploymentState verdict,
      Progress progress,
      String event,
      String reason,
      Instant now) {
    Swap swap = deployment.swap();
    boolean back = swap != null && swap.switched();
    return Ruling.atOnce(
        deployment.next(
            back ? progress.switchedBack() : progress, deployment.memory().undoing(verdict, now)),
        event,
        reason);
  }

  private static String event(DeploymentState verdict) {
    if (verdict == DeploymentState.ROLLED_BACK) return "deployment.rolled-back";
    return verdict == DeploymentState.CANCELED ? "deployment.canceled" : "deployment.failed";
  }
}
