package dev.slipway.rollout;

/**
 * The steps' names. They are stored, so that a later release of Slipway finishes what an earlier
 * one began: never rename one, never reuse a retired one.
 */
public enum StepName {
  /** Everything that can be checked without changing anything. */
  PREFLIGHT(DeploymentState.PREPARING),
  /** The artifacts in the environment's own bucket, where promotions copy them there. */
  ARTIFACT(DeploymentState.PREPARING),
  /** The role that the containers run with. */
  EXECUTION_ROLE(DeploymentState.PREPARING),
  /** The SageMaker Model. */
  MODEL(DeploymentState.PREPARING),
  /** The endpoint configuration of this attempt. */
  ENDPOINT_CONFIG(DeploymentState.PREPARING),
  /** Paging alarms, and the rollback alarms of this attempt. */
  ALARMS(DeploymentState.PREPARING),
  /** Autoscaling taken off, where SageMaker would refuse the update because of it. */
  AUTOSCALING_BEFORE(DeploymentState.PREPARING),
  /** The endpoint itself: created or updated. */
  ENDPOINT(DeploymentState.UPDATING),
  /** Until SageMaker is done, and what it did is known. */
  AWAIT(DeploymentState.UPDATING),
  /** Predictions go to the SageMaker endpoint that takes the serving one's place. */
  SWITCH(DeploymentState.UPDATING),
  /** The bake that SageMaker does not do itself. */
  BAKE(DeploymentState.UPDATING),
  /** Scalable target, policies and scheduled actions. */
  AUTOSCALING(DeploymentState.FINISHING),
  /** The tags of the endpoint itself. */
  MARK(DeploymentState.FINISHING),
  /** What retention no longer keeps is collected. */
  FINISH(DeploymentState.FINISHING),
  /** Slipway's mark on an endpoint that was made elsewhere, and on what it runs on. */
  OWNERSHIP(DeploymentState.PREPARING),
  /**
   * The release serves and was to be undone: a deployment of the release before it is begun. In no
   * kind's own steps.
   */
  COMPENSATE(DeploymentState.FINISHING),
  /**
   * AWS had no capacity and the attempt is taken back: a deployment on the next instance type is
   * begun. In no kind's own steps.
   */
  ANOTHER_TYPE(DeploymentState.UPDATING),
  /** Everything Slipway made for the endpoint, taken away in AWS's order. */
  TEARDOWN(DeploymentState.UPDATING);

  private final DeploymentState state;

  StepName(DeploymentState state) {
    this.state = state;
  }

  /** The state of a deployment that is in this step. */
  DeploymentState state() {
    return state;
  }
}
