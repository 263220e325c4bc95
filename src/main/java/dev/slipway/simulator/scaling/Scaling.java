package dev.slipway.simulator.scaling;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.cloudwatch.AlarmListener;
import dev.slipway.simulator.cloudwatch.Alarms;
import dev.slipway.simulator.cloudwatch.Metrics;
import dev.slipway.simulator.sagemaker.Endpoints;
import dev.slipway.simulator.sagemaker.RegisteredVariants;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Scalable targets and their policies at work: alarms come in, desired counts go out, and every
 * change is written down. Nothing is scaled while its endpoint is being updated.
 */
public final class Scaling implements AlarmListener, RegisteredVariants {

  private static final String KIND = "scaling.target";
  private static final JsonMapper JSON = new JsonMapper();

  private final SimClock clock;
  private final Journal journal;
  private final Alarms alarms;
  private final Metrics metrics;
  private final Endpoints endpoints;
  private final Activities activities;
  private final ScheduledActions scheduled;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();
  private final Map<String, Policy> policies = new ConcurrentHashMap<>();

  public Scaling(
      SimClock clock,
      Timeline timeline,
      Journal journal,
      Alarms alarms,
      Metrics metrics,
      Endpoints endpoints) {
    this.clock = clock;
    this.journal = journal;
    this.alarms = alarms;
    this.metrics = metrics;
    this.endpoints = endpoints;
    this.activities = new Activities(journal);
    this.scheduled = new ScheduledActions(journal);
    journal
        .all(KIND)
        .forEach((key, json) -> targets.put(key, JSON.treeToValue(json, Target.class)));
    journal
        .all(Policy.KIND)
        .forEach((key, json) -> policies.put(key, JSON.treeToValue(json, Policy.class)));
    alarms.follow(this);
    endpoints.scaledBy(this);
    timeline.every(Duration.ofSeconds(10), "scaling looks after its targets", this::look);
  }

  @Override
  public boolean isRegistered(Scope scope, String endpoint, String variant) {
    String resource = "endpoint/" + endpoint + "/variant/" + variant;
    return targets.containsKey(Target.key(scope, resource, Target.COUNT))
        || targets.containsKey(Target.key(scope, resource, Target.PROVISIONED));
  }

  @Override
  public void endpointDeleted(Scope scope, String endpoint) {
    all(scope)
        .filter(target -> target.variant().endpoint().equals(endpoint))
        .toList()
        .forEach(this::deregister);
  }

  @Override
  public void scaling(Scope scope, String alarmName, String policyArn, Instant now) {
    for (Policy policy : policies.values()) {
      if (policy.scope().equals(scope) && policy.arn().equals(policyArn)) {
        Target target = targets.get(policy.targetKey());
        if (target != null) {
          apply(target, policy, alarmName, now);
        }
      }
    }
  }

  private void apply(Target target, Policy policy, String alarmName, Instant now) {
    Optional<Endpoints.Capacity> capacity = capacity(target);
    if (capacity.isEmpty() || capacity.get().busy()) {
      return;
    }
    int current = capacity.get().current();
    String cause =
        "monitor alarm " + alarmName + " in state ALARM triggered policy " + policy.name();
    if (!policy.isTracking()) {
      step(target, policy, alarmName, current, cause, now);
    } else if (alarmName.equals(policy.high())) {
      scaleOut(target, policy, current, cause, now);
    } else if (alarmName.equals(policy.low()) && policy.scalesIn()) {
      scaleIn(target, current, cause, now);
    }
  }

  private void step(
      Target target, Policy policy, String alarmName, int current, String cause, Instant now) {
    OptionalDouble breach = alarms.breach(target.scope(), alarmName, now);
    OptionalInt wanted =
        breach.isEmpty()
            ? OptionalInt.empty()
            : policy.stepping().wanted(target, current, breach.getAsDouble(), now);
    if (wanted.isEmpty()) {
      if (current == target.max()) {
        activities.notScaled(target, cause, "AlreadyAtMaxCapacity", current, now);
      } else if (current == target.min()) {
        activities.notScaled(target, cause, "AlreadyAtMinCapacity", current, now);
      }
      return;
    }
    boolean out = wanted.getAsInt() > current;
    boolean suspended = out ? target.outSuspended() : target.inSuspended();
    if (!suspended && set(target, wanted.getAsInt(), cause, now)) {
      put(out ? target.scaledOut(now, current, wanted.getAsInt()) : target.scaledIn(now));
    }
  }

  private void scaleOut(Target target, Policy policy, int current, String cause, Instant now) {
    double value = newest(policy, now);
    if (target.outSuspended() || Double.isNaN(value)) {
      return;
    }
    OptionalInt wanted =
        Tracking.out(
            target, current, value, policy.tracking().targetValue(), policy.outCooldown(), now);
    if (wanted.isPresent() && set(target, wanted.getAsInt(), cause, now)) {
      put(target.scaledOut(now, current, wanted.getAsInt()));
    } else if (current >= target.max()) {
      activities.notScaled(target, cause, "AlreadyAtMaxCapacity", current, now);
    }
  }

  /** Only when every policy of the target agrees, and then to the largest that one wants. */
  private void scaleIn(Target target, int current, String cause, Instant now) {
    if (target.inSuspended()) {
      return;
    }
    int wanted = 0;
    for (Policy policy : of(target).filter(Policy::scalesIn).toList()) {
      double value = newest(policy, now);
      OptionalInt wants =
          Double.isNaN(value) || !alarms.isAlarming(target.scope(), policy.low())
              ? OptionalInt.empty()
              : Tracking.in(
                  target,
                  current,
                  value,
                  policy.tracking().targetValue(),
                  policy.inCooldown(),
                  now);
      if (wants.isEmpty()) {
        if (current <= target.min()) {
          activities.notScaled(target, cause, "AlreadyAtMinCapacity", current, now);
        }
        return;
      }
      wanted = Math.max(wanted, wants.getAsInt());
    }
    if (wanted > 0 && set(target, wanted, cause, now)) {
      put(target.scaledIn(now));
    }
  }

  /** The newest value that can be seen, of the last five minutes. */
  private double newest(Policy policy, Instant now) {
    TrackingAlarms tracked = TrackingAlarms.of(policy);
    Instant from = Instant.ofEpochSecond(now.getEpochSecond() / 60 * 60 - 300);
    double[] values = metrics.read(tracked.metric(), tracked.statistic(), from, 60, 5, now);
    for (int i = values.length - 1; i >= 0; i--) {
      if (!Double.isNaN(values[i])) {
        return values[i];
      }
    }
    return Double.NaN;
  }

  private boolean set(Target target, int capacity, String cause, Instant now) {
    Target.Variant variant = target.variant();
    boolean begun = endpoints.resize(target.scope(), variant.endpoint(), variant.name(), capacity);
    if (begun) {
      activities.began(target, capacity, cause, now);
    }
    return begun;
  }

  /** Ends activities whose change is over, and brings capacity within bounds. */
  private void look(Instant now) {
    for (ScheduledActions.Action action : scheduled.due(now)) {
      Target target = targets.get(action.targetKey());
      if (target != null && !target.scheduledSuspended()) {
        keep(target.bounded(action.definition().scalableTargetAction()));
      }
    }
    for (Target target : targets.values()) {
      Optional<Endpoints.Capacity> capacity = capacity(target);
      if (capacity.isEmpty() || capacity.get().busy()) {
        continue;
      }
      int current = capacity.get().current();
      if (activities.inProgress(target).isPresent()) {
        activities.ended(target, current, current == capacity.get().desired(), now);
      }
      int bounded = target.within(current);
      if (bounded != current) {
        var _ =
            set(
                target,
                bounded,
                (current < bounded ? "minimum" : "maximum") + " capacity was set to " + bounded,
                now);
      }
    }
  }

  Optional<Endpoints.Capacity> capacity(Target target) {
    Target.Variant variant = target.variant();
    return endpoints.capacity(target.scope(), variant.endpoint(), variant.name(), target.scaled());
  }

  OptionalInt maxConcurrency(Target target) {
    Target.Variant variant = target.variant();
    return endpoints.maxConcurrency(target.scope(), variant.endpoint(), variant.name());
  }

  Optional<Target> target(Scope scope, String resourceId, String dimension) {
    return Optional.ofNullable(targets.get(Target.key(scope, resourceId, dimension)));
  }

  Stream<Target> all(Scope scope) {
    return targets.values().stream().filter(target -> target.scope().equals(scope));
  }

  Stream<Policy> policies(Scope scope) {
    return policies.values().stream().filter(policy -> policy.scope().equals(scope));
  }

  List<software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity> activities(
      Target target) {
    return activities.of(target.key());
  }

  ScheduledActions scheduled() {
    return scheduled;
  }

  /** The alarms that trigger a policy: its own, or those that have it as their action. */
  List<software.amazon.awssdk.services.applicationautoscaling.model.Alarm> alarms(Policy policy) {
    List<String> names =
        policy.isTracking()
            ? policy.alarms()
            : alarms.withAction(policy.scope(), policy.arn()).sorted().toList();
    return names.stream()
        .map(name ->
            software.amazon.awssdk.services.applicationautoscaling.model.Alarm.builder()
                .alarmName(name)
                .alarmARN(policy.scope().arn("cloudwatch", "alarm:" + name))
                .build())
        .toList();
  }

  void put(Target target) {
    keep(target);
    look(clock.now());
  }

  private void keep(Target target) {
    targets.put(target.key(), target);
    journal.put(KIND, target.key(), JSON.valueToTree(target));
  }

  void put(Policy policy) {
    String key = Policy.key(policy.targetKey(), policy.name());
    if (!policy.isTracking()) {
      policies.put(key, policy);
      journal.put(Policy.KIND, key, JSON.valueToTree(policy));
      return;
    }
    TrackingAlarms tracked = TrackingAlarms.of(policy);
    policies.put(key, policy);
    journal.put(Policy.KIND, key, JSON.valueToTree(policy));
    alarms.put(policy.scope(), tracked.high(policy), Map.of());
    if (policy.scalesIn()) {
      alarms.put(policy.scope(), tracked.low(policy, endpoints.lowAlarmShare()), Map.of());
    } else {
      var _ = alarms.delete(policy.scope(), policy.low());
    }
  }

  Optional<Policy> policy(Target target, String name) {
    return Optional.ofNullable(policies.get(Policy.key(target.key(), name)));
  }

  void remove(Policy policy) {
    String key = Policy.key(policy.targetKey(), policy.name());
    policies.remove(key);
    journal.remove(Policy.KIND, key);
    policy.alarms().forEach(name -> alarms.delete(policy.scope(), name));
  }

  void deregister(Target target) {
    of(target).toList().forEach(this::remove);
    scheduled.of(target.key()).toList().forEach(scheduled::remove);
    targets.remove(target.key());
    journal.remove(KIND, target.key());
  }

  Stream<Policy> of(Target target) {
    return policies.values().stream().filter(policy -> policy.targetKey().equals(target.key()));
  }
}
