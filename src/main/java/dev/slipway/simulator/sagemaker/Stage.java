package dev.slipway.simulator.sagemaker;

import java.time.Duration;
import java.util.Map;

/** A stage of an update under deployment guardrails. Counts are instances by variant. */
sealed interface Stage {

  /** Green instances are started; at its end so many of them exist. */
  record Provision(Map<String, Integer> green) implements Stage {}

  /** Traffic moves; at its end so many green instances take their part of it. */
  record Activate(Map<String, Integer> active, boolean full) implements Stage {}

  /**
   * The fleets serve side by side, or green alone, and the alarms are watched.
   *
   * @param last whether this is the final bake, TerminationWait
   */
  record Bake(Duration time, Map<String, Integer> active, boolean last) implements Stage {}

  /** Blue instances are drained and stopped; at its end so many remain. */
  record Terminate(Map<String, Integer> remaining) implements Stage {}
}
