package dev.slipway.rollout;

import dev.slipway.cloud.Alarms;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.Alarms.Firing;
import dev.slipway.cloud.Alarms.LiveAlarm;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rollback alarms of a bake of Slipway's own. One that fires and is quiet again before the next
 * look has fired all the same. An alarm tells when its state changed last, so its history is asked
 * for only where there is something to learn.
 */
final class FiredAlarms {

  private FiredAlarms() {}

  /** A sentence on the first alarm that fires now or has fired since; empty when none has. */
  static Optional<String> since(StepContext context, Instant since) {
    List<String> names = AlarmsStep.rollbackAlarms(context).stream().map(AlarmSpec::name).toList();
    if (names.isEmpty()) return Optional.empty();
    Alarms alarms = context.cloud().alarms();
    Collection<LiveAlarm> live = alarms.find(names).values();
    return live.stream()
        .filter(alarm -> alarm.state() == AlarmState.ALARM)
        .map(TruthCheck::fired)
        .findFirst()
        .or(() ->
            live.stream()
                .filter(alarm -> changed(alarm, since))
                .flatMap(alarm ->
                    alarms.firings(alarm.name(), since).stream().map(it -> past(alarm, it)))
                .findFirst());
  }

  private static boolean changed(LiveAlarm alarm, Instant since) {
    return alarm.stateSince() == null || !alarm.stateSince().isBefore(since);
  }

  private static String past(LiveAlarm alarm, Firing firing) {
    return "The alarm "
        + alarm.name()
        + " fired at "
        + firing.at()
        + " and is "
        + alarm.state()
        + " now: "
        + (firing.reason() == null ? "CloudWatch's history gives no reason." : firing.reason());
  }
}
