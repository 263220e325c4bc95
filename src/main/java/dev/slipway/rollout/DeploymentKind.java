package dev.slipway.rollout;

import java.util.List;

/** What a deployment is for. */
public enum DeploymentKind {
  /** A version brought to an environment. */
  PROMOTE,
  /** Back to an earlier release: no canary, no alarm that could undo it. */
  ROLL_BACK,
  /** An endpoint that was made elsewhere put under Slipway's mark. */
  ADOPT,
  /** The endpoint taken away. */
  RETIRE;

  private static final List<StepName> BRING =
      List.of(
          StepName.PREFLIGHT,
          StepName.EXECUTION_ROLE,
          StepName.MODEL,
          StepName.ENDPOINT_CONFIG,
          StepName.ALARMS,
          StepName.AUTOSCALING_BEFORE,
          StepName.ENDPOINT,
          StepName.AWAIT,
          StepName.BAKE,
          StepName.AUTOSCALING,
          StepName.MARK,
          StepName.FINISH);

  /**
   * The steps of a promotion or rollback where another SageMaker endpoint takes the serving one's
   * place. The new endpoint is made and proven beside the serving one, predictions are switched to
   * it, and it is scaled before it bakes.
   */
  static final List<StepName> SWAP =
      List.of(
          StepName.PREFLIGHT,
          StepName.EXECUTION_ROLE,
          StepName.MODEL,
          StepName.ENDPOINT_CONFIG,
          StepName.ALARMS,
          StepName.ENDPOINT,
          StepName.AWAIT,
          StepName.SWITCH,
          StepName.AUTOSCALING,
          StepName.BAKE,
          StepName.MARK,
          StepName.FINISH);

  /** The steps it takes, in order. */
  List<StepName> steps() {
    return switch (this) {
      case PROMOTE, ROLL_BACK -> BRING;
      case ADOPT -> List.of(StepName.OWNERSHIP);
      case RETIRE -> List.of(StepName.TEARDOWN);
    };
  }
}
