package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import java.time.Instant;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Who in the simulator follows alarms: endpoints that bake, and policies that scale. */
public interface AlarmListener {

  /** An alarm went into another state. */
  default void changed(Scope scope, String alarmName, StateValue state, Instant now) {}

  /**
   * An alarm triggers an Auto Scaling action. Unlike other actions it is repeated every minute for
   * as long as the state lasts.
   */
  default void scaling(Scope scope, String alarmName, String policyArn, Instant now) {}
}
