package dev.slipway.rollout;

import dev.slipway.cloud.Alarms;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.endpoint.AlarmSet;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleaseSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Puts the alarms: paging alarms for the endpoint's life, and for this attempt its rollback alarms
 * and its abort alarm. Every rollback alarm is evaluated once before the update begins, since an
 * alarm that was never evaluated could not fire.
 */
@Component
class AlarmsStep implements Step {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  @Override
  public StepName name() {
    return StepName.ALARMS;
  }

  @Override
  public Outcome advance(StepContext context) {
    List<AlarmSpec> rollback = RollbackAlarms.of(context);
    // While a swap is prepared, the paging alarms watch the endpoint that serves. They follow the
    // swap with the switch.
    List<AlarmSpec> wanted =
        new ArrayList<>(context.swap() == null ? pagingAlarms(context, context.spec()) : List.of());
    wanted.addAll(rollback);
    Map<String, LiveAlarm> live =
        context.cloud().alarms().find(wanted.stream().map(AlarmSpec::name).toList());
    Optional<Outcome> put =
        live.isEmpty() && context.swap() != null && !context.back()
            ? cannotFollow(context).or(() -> PutAlarms.next(context, wanted, live))
            : PutAlarms.next(context, wanted, live);
    if (put.isPresent()) return put.get();
    for (AlarmSpec alarm : rollback) {
      LiveAlarm present = Objects.requireNonNull(live.get(alarm.name()));
      if (present.state() == AlarmState.ALARM) {
        return WatchedAlarms.firesBefore(present);
      }
      if (present.state() == AlarmState.INSUFFICIENT_DATA
          && context.inStep().compareTo(LONGEST_WAIT) < 0) {
        return new Outcome.Waiting(
            LOOK_AGAIN, "CloudWatch to evaluate the alarm " + alarm.name() + " once", null);
      }
    }
    return new Outcome.Done(
        "The alarms are there." + unevaluated(rollback, live) + unmarked(context, wanted, live),
        context.memory(),
        made(context, wanted, live),
        null);
  }

  /** A sentence on rollback alarms that CloudWatch has not evaluated in all that time. */
  private static String unevaluated(List<AlarmSpec> rollback, Map<String, LiveAlarm> live) {
    List<String> names =
        rollback.stream()
            .map(AlarmSpec::name)
            .filter(name ->
                Objects.requireNonNull(live.get(name)).state() == AlarmState.INSUFFICIENT_DATA)
            .toList();
    return names.isEmpty()
        ? ""
        : " The update begins although CloudWatch has not evaluated these in "
            + LONGEST_WAIT.toMinutes()
            + " minutes: "
            + String.join(", ", names)
            + ".";
  }

  /** The alarms that this step made: all but those that a claim left to their owners. */
  private static List<ResourceChange> made(
      StepContext context, List<AlarmSpec> alarms, Map<String, LiveAlarm> live) {
    return alarms.stream()
        .map(AlarmSpec::name)
        .filter(name -> !AdoptedAlarms.areLeft(context, name, live.get(name)))
        .map(name -> ResourceChange.made(ResourceKind.ALARM, name))
        .toList();
  }

  /**
   * A sentence on alarms that were passed over since they lack Slipway's mark and no claim left
   * them to their owners; empty for none.
   */
  private static String unmarked(
      StepContext context, List<AlarmSpec> wanted, Map<String, LiveAlarm> live) {
    List<String> names =
        wanted.stream()
            .filter(alarm ->
                context.recorded(ResourceKind.ALARM, alarm.name())
                    || !AdoptedAlarms.named(context, alarm.name()))
            .filter(AlarmSpec::writable)
            .filter(alarm -> {
              LiveAlarm present = live.get(alarm.name());
              return present != null && !PutAlarms.asWanted(context, present, alarm);
            })
            .map(AlarmSpec::name)
            .toList();
    return names.isEmpty()
        ? ""
        : " Left alone, since they do not carry this endpoint's mark: "
            + String.join(", ", names)
            + ".";
  }

  /** Stops a swap before anything is made for it, where a paging alarm would hold up the switch. */
  private static Optional<Outcome> cannotFollow(StepContext context) {
    Alarms alarms = context.cloud().alarms();
    List<String> names =
        pagingAlarms(context, context.spec()).stream()
            .map(AlarmSpec::name)
            .filter(name -> !AdoptedAlarms.stay(context, name))
            .toList();
    return alarms.find(names).values().stream()
        .filter(it -> !context.owns(ResourceKind.ALARM, it.name(), alarms.tags(it.arn())))
        .findFirst()
        .map(it -> context.stranger("alarm", it.name()));
  }

  /** Lets the paging alarms, which tell people, follow the endpoint that serves. */
  static Outcome follow(StepContext context) {
    List<AlarmSpec> paging = pagingAlarms(context, context.spec());
    Map<String, LiveAlarm> live =
        context.cloud().alarms().find(paging.stream().map(AlarmSpec::name).toList());
    return PutAlarms.next(context, paging, live)
        .orElseGet(() ->
            // An alarm whose put was not answered is among these too, so it goes on record as put
            // here.
            new Outcome.Done(
                "The paging alarms watch "
                    + context.endpoint().physicalName()
                    + "."
                    + unmarked(context, paging, live),
                context.memory(),
                made(context, paging, live),
                null));
  }

  private static List<AlarmSpec> pagingAlarms(StepContext context, ReleaseSpec spec) {
    return AlarmSet.paging(context.endpoint(), spec, context.birthmarks());
  }

  /**
   * Puts the paging alarms back to what the serving release asks for, and deletes those that it
   * does not name: they would tell people of a release that never came. The rollback alarms of the
   * attempt are deleted too, except after a rollback: {@code LastDeploymentConfig} names them until
   * the next deployment.
   */
  @Override
  public Outcome undo(StepContext context) {
    StepContext old = context.onTheOld();
    Optional<Outcome> restored = restorePaging(old);
    if (restored.isPresent()) return restored.get();
    Release serving = context.previous();
    boolean named =
        context.memory().undoingTo() == DeploymentState.ROLLED_BACK && context.swap() == null;
    List<String> names =
        context.owned().stream()
            .filter(one -> one.kind() == ResourceKind.ALARM)
            .filter(one -> one.deploymentId().equals(context.deployment().id()))
            .filter(one -> one.collectAfter() == null)
            .map(OwnedResource::name)
            .filter(name -> serving == null || !paging(context, serving, name))
            .filter(name -> !BringScaling.alarmsOf(old, serving).contains(name))
            .filter(name -> !named || paging(context, context.target(), name))
            .toList();
    if (names.isEmpty()) return Step.super.undo(context);
    Alarms alarms = context.cloud().alarms();
    List<String> ours =
        alarms.find(names).values().stream()
            .filter(alarm -> context.ours(alarms.tags(alarm.arn())))
            .map(LiveAlarm::name)
            .toList();
    List<ResourceChange> changes = HeldAlarms.delete(alarms, ours, names);
    List<String> held =
        changes.stream().filter(one -> one.grace() != null).map(ResourceChange::name).toList();
    return new Outcome.Done(
        held.isEmpty() ? "Deleted the alarms of this attempt." : HeldAlarms.told(held),
        context.memory(),
        changes,
        null);
  }

  static Optional<Outcome> restorePaging(StepContext context) {
    if (context.previous() == null) return Optional.empty();
    Alarms alarms = context.cloud().alarms();
    List<AlarmSpec> wanted = pagingAlarms(context, context.previous().spec());
    Map<String, LiveAlarm> live = alarms.find(wanted.stream().map(AlarmSpec::name).toList());
    for (AlarmSpec alarm : wanted) {
      LiveAlarm present = live.get(alarm.name());
      boolean moved = context.swap() != null;
      if ((!moved && !context.madeHere(ResourceKind.ALARM, alarm.name()))
          || present == null
          || !alarm.writable()
          || PutAlarms.same(present.spec(), alarm)
          || !context.ours(alarms.tags(present.arn()))) {
        continue;
      }
      alarms.put(alarm);
      return Optional.of(
          new Outcome.Changed(
              "The alarm " + alarm.name() + " is again as the serving release asks.",
              context.memory()));
    }
    return Optional.empty();
  }

  private static boolean paging(StepContext context, Release release, String name) {
    return pagingAlarms(context, release.spec()).stream()
        .anyMatch(alarm -> alarm.name().equals(name));
  }
}
