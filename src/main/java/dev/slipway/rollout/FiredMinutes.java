package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.endpoint.AlarmSet;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.FiringRule;
import dev.slipway.judge.BothFleets;
import dev.slipway.judge.Evidence;
import dev.slipway.judge.Evidence.Minute;
import dev.slipway.judge.Look;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What both fleets did in the minutes for which an alarm of the new one fired. Of an error alarm by
 * metric math CloudWatch's own sentence has only what the expression came to, 1 or 0; of no alarm
 * has it what the old fleet did. The metrics' configuration is gone after the rollback.
 */
final class FiredMinutes {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private FiredMinutes() {}

  /**
   * Sentences to follow CloudWatch's: the minutes for which the alarm fired, and what the old fleet
   * did in them; empty for an alarm that watches no fleet. One call, which may fail: nothing waits
   * for it.
   *
   * @param at when the alarm fired
   */
  static String told(StepContext context, LiveAlarm alarm, Instant at) {
    Optional<FiringRule> rule = FiringRule.of(alarm.spec());
    return rule.isEmpty() ? "" : told(context, rule.get(), at);
  }

  private static String told(StepContext context, FiringRule rule, Instant at) {
    Instant from =
        at.minus(Duration.ofMinutes(rule.alarm().evaluationPeriods()))
            .minus(Look.METRIC_DELAY)
            .truncatedTo(ChronoUnit.MINUTES);
    String before = before(context);
    String after = Objects.requireNonNull(context.made().endpointConfigName());
    Evidence evidence;
    try {
      evidence =
          FleetEvidence.read(
              context.cloud().metrics(),
              side(context.onTheOld().endpoint(), before == null ? after : before),
              side(context.endpoint(), after),
              from,
              at);
    } catch (CloudFailure failure) {
      return failure.asked()
          ? " What the fleets did in these minutes, CloudWatch did not tell: "
              + failure.aws().code()
              + ", "
              + failure.text()
          : " What the fleets did in these minutes, CloudWatch was not asked: " + failure.text();
    }
    List<Minute> fired = evidence.after().stream().filter(rule::fires).toList();
    String told =
        switch (rule.watched()) {
          case ERROR_RATE -> numbers(rule.alarm(), fired);
          // CloudWatch's sentence has the values.
          case ERRORS, LATENCY -> "";
        };
    return fired.isEmpty() || before == null ? told : told + compared(context, rule, evidence);
  }

  /** The configuration of the fleet that served before; null where none is on record. */
  private static @Nullable String before(StepContext context) {
    if (context.swap() != null) return context.swap().fromConfig();
    Memory.Before before = context.memory().before();
    return before == null ? null : before.endpointConfigName();
  }

  private static FleetEvidence.Side side(Endpoint endpoint, String config) {
    return new FleetEvidence.Side(endpoint.physicalName(), endpoint.variant(), config);
  }

  private static String numbers(AlarmSpec alarm, List<Minute> fired) {
    String rule =
        String.format(
            Locale.ROOT,
            "at least %d and more than %.0f %% in %d of %d minutes",
            AlarmSet.LEAST_ERRORS,
            100 * AlarmSet.LEAST_RATE,
            alarm.datapointsToAlarm(),
            alarm.evaluationPeriods());
    return fired.isEmpty()
        ? " CloudWatch shows no minute with as many errors as it fires for: " + rule + "."
        : " Errors of requests by the minute (UTC): "
            + fired.stream().map(FiredMinutes::errors).collect(Collectors.joining(", "))
            + "; it fires for "
            + rule
            + ".";
  }

  private static String errors(Minute minute) {
    return String.format(
        Locale.ROOT,
        "%d of %d at %s (%.1f %%)",
        minute.serverErrors(),
        minute.invocations(),
        MINUTE.format(minute.at()),
        100.0 * minute.serverErrors() / minute.invocations());
  }

  /**
   * What the old fleet did. Where it did as badly, the release is quarantined all the same
   * (decision 18), which a person is told.
   */
  private static String compared(StepContext context, FiringRule rule, Evidence evidence) {
    int needed = rule.alarm().datapointsToAlarm();
    BothFleets both =
        switch (rule.watched()) {
          case ERROR_RATE, ERRORS -> BothFleets.errors(evidence, rule::fires, needed);
          case LATENCY -> BothFleets.latency(evidence, rule::fires, needed);
        };
    return " "
        + both.sentence()
        + (both.alike() && Blame.bringsAnother(context.deployment())
            ? " The release is quarantined all the same, since it may burden what both use: lift"
                + " that once the cause is known to be elsewhere."
            : "");
  }
}
