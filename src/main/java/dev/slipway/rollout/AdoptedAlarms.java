package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.LiveAlarm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The paging alarms that were there before Slipway; those that were claimed are on record. */
final class AdoptedAlarms {

  private AdoptedAlarms() {}

  /**
   * Whether one that is not Slipway's stays as it is: one that something else uses too was left to
   * its owner by the claim, and one that was claimed and has lost its mark holds up no way back.
   */
  static boolean stay(StepContext context, String alarm) {
    return named(context, alarm)
        && (context.back() || !context.recorded(ResourceKind.ALARM, alarm));
  }

  /**
   * Whether one was left to its owner by the claim. One that had gone and was put by this very
   * deployment is Slipway's, also where that ended before its record.
   */
  static boolean areLeft(StepContext context, String alarm, @Nullable LiveAlarm present) {
    return named(context, alarm)
        && !context.recorded(ResourceKind.ALARM, alarm)
        && (present == null
            || !context.owns(
                ResourceKind.ALARM, alarm, context.cloud().alarms().tags(present.arn())));
  }

  private static boolean named(StepContext context, String alarm) {
    List<AlarmSpec> adopted = context.spec().alarms().adopted();
    return adopted != null && adopted.stream().anyMatch(it -> it.name().equals(alarm));
  }
}
