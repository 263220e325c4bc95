package dev.slipway.rollout;

import dev.slipway.cloud.Alarms;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.Alarms.Firing;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.CloudFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rollback alarms as one look of Slipway's own shows them. An alarm that fires and is quiet
 * again before the next look counts all the same. An alarm tells when its state last changed, so
 * its history is asked for only where the state has changed.
 */
final class WatchedAlarms {

  /** How long a new alarm is waited for. CloudWatch evaluates it within a minute or two. */
  private static final Duration EVALUATION = Duration.ofMinutes(5);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final StepContext context;
  private final List<AlarmSpec> wanted;
  private final Map<String, LiveAlarm> live;

  private WatchedAlarms(StepContext context, List<AlarmSpec> wanted, Map<String, LiveAlarm> live) {
    this.context = context;
    this.wanted = wanted;
    this.live = live;
  }

  /** Asks CloudWatch for the rollback alarms, where there are any. */
  static WatchedAlarms look(StepContext context) {
    List<AlarmSpec> wanted = RollbackAlarms.of(context);
    return new WatchedAlarms(
        context,
        wanted,
        wanted.isEmpty()
            ? Map.of()
            : context.cloud().alarms().find(wanted.stream().map(AlarmSpec::name).toList()));
  }

  /**
   * Asks CloudWatch for the rollback alarms that SageMaker watches; none where it has no
   * guardrails.
   */
  static WatchedAlarms bySageMaker(StepContext context) {
    return context.guarded() ? look(context) : new WatchedAlarms(context, List.of(), Map.of());
  }

  /** Those that fire now. */
  List<LiveAlarm> firing() {
    return live.values().stream().filter(alarm -> alarm.state() == AlarmState.ALARM).toList();
  }

  /** A sentence on the first alarm that fires now or has fired since; empty when none has. */
  Optional<String> firedSince(Instant since) {
    return firing().stream()
        .map(alarm -> fired(context, alarm))
        .findFirst()
        .or(() -> pastSince(since).map(past -> past.told(context)));
  }

  /** An alarm that does not fire now and has fired since; empty when none has. */
  Optional<Past> pastSince(Instant since) {
    Alarms alarms = context.cloud().alarms();
    return live.values().stream()
        .filter(alarm -> changed(alarm, since))
        .flatMap(alarm ->
            alarms.firings(alarm.name(), since).stream().map(firing -> new Past(alarm, firing)))
        .findFirst();
  }

  /**
   * What a look at alarms says where SageMaker watches them. Empty where Slipway may not read them
   * or their history: an update with guardrails does not need that.
   */
  static <T> Optional<T> ifReadable(Supplier<Optional<T>> look) {
    try {
      return look.get();
    } catch (CloudFailure failure) {
      if (failure.kind() == CloudFailure.Kind.DENIED) return Optional.empty();
      throw failure;
    }
  }

  /**
   * Puts back an alarm that somebody has deleted: without its alarm a fleet must not pass as quiet.
   * The minutes in between are not lost, as CloudWatch looks at them when it evaluates the new
   * alarm.
   */
  Optional<Outcome> putBack() {
    return PutAlarms.next(
        context, wanted.stream().filter(alarm -> !live.containsKey(alarm.name())).toList(), live);
  }

  /**
   * The name of an alarm that was put back and not evaluated yet; empty when all have been
   * evaluated.
   */
  Optional<String> unevaluated() {
    Instant lately = context.now().minus(EVALUATION);
    return live.values().stream()
        .filter(alarm -> alarm.state() == AlarmState.INSUFFICIENT_DATA)
        .filter(alarm -> alarm.stateSince() != null && alarm.stateSince().isAfter(lately))
        .map(LiveAlarm::name)
        .findFirst();
  }

  /**
   * What keeps an update from beginning: an alarm that fires already, one that somebody has
   * deleted, or one that was put back and not evaluated yet. What SageMaker makes of an alarm that
   * is in ALARM when an update begins is not documented, so none begins then.
   */
  Optional<Outcome> standAgainst() {
    return firing().stream()
        .findFirst()
        .<Outcome>map(WatchedAlarms::firesBefore)
        .or(this::putBack)
        .or(() ->
            unevaluated()
                .map(name ->
                    new Outcome.Waiting(
                        LOOK_AGAIN, "CloudWatch to evaluate the alarm " + name + " once", null)));
  }

  /** The end of an attempt whose rollback alarm fires before its update has begun. */
  static Outcome.Impossible firesBefore(LiveAlarm alarm) {
    return new Outcome.Impossible(
        "rollback-alarm-firing",
        "The rollback alarm "
            + alarm.name()
            + " is in ALARM already"
            + (alarm.stateSince() == null ? "" : ", since " + alarm.stateSince())
            + ", so no update begins: "
            + alarm.reason());
  }

  /**
   * A sentence on an alarm that fires now, with its numbers. Those are asked for once: the reason
   * of a deployment that goes back already is on record.
   */
  static String fired(StepContext context, LiveAlarm alarm) {
    String fired = "The alarm " + alarm.name() + " fired: " + alarm.reason();
    if (context.deployment().state() == DeploymentState.ROLLING_BACK) return fired;
    Instant at = alarm.stateSince() == null ? context.now() : alarm.stateSince();
    return fired + FiredMinutes.told(context, alarm, at);
  }

  private static boolean changed(LiveAlarm alarm, Instant since) {
    return alarm.stateSince() == null || !alarm.stateSince().isBefore(since);
  }

  /** An alarm that has fired and is quiet again, as it is soon after the traffic has gone. */
  record Past(LiveAlarm alarm, Firing firing) {

    private String told(StepContext context) {
      return "The alarm "
          + alarm.name()
          + " fired at "
          + firing.at()
          + " and is "
          + alarm.state()
          + " now: "
          + (firing.reason() == null ? "CloudWatch's history gives no reason." : firing.reason())
          + FiredMinutes.told(context, alarm, firing.at());
    }
  }
}
