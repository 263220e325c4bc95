package dev.slipway.endpoint;

import dev.slipway.cloud.CallClass;
import dev.slipway.cloud.CallPacing;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.time.Duration;
import java.util.Optional;

/**
 * What AWS's rate of PutMetricAlarm, the lowest of all, means for a plan: how long it queues now,
 * and how long a burst of its like would.
 */
final class AlarmCalls {

  private static final int BURST = 100;

  /** A wait that is worth a warning. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private AlarmCalls() {}

  static Optional<Remark> remark(Plan plan, CallPacing pacing, CloudLocation location) {
    long alarms =
        plan.calls().stream().filter(call -> call.operation().equals("PutMetricAlarm")).count();
    if (alarms == 0) return Optional.empty();
    double rate = pacing.perSecond(CallClass.PUT_METRIC_ALARM);
    Duration ahead = pacing.queue(location, CallClass.PUT_METRIC_ALARM);
    return Optional.of(
        new Remark(
            ahead.compareTo(LONG) > 0 ? Severity.WARNING : Severity.NOTE,
            "alarm-calls-queue",
            "This puts "
                + alarms
                + (alarms == 1 ? " alarm" : " alarms")
                + ", and AWS takes "
                + (rate == Math.rint(rate) ? String.valueOf((long) rate) : String.valueOf(rate))
                + " PutMetricAlarm calls a second in an account and region. "
                + (ahead.isZero()
                    ? "Nothing queues for them now"
                    : "What was asked for earlier queues for " + said(ahead))
                + "; "
                + BURST
                + " such deployments at once would queue for "
                + said(Duration.ofMillis(Math.round(1000 * BURST * alarms / rate)))
                + ".",
            null));
  }

  private static String said(Duration wait) {
    long seconds = wait.plusMillis(999).toSeconds();
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
