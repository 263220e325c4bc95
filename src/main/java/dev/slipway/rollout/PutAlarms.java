package dev.slipway.rollout;

import dev.slipway.cloud.Alarms;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.LiveAlarm;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts alarms as they are wanted, one at a time, and leaves the alarms of others alone, and those
 * that cannot be written.
 */
final class PutAlarms {

  private PutAlarms() {}

  /** Puts the first alarm that is not as wanted; empty when all are. */
  static Optional<Outcome> next(
      StepContext context, List<AlarmSpec> wanted, Map<String, LiveAlarm> live) {
    Alarms alarms = context.cloud().alarms();
    for (AlarmSpec alarm : wanted) {
      Optional<Outcome> leaving = HeldAlarms.leaving(context, alarm.name());
      if (leaving.isPresent()) return leaving;
      LiveAlarm present = live.get(alarm.name());
      boolean madeHere = context.madeHere(ResourceKind.ALARM, alarm.name());
      if (present != null && asWanted(context, present, alarm)) continue;
      if (!alarm.writable()) continue;
      if (present != null && madeHere) {
        return Optional.of(
            new Outcome.Impossible(
                "alarm-differs",
                "CloudWatch keeps the alarm "
                    + alarm.name()
                    + " other than it was put: "
                    + present.spec()
                    + " instead of "
                    + alarm
                    + "."));
      }
      if (present != null
          && !context.owns(ResourceKind.ALARM, alarm.name(), alarms.tags(present.arn()))) {
        if (stays(context, alarm)) continue;
        return Optional.of(context.stranger("alarm", alarm.name()));
      }
      if (RollbackAlarms.abort(context).filter(alarm::equals).isPresent()) Lever.rest(context);
      alarms.put(alarm);
      return Optional.of(
          new Outcome.Changed(
              (present == null ? "Made" : "Changed")
                  + " the alarm "
                  + alarm.name()
                  + (madeHere ? " again: it was gone." : "."),
              context.memory(),
              ResourceChange.made(ResourceKind.ALARM, alarm.name())));
    }
    return Optional.empty();
  }

  /**
   * Whether one that is not Slipway's is passed over. None that tells people holds up a way back;
   * what stops that has to be Slipway's own.
   */
  private static boolean stays(StepContext context, AlarmSpec alarm) {
    return AdoptedAlarms.stay(context, alarm.name())
        || (context.back() && RollbackAlarms.abort(context).filter(alarm::equals).isEmpty());
  }

  /**
   * Whether an alarm is as wanted. An alarm that this deployment put is so even if somebody has
   * switched its actions off since.
   */
  static boolean asWanted(StepContext context, LiveAlarm present, AlarmSpec alarm) {
    return same(present.spec(), alarm)
        && (present.acting() || context.madeHere(ResourceKind.ALARM, alarm.name()));
  }

  /**
   * Whether two alarms are equal in all that CloudWatch tells. With an alarm it does not tell the
   * tags.
   */
  static boolean same(AlarmSpec live, AlarmSpec wanted) {
    return live.metrics().equals(wanted.metrics())
        && Objects.equals(live.expression(), wanted.expression())
        && live.comparison() == wanted.comparison()
        && live.threshold() == wanted.threshold()
        && live.periodSeconds() == wanted.periodSeconds()
        && live.evaluationPeriods() == wanted.evaluationPeriods()
        && live.datapointsToAlarm() == wanted.datapointsToAlarm()
        && live.missingData() == wanted.missingData()
        && live.actions().equals(wanted.actions());
  }
}
