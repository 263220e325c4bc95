package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What AWS's rate limit of PutMetricAlarm, the lowest of all, means for a plan: how long its calls
 * queue now, and how long they would in a burst of such plans.
 */
final class AlarmCalls {

  private static final int BURST = 100;

  /** A wait that is worth a warning. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private AlarmCalls() {}

  /**
   * The remark on a plan that puts alarms; empty for other plans.
   *
   * @param perSecond how many such calls AWS takes in an account and region
   * @param queued how long the calls queue that were asked for earlier
   */
  static Optional<Remark> remark(Plan plan, double perSecond, Supplier<Duration> queued) {
    long alarms =
        plan.calls().stream().filter(call -> call.operation().equals("PutMetricAlarm")).count();
    if (alarms == 0) return Optional.empty();
    Duration ahead = queued.get();
    return Optional.of(
        new Remark(
            ahead.compareTo(LONG) > 0 ? Severity.WARNING : Severity.NOTE,
            "alarm-calls-queue",
            "This puts "
                + alarms
                + (alarms == 1 ? " alarm" : " alarms")
                + ", and AWS takes "
                + (perSecond == Math.rint(perSecond)
                    ? String.valueOf((long) perSecond)
                    : String.valueOf(perSecond))
                + " PutMetricAlarm calls a second in an account and region. "
                + (ahead.isZero()
                    ? "Nothing queues for them now"
                    : "What was asked for earlier queues for " + said(ahead))
                + "; "
                + BURST
                + " such deployments at once would queue for "
                + said(Duration.ofMillis(Math.round(1000 * BURST * alarms / perSecond)))
                + ".",
            null));
  }

  private static String said(Duration wait) {
    long seconds = wait.plusMillis(999).toSeconds();
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
