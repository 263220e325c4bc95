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
    boolean again = Objects.equals(ended.releaseId(), ended.previousReleaseId());
    if (!wasServed
        || again
        || TruthCheck.byAws(ended.progress())
        || ended.kind() != DeploymentKind.PROMOTE) {
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
