package dev.slipway.rollout;

import dev.slipway.endpoint.Quarantine.Cause;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides what the end of a deployment says about releases: whether it speaks against its own
 * release, or takes back what was said against the release that it was to leave. An end that AWS
 * caused (no capacity, a timeout) says nothing.
 */
final class Blame {

  /** The reason code of a rollback that was caused by an alarm. */
  static final String ALARM_FIRED = Abort.Cause.ALARM.code();

  private Blame() {}

  /** Why the release is to be quarantined; empty when it is not. */
  static Optional<Cause> of(Deployment ended) {
    boolean wasServed =
        switch (ended.state()) {
          case ROLLED_BACK -> true;
          case CANCELED -> ended.step() == StepName.COMPENSATE;
          // A first release that was taken away, since there was nothing to go back to.
          case FAILED -> ended.abort() != null && ended.abort().cause() == Abort.Cause.SMOKE_TEST;
          case QUEUED, PREPARING, UPDATING, FINISHING, SUCCEEDED, ROLLING_BACK, NEEDS_ATTENTION ->
              false;
        };
    if (!wasServed || !bringsAnother(ended) || TruthCheck.byAws(ended.progress())) {
      return Optional.empty();
    }
    // Whatever was decided once it went back, an alarm was what took it back.
    if (ALARM_FIRED.equals(ended.progress().reasonCode())) return Optional.of(Cause.ALARM);
    Abort abort = ended.abort();
    if (abort == null) return Optional.empty();
    return switch (abort.cause()) {
      case PERSON -> Optional.of(Cause.PERSON);
      case JUDGE -> Optional.of(Cause.JUDGE);
      // Too little evidence, or a later promotion, does not speak against the release.
      case NO_EVIDENCE, SUPERSEDED -> Optional.empty();
      case SMOKE_TEST -> Optional.of(Cause.SMOKE_TEST);
      case ALARM -> Optional.of(Cause.ALARM);
    };
  }

  /**
   * Whether a request for the way back speaks against the release of an update that goes back, or
   * went back, already. It does where nothing else has spoken against it, as far as the release
   * came to take traffic.
   */
  static boolean byARollbackOf(Deployment update) {
    Abort abort = update.abort();
    if (abort == null || !bringsAnother(update) || TruthCheck.byAws(update.progress())) {
      return false;
    }
    boolean unblamed =
        switch (abort.cause()) {
          case NO_EVIDENCE, SUPERSEDED -> true;
          case PERSON, JUDGE, SMOKE_TEST, ALARM -> false;
        };
    Swap swap = update.swap();
    return unblamed
        && switch (update.state()) {
          case UPDATING -> swap == null || swap.switched();
          case FINISHING, ROLLING_BACK, ROLLED_BACK -> true;
          case CANCELED -> update.step() == StepName.COMPENSATE;
          case QUEUED, PREPARING, SUCCEEDED, FAILED, NEEDS_ATTENTION -> false;
        };
  }

  /**
   * What was found to speak against the release of a deployment that needed attention, before a
   * person decided in its place. It stays said, whatever becomes of that decision.
   */
  record Found(Cause cause, String reason) {}

  /** See {@link Found}; empty where nothing was found, or only a person wanted it undone. */
  static Optional<Found> whenGivingWay(Deployment stuck) {
    if (!bringsAnother(stuck)) return Optional.empty();
    Memory.Why why = stuck.memory().pace().wentBack();
    if (why != null && why.code().equals(ALARM_FIRED)) {
      return Optional.of(new Found(Cause.ALARM, why.reason()));
    }
    Abort abort = stuck.abort();
    if (abort == null) return Optional.empty();
    return switch (abort.cause()) {
      case JUDGE -> Optional.of(new Found(Cause.JUDGE, abort.sentence()));
      case SMOKE_TEST -> Optional.of(new Found(Cause.SMOKE_TEST, abort.sentence()));
      case ALARM -> Optional.of(new Found(Cause.ALARM, abort.sentence()));
      case PERSON, NO_EVIDENCE, SUPERSEDED -> Optional.empty();
    };
  }

  /** Whether it is a promotion of another release than the one that served. */
  static boolean bringsAnother(Deployment deployment) {
    return deployment.kind() == DeploymentKind.PROMOTE
        && !Objects.equals(deployment.releaseId(), deployment.previousReleaseId());
  }

  /**
   * Whether a person has called a rollback off. The release that the rollback was to leave serves
   * on, and its quarantine ends.
   */
  static boolean takenBack(Deployment ended) {
    boolean calledOff =
        switch (ended.state()) {
          case CANCELED, ROLLED_BACK -> true;
          case QUEUED,
              PREPARING,
              UPDATING,
              FINISHING,
              SUCCEEDED,
              ROLLING_BACK,
              FAILED,
              NEEDS_ATTENTION ->
              false;
        };
    Abort abort = ended.abort();
    return calledOff
        && ended.kind() == DeploymentKind.ROLL_BACK
        && abort != null
        && abort.cause() == Abort.Cause.PERSON;
  }
}
