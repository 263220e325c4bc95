package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.endpoint.ReleaseSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paging alarms of an endpoint that were there before Slipway. Alarms that were claimed are on
 * record.
 */
final class AdoptedAlarms {

  private AdoptedAlarms() {}

  /**
   * Whether an alarm that does not carry Slipway's mark stays as it is. That holds for an alarm
   * that the claim left to its owner, since something else uses it too. On a way back it also holds
   * for an alarm that was claimed and has lost its mark, since that must not hold up the way back.
   */
  static boolean stay(StepContext context, String alarm) {
    return named(context, alarm)
        && (context.back() || !context.recorded(ResourceKind.ALARM, alarm));
  }

  /**
   * Whether the claim left an alarm to its owner, or a way back passed over it. An alarm that was
   * gone and that this very deployment put is Slipway's, even where the process ended before that
   * was on record.
   */
  static boolean areLeft(StepContext context, String alarm, @Nullable LiveAlarm present) {
    boolean left = named(context, alarm) || (context.back() && present != null);
    return left
        && !context.recorded(ResourceKind.ALARM, alarm)
        && (present == null
            || !context.owns(
                ResourceKind.ALARM, alarm, context.cloud().alarms().tags(present.arn())));
  }

  /** The same in a plan; {@code recorded} is whether it is on record as Slipway's. */
  static boolean areLeft(ReleaseSpec wanted, String alarm, boolean recorded) {
    return named(wanted, alarm) && !recorded;
  }

  static boolean named(StepContext context, String alarm) {
    return named(context.spec(), alarm);
  }

  static boolean named(ReleaseSpec spec, String alarm) {
    List<AlarmSpec> adopted = spec.alarms().adopted();
    return adopted != null && adopted.stream().anyMatch(it -> it.name().equals(alarm));
  }
}
