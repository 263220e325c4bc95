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
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import tools.jackson.databind.json.JsonMapper;

/**
 * Scalable targets and their policies at work: alarms come in, desired counts go out, and every
 * change is written down. Nothing is scaled while its endpoint is being updated.
 */
public final class Scaling implements AlarmListener, RegisteredVariants {

  private static final String KIND = "scaling.target";
  private static final System.Logger LOG = System.getLogger(Scaling.class.getName());
  private static final JsonMapper JSON = new JsonMapper();

  private final SimClock clock;
  private final Journal journal;
  private final Alarms alarms;
  private final Endpoints endpoints;
  private final Wishes wishes;
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
    this.endpoints = endpoints;
    this.wishes = new Wishes(alarms, metrics, endpoints, this::of);
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
        if (target != null && !target.isCrossed()) {
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
    OptionalInt wanted = wishes.wanted(target, policy, alarmName, current, now);
    if (wanted.isEmpty()) {
      boolean tracking = policy.isTracking();
      if (!tracking && alarms.breach(target.scope(), alarmName, now).isEmpty()) {
        return;
      }
      if (current >= target.max() && (!tracking || alarmName.equals(policy.high()))) {
        activities.notScaled(target, cause, "AlreadyAtMaxCapacity", current, now);
      } else if (current <= target.min() && (!tracking || alarmName.equals(policy.low()))) {
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
        carryOut(action.definition(), target, now);
      }
    }
    for (Target target : targets.values()) {
      try {
        look(target, now);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "scaling cannot look after " + target.key(), e);
      }
    }
  }

  private void carryOut(PutScheduledActionRequest action, Target target, Instant now) {
    Target bounded = target.bounded(action.scalableTargetAction());
    refusal(bounded)
        .ifPresentOrElse(
            why -> activities.unbounded(target, bounded, action.scheduledActionName(), why, now),
            () -> keep(bounded));
  }

  private void look(Target target, Instant now) {
    Optional<Endpoints.Capacity> capacity = capacity(target);
    if (capacity.isEmpty() || capacity.get().busy()) {
      return;
    }
    int current = capacity.get().current();
    if (activities.inProgress(target).isPresent()) {
      activities.ended(target, current, current == capacity.get().desired(), now);
    }
    // Journals have targets from when a scheduled action could still cross their bounds, or empty
    // what may not be empty.
    int bounded = target.isCrossed() ? current : Math.max(target.within(current), fewest(target));
    if (bounded != current) {
      var _ =
          set(
              target,
              bounded,
              (current < bounded ? "minimum" : "maximum") + " capacity was set to " + bounded,
              now);
    }
  }

  Optional<Endpoints.Capacity> capacity(Target target) {
    Target.Variant variant = target.variant();
    return endpoints.capacity(target.scope(), variant.endpoint(), variant.name(), target.scaled());
  }

  /** Why a target cannot have its bounds; empty when it can. */
  Optional<String> refusal(Target target) {
    if (target.isCrossed()) {
      return Optional.of("Maximum capacity cannot be less than minimum capacity");
    }
    int fewest = fewest(target);
    return target.min() < fewest
        ? Optional.of("Minimum capacity must be at least " + fewest + " for " + target.dimension())
        : Optional.empty();
  }

  /** None only where requests wait in a queue. */
  int fewest(Target target) {
    return target.scaled() == Endpoints.Scaled.INSTANCES
            && endpoints.isAsynchronous(target.scope(), target.variant().endpoint())
        ? 0
        : 1;
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
    TrackingAlarms tracked = wishes.tracked(policy);
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
