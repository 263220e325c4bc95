package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.time.Timeline;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * All alarms, evaluated every minute of AWS time (high-resolution ones every ten seconds). Actions
 * are taken on transitions only, except Auto Scaling's, which are repeated every minute.
 */
public final class Alarms {

  private static final System.Logger LOG = System.getLogger(Alarms.class.getName());
  private static final String KIND = "cloudwatch.alarm";

  private final SimClock clock;
  private final Metrics metrics;
  private final Journal journal;
  private final Notifications notifications;
  private final AlarmReadings readings;
  private final PastAlarms past;
  private final Map<String, Alarm> alarms = new ConcurrentHashMap<>();
  private final List<AlarmListener> listeners = new CopyOnWriteArrayList<>();
  private volatile EvaluationPulse pulse = EvaluationPulse.NONE;

  /**
   * @param ranges how many periods an alarm over N looks at
   */
  public Alarms(
      SimClock clock,
      Timeline timeline,
      Metrics metrics,
      Journal journal,
      Notifications notifications,
      IntUnaryOperator ranges) {
    this.clock = clock;
    this.metrics = metrics;
    this.journal = journal;
    this.notifications = notifications;
    this.readings = new AlarmReadings(metrics, ranges);
    this.past = new PastAlarms(journal);
    journal
        .all(KIND)
        .forEach((key, json) -> alarms.put(key, Alarm.fromJson(Scope.ofKey(key), json)));
    timeline.every(Duration.ofSeconds(10), "evaluate alarms", this::evaluateAll);
    timeline.every(Duration.ofHours(6), "forget old metrics", metrics::forgetOld);
  }

  /** Tells {@code listener} of every transition and every Auto Scaling action from now on. */
  public void follow(AlarmListener listener) {
    listeners.add(listener);
  }

  /** Whether evaluation keeps up. */
  public EvaluationPulse pulse() {
    return pulse;
  }

  /** Measures the worst lag anew. */
  public void forgetPulse() {
    pulse = EvaluationPulse.NONE;
  }

  /** How many alarms there are, in all accounts. */
  public int count() {
    return alarms.size();
  }

  /** The state of an alarm on a metric; empty when there is none of that name. */
  public Optional<StateValue> state(Scope scope, String name) {
    return find(scope, name)
        .filter(alarm -> alarm.definition() instanceof Definition.Metric)
        .map(Alarm::state);
  }

  /** Whether there is an alarm on a metric of that name and it is in ALARM. */
  public boolean isAlarming(Scope scope, String name) {
    return state(scope, name).filter(StateValue.ALARM::equals).isPresent();
  }

  /** How far the newest value that an alarm sees is above its threshold; empty without one. */
  public OptionalDouble breach(Scope scope, String name, Instant now) {
    return find(scope, name)
        .map(alarm ->
            switch (alarm.definition()) {
              case Definition.Metric metric -> readings.breach(scope, metric, now);
              case Definition.Composite _ -> OptionalDouble.empty();
            })
        .orElseGet(OptionalDouble::empty);
  }

  /** The names of the alarms that have an action. */
  public Stream<String> withAction(Scope scope, String action) {
    return all(scope).filter(alarm -> alarm.definition().does().name(action)).map(Alarm::name);
  }

  /** Makes an alarm on a metric, or redefines it. */
  public void put(Scope scope, PutMetricAlarmRequest request, Map<String, String> tags) {
    AlarmChecks.check(request);
    put(scope, Definition.Metric.of(request), tags);
  }

  /** Makes an alarm or redefines it; names are unique among alarms of both types. */
  void put(Scope scope, Definition definition, Map<String, String> tags) {
    alarms.compute(
        scope.key(definition.name()),
        (key, existing) -> {
          if (existing != null && existing.definition().type() != definition.type()) {
            throw new ServiceException(
                400,
                "ValidationError",
                "An alarm of another type has the name " + definition.name() + " already.");
          }
          Alarm next =
              existing == null
                  ? Alarm.fresh(
                      scope,
                      definition,
                      past.take(scope, definition.name(), clock.now()),
                      tags,
                      clock.now())
                  : existing.redefined(definition, clock.now());
          journal.put(KIND, key, next.toJson());
          return next;
        });
  }

  /** Removes an alarm; false when there was none. */
  public boolean delete(Scope scope, String name) {
    String key = scope.key(name);
    Alarm removed = alarms.remove(key);
    journal.remove(KIND, key);
    if (removed == null) return false;
    past.keep(removed, clock.now());
    return true;
  }

  /** The alarms whose history is told: those that were deleted lately too. */
  Stream<Alarm> told(Scope scope) {
    return Stream.concat(all(scope), past.all(scope, clock.now()));
  }

  Optional<Alarm> find(Scope scope, String name) {
    return Optional.ofNullable(alarms.get(scope.key(name)));
  }

  Stream<Alarm> all(Scope scope) {
    return alarms.values().stream().filter(alarm -> alarm.scope().equals(scope));
  }

  Metrics metrics() {
    return metrics;
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
        scale(alarm.scope().key(alarm.name()), now);
      }
    }
  }

  void change(Alarm alarm, UnaryOperator<Alarm> how) {
    alarms.computeIfPresent(
        alarm.scope().key(alarm.name()),
        (key, current) -> {
          Alarm next = how.apply(current);
          journal.put(KIND, key, next.toJson());
          return next;
        });
  }

  private void evaluateAll(Instant now) {
    boolean minute = now.getEpochSecond() % 60 == 0;
    List<String> scaling = new ArrayList<>();
    for (Alarm alarm : alarms.values()) {
      if (minute || alarm.highResolution()) {
        String key = alarm.scope().key(alarm.name());
        apart(
            key,
            () -> {
              if (evaluate(alarm, now) || minute) {
                scaling.add(key);
              }
            });
      }
    }
    alarms.values().stream()
        .map(Alarm::scope)
        .distinct()
        .forEach(scope -> apart(scope.key("composite alarms"), () -> compose(scope, now)));
    // Only now: policies of one target decide together.
    scaling.forEach(key -> apart(key, () -> scale(key, now)));
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
        all(scope).filter(alarm -> alarm.definition() instanceof Definition.Composite).toList();
    boolean changed = !composites.isEmpty();
    for (int level = 0; changed && level < composites.size(); level++) {
      changed = false;
      for (Alarm one : composites) {
        changed |= find(scope, one.name()).filter(alarm -> composed(alarm, now)).isPresent();
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
                find(alarm.scope(), name).map(Alarm::state).orElse(StateValue.INSUFFICIENT_DATA));
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
    change(seen, alarm -> alarm.in(state, reason, data, now));
    Optional<Alarm> changed = find(seen.scope(), seen.name());
    if (state == before || changed.isEmpty()) {
      return;
    }
    for (String action : changed.get().actions()) {
      if (action.contains(":sns:")) {
        change(
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

  private void scale(String key, Instant now) {
    Alarm alarm = alarms.get(key);
    if (alarm == null) {
      return;
    }
    for (String action : alarm.actions()) {
      if (action.startsWith("arn:aws:autoscaling:")) {
        listeners.forEach(listener -> listener.scaling(alarm.scope(), alarm.name(), action, now));
      }
    }
  }
}
