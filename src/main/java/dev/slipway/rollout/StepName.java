package dev.slipway.rollout;

/**
 * The steps' names. They are stored, so that a later release of Slipway finishes what an earlier
 * one began: never rename one, never reuse a retired one.
 */
public enum StepName {
  /** Everything that can be checked without changing anything. */
  PREFLIGHT(DeploymentState.PREPARING, 5),
  /** The artifacts in the environment's own bucket, where promotions copy them there. */
  ARTIFACT(DeploymentState.PREPARING, 3),
  /** The role that the containers run with. */
  EXECUTION_ROLE(DeploymentState.PREPARING, 3),
  /** The SageMaker Model. */
  MODEL(DeploymentState.PREPARING, 2),
  /** The endpoint configuration of this attempt. */
  ENDPOINT_CONFIG(DeploymentState.PREPARING, 3),
  /** Paging alarms, and the rollback alarms of this attempt. */
  ALARMS(DeploymentState.PREPARING, 2),
  /**
   * Autoscaling taken off, where SageMaker would refuse the update because of it; or a fleet
   * enlarged that is smaller than its recent peak needs.
   */
  AUTOSCALING_BEFORE(DeploymentState.PREPARING, 3),
  /** The endpoint itself: created or updated. */
  ENDPOINT(DeploymentState.UPDATING, 4),
  /** Waiting until SageMaker is done and it is known what it did. */
  AWAIT(DeploymentState.UPDATING, 2),
  /** Predictions go to the SageMaker endpoint that takes the serving one's place. */
  SWITCH(DeploymentState.UPDATING, 2),
  /** The bake that SageMaker does not do itself. */
  BAKE(DeploymentState.UPDATING, 2),
  /** Scalable target, policies and scheduled actions. */
  AUTOSCALING(DeploymentState.FINISHING, 3),
  /** The tags of the endpoint itself. */
  MARK(DeploymentState.FINISHING, 3),
  /** What retention no longer keeps is collected. */
  FINISH(DeploymentState.FINISHING, 2),
  /** Slipway's mark on an endpoint that was made elsewhere, and on what it runs on. */
  OWNERSHIP(DeploymentState.PREPARING, 3),
  /**
   * The release serves and was to be undone: a deployment of the release before it is begun. No
   * kind of deployment lists this step.
   */
  COMPENSATE(DeploymentState.FINISHING, 3),
  /**
   * AWS had no capacity and the attempt is taken back: a deployment on the next instance type is
   * begun. No kind of deployment lists this step.
   */
  ANOTHER_TYPE(DeploymentState.UPDATING, 3),
  /** Everything Slipway made for the endpoint, taken away in AWS's order. */
  TEARDOWN(DeploymentState.UPDATING, 4);

  private final DeploymentState state;
  private final int usualCalls;

  StepName(DeploymentState state, int usualCalls) {
    this.state = state;
    this.usualCalls = usualCalls;
  }

  /** The state of a deployment that is in this step. */
  DeploymentState state() {
    return state;
  }

  /**
   * How many AWS calls a tick of the step makes when all goes well (docs/aws-calls.md). The rate
   * limits count on that number until they have seen such ticks.
   */
  int usualCalls() {
    return usualCalls;
  }
}
