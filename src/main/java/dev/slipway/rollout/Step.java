package dev.slipway.rollout;

/**
 * One step of a deployment. Both of its methods look first and act at most once. A step may be
 * repeated at any point, by a process that knows only the record, and must then find out what was
 * done.
 */
interface Step {

  StepName name();

  /** Goes forward. */
  Outcome advance(StepContext context);

  /**
   * Takes back what this attempt made in this step, as far as nothing live uses it. Returns {@code
   * Done} when nothing is left to take back.
   */
  default Outcome undo(StepContext context) {
    return new Outcome.Done("Nothing to take back.", context.memory());
  }
}
