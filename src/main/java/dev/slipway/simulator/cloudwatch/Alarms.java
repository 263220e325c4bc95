package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.time.Timeline;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** All alarms, which stay over a restart and are evaluated in AWS time. */
public final class Alarms {

  private static final String KIND = "cloudwatch.alarm";

  private final SimClock clock;
  private final Journal journal;
  private final AlarmReadings readings;
  private final PastAlarms past;
  private final Map<String, Alarm> alarms = new ConcurrentHashMap<>();
  private final AlarmTransitions transitions;

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
    this.journal = journal;
    this.readings = new AlarmReadings(metrics, ranges);
    this.past = new PastAlarms(journal);
    journal
        .all(KIND)
        .forEach((key, json) -> alarms.put(key, Alarm.fromJson(Scope.ofKey(key), json)));
    transitions = new AlarmTransitions(this, clock, readings, notifications);
    timeline.every(Duration.ofSeconds(10), "evaluate alarms", transitions::evaluateAll);
    timeline.every(Duration.ofHours(6), "forget old metrics", metrics::forgetOld);
  }

  /** Tells {@code listener} of every transition and every Auto Scaling action from now on. */
  public void follow(AlarmListener listener) {
    transitions.follow(listener);
  }

  /** Whether evaluation keeps up. */
  public EvaluationPulse pulse() {
    return transitions.pulse();
  }

  /** Measures the worst lag anew. */
  public void forgetPulse() {
    transitions.forgetPulse();
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

  /** Those of all accounts, also while they change. */
  Collection<Alarm> everywhere() {
    return alarms.values();
  }

  /** Sets an alarm's state by hand, until the next evaluation. */
  void set(Alarm alarm, StateValue state, String reason, @Nullable String data) {
    transitions.set(alarm, state, reason, data);
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
}
