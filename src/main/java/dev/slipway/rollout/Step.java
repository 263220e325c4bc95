package dev.slipway.rollout;

/**
 * One step of a deployment. Both verbs look first and act at most once: a step may be repeated at
 * any point, by a process that knows nothing but the record, and must then find what was done.
 */
interface Step {

  StepName name();

  /** Goes forward. */
  Outcome advance(StepContext context);

  /**
   * Takes back what this attempt made in this step, as far as nothing live uses it. {@code Done}
   * when nothing of it is left to take back.
   */
  default Outcome undo(StepContext context) {
    return new Outcome.Done("Nothing to take back.", context.memory());
  }
}
