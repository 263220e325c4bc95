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
 * Paging alarms for the endpoint's life, rollback alarms and the abort alarm for this attempt. A
 * rollback alarm has been evaluated once before the update begins: one that never was could not
 * fire.
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
    List<AlarmSpec> rollback = rollbackAlarms(context);
    // While a swap is prepared, people are told of what serves; its own turn comes with the switch.
    List<AlarmSpec> wanted =
        new ArrayList<>(context.swap() == null ? pagingAlarms(context, context.spec()) : List.of());
    wanted.addAll(rollback);
    Map<String, LiveAlarm> live =
        context.cloud().alarms().find(wanted.stream().map(AlarmSpec::name).toList());
    Optional<Outcome> put =
        live.isEmpty() && context.swap() != null && !context.back()
            ? cannotFollow(context).or(() -> put(context, wanted, live))
            : put(context, wanted, live);
    if (put.isPresent()) return put.get();
    for (AlarmSpec alarm : rollback) {
      LiveAlarm present = Objects.requireNonNull(live.get(alarm.name()));
      if (present.state() == AlarmState.ALARM) {
        return new Outcome.Impossible(
            "rollback-alarm-firing",
            "The rollback alarm " + alarm.name() + " is in ALARM already: " + present.reason());
      }
      if (present.state() == AlarmState.INSUFFICIENT_DATA
          && context.inStep().compareTo(LONGEST_WAIT) < 0) {
        return new Outcome.Waiting(
            LOOK_AGAIN, "CloudWatch to evaluate the alarm " + alarm.name() + " once", null);
      }
    }
    return new Outcome.Done(
        "The alarms are there." + unmarked(context, wanted, live),
        context.memory(),
        made(context, wanted, live),
        null);
  }

  /** All but those that a claim left to their owners. */
  private static List<ResourceChange> made(
      StepContext context, List<AlarmSpec> alarms, Map<String, LiveAlarm> live) {
    return alarms.stream()
        .map(AlarmSpec::name)
        .filter(name -> !AdoptedAlarms.areLeft(context, name, live.get(name)))
        .map(name -> ResourceChange.made(ResourceKind.ALARM, name))
        .toList();
  }

  /** Puts the first alarm that is not as wanted; empty when all are. */
  static Optional<Outcome> put(
      StepContext context, List<AlarmSpec> wanted, Map<String, LiveAlarm> live) {
    Alarms alarms = context.cloud().alarms();
    for (AlarmSpec alarm : wanted) {
      LiveAlarm present = live.get(alarm.name());
      boolean madeHere = context.madeHere(ResourceKind.ALARM, alarm.name());
      if (present != null && asWanted(context, present, alarm)) continue;
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
        if (AdoptedAlarms.stay(context, alarm.name())) continue;
        return Optional.of(context.stranger("alarm", alarm.name()));
      }
      if (abortAlarm(context).filter(alarm::equals).isPresent()) Lever.rest(context);
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

  /** Somebody may have switched off since what this deployment put. */
  private static boolean asWanted(StepContext context, LiveAlarm present, AlarmSpec alarm) {
    return same(present.spec(), alarm)
        && (present.acting() || context.madeHere(ResourceKind.ALARM, alarm.name()));
  }

  /** What is said, once nothing is left to put, of those on record that were passed over. */
  private static String unmarked(
      StepContext context, List<AlarmSpec> wanted, Map<String, LiveAlarm> live) {
    List<String> names =
        wanted.stream()
            .filter(alarm -> context.recorded(ResourceKind.ALARM, alarm.name()))
            .filter(alarm -> {
              LiveAlarm present = live.get(alarm.name());
              return present != null && !asWanted(context, present, alarm);
            })
            .map(AlarmSpec::name)
            .toList();
    return names.isEmpty()
        ? ""
        : " Left alone, since they no longer carry this endpoint's mark: "
            + String.join(", ", names)
            + ".";
  }

  /** A paging alarm that would hold up the switch stops the swap before anything is made for it. */
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

  /** The alarms that tell people follow the endpoint that serves. */
  static Outcome follow(StepContext context) {
    List<AlarmSpec> paging = pagingAlarms(context, context.spec());
    Map<String, LiveAlarm> live =
        context.cloud().alarms().find(paging.stream().map(AlarmSpec::name).toList());
    return put(context, paging, live)
        .orElseGet(() ->
            // One whose put was not answered is there too: it is on record as put here.
            new Outcome.Done(
                "The paging alarms watch "
                    + context.endpoint().physicalName()
                    + "."
                    + unmarked(context, paging, live),
                context.memory(),
                made(context, paging, live),
                null));
  }

  /** The names that SageMaker is given to watch; what it has no guardrails for, Slipway watches. */
  static List<String> watchedBySageMaker(StepContext context) {
    return context.guarded()
        ? rollbackAlarms(context).stream().map(AlarmSpec::name).toList()
        : List.of();
  }

  /**
   * The alarms of the new fleet: none when creating, since nothing is watched then; only the abort
   * alarm on the way back, since an error alarm must not bring the bad release back.
   */
  static List<AlarmSpec> rollbackAlarms(StepContext context) {
    List<AlarmSpec> watched = new ArrayList<>();
    if (context.previous() == null) return watched;
    if (context.deployment().kind() == DeploymentKind.PROMOTE) {
      watched.addAll(
          AlarmSet.rollback(
              context.endpoint(),
              Objects.requireNonNull(context.made().endpointConfigName()),
              context.spec(),
              context.birthmarks()));
    }
    abortAlarm(context).ifPresent(watched::add);
    return watched;
  }

  /** Those of this attempt that fire now. */
  static List<LiveAlarm> firing(StepContext context) {
    return WatchedAlarms.bySageMaker(context).firing();
  }

  /** The lever of this attempt; empty where SageMaker watches nothing, so that it has none. */
  static Optional<AlarmSpec> abortAlarm(StepContext context) {
    String config = context.made().endpointConfigName();
    if (config == null || context.release() == null || context.previous() == null) {
      return Optional.empty();
    }
    return context.guarded()
        ? Optional.of(
            AlarmSet.abort(context.endpoint().physicalName(), config, context.birthmarks()))
        : Optional.empty();
  }

  private static List<AlarmSpec> pagingAlarms(StepContext context, ReleaseSpec spec) {
    return AlarmSet.paging(context.endpoint(), spec, context.birthmarks());
  }

  /** Equal in all that CloudWatch tells; it does not tell tags with an alarm. */
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

  /**
   * The paging alarms become again what the release that serves asks for, and those go that it does
   * not name: they would tell people of a release that never came. The rollback alarms go too, but
   * not after a rollback: {@code LastDeploymentConfig} names them until the next deployment.
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
    if (!ours.isEmpty()) alarms.delete(ours);
    return new Outcome.Done(
        "Deleted the alarms of this attempt.",
        context.memory(),
        names.stream().map(name -> ResourceChange.gone(ResourceKind.ALARM, name)).toList(),
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
          || same(present.spec(), alarm)
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
