package dev.slipway.rollout;

import java.util.Set;

/** Where a deployment stands. The comment beside each state says what is then true. */
public enum DeploymentState {
  /** On record and due; AWS has not been touched. */
  QUEUED,
  /** What the update needs is being made; live traffic is untouched. */
  PREPARING,
  /** SageMaker has been asked to create or update the endpoint; both fleets may serve. */
  UPDATING,
  /** The release serves, proven by looking; autoscaling and tidying remain. */
  FINISHING,
  /** The release serves and everything around it is as the release says. Terminal. */
  SUCCEEDED,
  /** SageMaker is moving, or has moved, traffic back to the earlier release. */
  ROLLING_BACK,
  /** The earlier release serves, proven by looking; the new one does not. Terminal. */
  ROLLED_BACK,
  /**
   * Nothing live was changed, and what the attempt had made is gone, but for an endpoint that
   * SageMaker could not create: it stays to be looked at until the next deployment. Terminal.
   */
  FAILED,
  /**
   * It was called off. Before SageMaker began: everything is as before. Too late: its release
   * serves, and a deployment of its own takes it back. Terminal.
   */
  CANCELED,
  /** Slipway cannot tell or must not decide: a person is needed. Holds the endpoint's place. */
  NEEDS_ATTENTION;

  /** Whether nothing will ever change again. */
  public boolean terminal() {
    return switch (this) {
      case SUCCEEDED, ROLLED_BACK, FAILED, CANCELED -> true;
      case QUEUED, PREPARING, UPDATING, FINISHING, ROLLING_BACK, NEEDS_ATTENTION -> false;
    };
  }

  /** Whether the engine goes on by itself. */
  boolean runs() {
    return !terminal() && this != NEEDS_ATTENTION;
  }

  boolean mayBecome(DeploymentState next) {
    return next == this ? !terminal() : following().contains(next);
  }

  /** The states that may come next. In each but a terminal one a deployment may also stay. */
  private Set<DeploymentState> following() {
    return switch (this) {
      case QUEUED ->
          Set.of(PREPARING, UPDATING, SUCCEEDED, ROLLING_BACK, FAILED, CANCELED, NEEDS_ATTENTION);
      case PREPARING ->
          Set.of(UPDATING, FINISHING, SUCCEEDED, ROLLING_BACK, FAILED, CANCELED, NEEDS_ATTENTION);
      case UPDATING ->
          Set.of(
              FINISHING, SUCCEEDED, ROLLING_BACK, ROLLED_BACK, FAILED, CANCELED, NEEDS_ATTENTION);
      case FINISHING -> Set.of(SUCCEEDED, CANCELED, NEEDS_ATTENTION);
      // To FINISHING when the update was over before SageMaker acted on the alarm. To CANCELED for
      // what an earlier Slipway resumed in this state, though nothing live had been changed.
      case ROLLING_BACK -> Set.of(FINISHING, ROLLED_BACK, FAILED, CANCELED, NEEDS_ATTENTION);
      // Back to where it stood when a person says so.
      case NEEDS_ATTENTION -> Set.of(PREPARING, UPDATING, FINISHING, ROLLING_BACK, CANCELED);
      case SUCCEEDED, ROLLED_BACK, FAILED, CANCELED -> Set.of();
    };
  }
}
