package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Metrics.Point;
import dev.slipway.endpoint.AlarmSet;
import dev.slipway.judge.Look;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The numbers for which an error alarm by metric math fired. CloudWatch's own sentence has only
 * what the expression came to, 1 or 0, and the metrics' configuration is gone after the rollback.
 */
final class FiredMinutes {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private FiredMinutes() {}

  /**
   * A sentence with errors, requests and rate of the minutes for which the alarm fired, to follow
   * CloudWatch's; empty for other alarms. One call, which may fail: nothing waits for it.
   *
   * @param at when the alarm fired
   */
  static String told(StepContext context, LiveAlarm alarm, Instant at) {
    if (!AlarmSet.isByRate(alarm.spec())) return "";
    Instant from =
        at.minus(Duration.ofMinutes(alarm.spec().evaluationPeriods()))
            .minus(Look.METRIC_DELAY)
            .truncatedTo(ChronoUnit.MINUTES);
    try {
      List<MetricQuery> metrics = alarm.spec().metrics();
      return told(alarm, context.cloud().metrics().read(metrics, from, at));
    } catch (CloudFailure failure) {
      return failure.asked()
          ? " How many errors that were, CloudWatch did not tell: "
              + failure.aws().code()
              + ", "
              + failure.text()
          : " How many errors that were, CloudWatch was not asked: " + failure.text();
    }
  }

  private static String told(LiveAlarm alarm, Map<String, List<Point>> points) {
    List<String> minutes = new ArrayList<>();
    for (Point errors : points.getOrDefault(AlarmSet.ERRORS_ID, List.of())) {
      for (Point requests : points.getOrDefault(AlarmSet.REQUESTS_ID, List.of())) {
        if (!requests.at().equals(errors.at())
            || !AlarmSet.isByRate(errors.value(), requests.value())) {
          continue;
        }
        minutes.add(
            String.format(
                Locale.ROOT,
                "%.0f of %.0f at %s (%.1f %%)",
                errors.value(),
                requests.value(),
                MINUTE.format(errors.at()),
                100 * errors.value() / requests.value()));
      }
    }
    String rule =
        String.format(
            Locale.ROOT,
            "at least %d and more than %.0f %% in %d of %d minutes",
            AlarmSet.LEAST_ERRORS,
            100 * AlarmSet.LEAST_RATE,
            alarm.spec().datapointsToAlarm(),
            alarm.spec().evaluationPeriods());
    return minutes.isEmpty()
        ? " CloudWatch shows no minute with as many errors as it fires for: " + rule + "."
        : " Errors of requests by the minute (UTC): "
            + String.join(", ", minutes)
            + "; it fires for "
            + rule
            + ".";
  }
}
