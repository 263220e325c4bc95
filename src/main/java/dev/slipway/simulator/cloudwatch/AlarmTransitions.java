package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.time.SimClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Brings alarms into other states: by evaluation every minute of AWS time (of high-resolution ones
 * every ten seconds), or by hand. Actions are taken on transitions only, except Auto Scaling's,
 * which are repeated every minute.
 */
final class AlarmTransitions {

  private static final System.Logger LOG = System.getLogger(AlarmTransitions.class.getName());

  private final Alarms alarms;
  private final SimClock clock;
  private final AlarmReadings readings;
  private final Notifications notifications;
  private final List<AlarmListener> listeners = new CopyOnWriteArrayList<>();
  private volatile EvaluationPulse pulse = EvaluationPulse.NONE;

  AlarmTransitions(
      Alarms alarms, SimClock clock, AlarmReadings readings, Notifications notifications) {
    this.alarms = alarms;
    this.clock = clock;
    this.readings = readings;
    this.notifications = notifications;
  }

  void follow(AlarmListener listener) {
    listeners.add(listener);
  }

  EvaluationPulse pulse() {
    return pulse;
  }

  void forgetPulse() {
    pulse = EvaluationPulse.NONE;
  }

  /**
   * Sets the state by hand, until the next evaluation. When it was another, actions are taken, Auto
   * Scaling's too.
   *
   * @param data what step scaling goes by; without it such a policy does nothing
   */
  void set(Alarm alarm, StateValue state, String reason, @Nullable String data) {
    Instant now = clock.now();
    readings.set(alarm, data);
    transition(alarm, state, reason, data, now);
    if (alarm.definition() instanceof Definition.Metric) {
      compose(alarm.scope(), now);
      if (state != alarm.state()) {
        scale(alarm, now);
      }
    }
  }

  /** Evaluates those that are due. */
  void evaluateAll(Instant now) {
    boolean minute = now.getEpochSecond() % 60 == 0;
    List<Alarm> scaling = new ArrayList<>();
    for (Alarm alarm : alarms.everywhere()) {
      if (minute || alarm.highResolution()) {
        apart(
            key(alarm),
            () -> {
              if (evaluate(alarm, now) || minute) {
                scaling.add(alarm);
              }
            });
      }
    }
    alarms.everywhere().stream()
        .map(Alarm::scope)
        .distinct()
        .forEach(scope -> apart(scope.key("composite alarms"), () -> compose(scope, now)));
    // Only now: policies of one target decide together.
    scaling.forEach(alarm -> apart(key(alarm), () -> scale(alarm, now)));
    pulse = pulse.after(now, clock.now());
  }

  /** One alarm's failure is told and does not hold up the others. */
  private static void apart(String alarm, Runnable evaluation) {
    try {
      evaluation.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot be evaluated: " + alarm, e);
    }
  }

  private boolean evaluate(Alarm alarm, Instant now) {
    if (!(alarm.definition() instanceof Definition.Metric metric)) {
      return false;
    }
    AlarmReadings.Reading reading = readings.read(alarm, metric, now);
    StateValue state = reading.state();
    if (state == alarm.state()) {
      return false;
    }
    transition(alarm, state, reading.reason(), reading.data(), now);
    return true;
  }

  /**
   * Brings the alarms that look at others up to date, those that look at such ones included. Rules
   * that go round in a circle are given up.
   */
  private void compose(Scope scope, Instant now) {
    List<Alarm> composites =
        alarms
            .all(scope)
            .filter(alarm -> alarm.definition() instanceof Definition.Composite)
            .toList();
    boolean changed = !composites.isEmpty();
    for (int level = 0; changed && level < composites.size(); level++) {
      changed = false;
      for (Alarm one : composites) {
        changed |= alarms.find(scope, one.name()).filter(alarm -> composed(alarm, now)).isPresent();
      }
    }
  }

  private boolean composed(Alarm alarm, Instant now) {
    if (!(alarm.definition() instanceof Definition.Composite composite)) {
      return false;
    }
    StateValue next =
        composite
            .rule()
            .state(name ->
                alarms
                    .find(alarm.scope(), name)
                    .map(Alarm::state)
                    .orElse(StateValue.INSUFFICIENT_DATA));
    if (next == alarm.state()) {
      return false;
    }
    transition(
        alarm,
        next,
        "The rule " + composite.request().alarmRule() + " came to " + next + " at " + now,
        null,
        now);
    return true;
  }

  private void transition(
      Alarm seen, StateValue state, String reason, @Nullable String data, Instant now) {
    StateValue before = seen.state();
    alarms.change(seen, alarm -> alarm.in(state, reason, data, now));
    Optional<Alarm> changed = alarms.find(seen.scope(), seen.name());
    if (state == before || changed.isEmpty()) {
      return;
    }
    for (String action : changed.get().actions()) {
      if (action.contains(":sns:")) {
        alarms.change(
            changed.get(),
            alarm ->
                alarm.noting(
                    HistoryItemType.ACTION, "Successfully executed action " + action, now));
        notifications.deliver(
            action,
            AlarmMessages.subject(changed.get()),
            AlarmMessages.message(changed.get(), before, now));
      }
    }
    if (seen.definition() instanceof Definition.Metric) {
      listeners.forEach(listener -> listener.changed(seen.scope(), seen.name(), state, now));
    }
  }

  private void scale(Alarm seen, Instant now) {
    Optional<Alarm> found = alarms.find(seen.scope(), seen.name());
    if (found.isEmpty()) {
      return;
    }
    Alarm alarm = found.get();
    for (String action : alarm.actions()) {
      if (action.startsWith("arn:aws:autoscaling:")) {
        listeners.forEach(listener -> listener.scaling(alarm.scope(), alarm.name(), action, now));
      }
    }
  }

  private static String key(Alarm alarm) {
    return alarm.scope().key(alarm.name());
  }
}
