package dev.slipway.rollout;

import dev.slipway.cloud.Alarms;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.LiveStepPolicy;
import dev.slipway.cloud.Autoscaling.Policies;
import dev.slipway.cloud.Autoscaling.ScheduledAction;
import dev.slipway.cloud.Autoscaling.StepPolicy;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.TrackingPolicy;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.endpoint.Names;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ScalingParts;
import dev.slipway.environment.Scaling;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings a variant's scaling to what a release says, one change at a time: bounds, target tracking,
 * step policies with their alarms, and scheduled actions. Parts of Slipway's that the release does
 * not name are removed.
 */
final class BringScaling {

  private final StepContext context;
  private final Scaling wanted;
  private final Variant variant;
  private final ScalingParts parts;
  private final Autoscaling autoscaling;

  /** Strangers' alarms that a way back does without. */
  private final Set<String> left = new HashSet<>();

  BringScaling(StepContext context, Scaling wanted, Variant variant) {
    this.context = context;
    this.wanted = wanted;
    this.variant = variant;
    this.parts = new ScalingParts(context.endpoint(), wanted);
    this.autoscaling = context.cloud().autoscaling();
  }

  /** Everything that belongs to it, for the record. */
  List<ResourceChange> resources() {
    return Stream.concat(
            Stream.of(target()),
            wanted.steps().stream()
                .map(step -> Names.stepPolicy(context.endpoint().name(), step.name()))
                .filter(alarm -> !left.contains(alarm))
                .map(alarm -> ResourceChange.made(ResourceKind.ALARM, alarm)))
        .toList();
  }

  /** The alarms that set the step policies of a release off, by name. */
  static List<String> alarmsOf(StepContext context, @Nullable Release release) {
    Scaling scaling = release == null ? null : release.spec().autoscaling();
    return scaling == null
        ? List.of()
        : scaling.steps().stream()
            .map(step -> Names.stepPolicy(context.endpoint().name(), step.name()))
            .toList();
  }

  private ResourceChange target() {
    return ResourceChange.made(ResourceKind.SCALABLE_TARGET, variant.resourceId());
  }

  /** Makes the next change; empty when everything is as wanted. */
  Optional<Outcome> next(Optional<Target> live) {
    List<String> suspended = live.map(Target::suspended).orElse(List.of());
    Memory.Scaled before = context.memory().scaled();
    if (live.isEmpty()) return Optional.of(register(bounds(before), suspended));
    Target there = live.get();
    Optional<Memory.Scaled> raised = before == null ? Optional.empty() : before.back(there, wanted);
    if (raised.isPresent() && !bounds(raised.get()).has(there)) {
      return Optional.of(
          register(bounds(raised.get()), suspended, context.memory().withScaled(raised.get())));
    }
    if (!wanted.allows(there.minimum(), there.maximum())) {
      return Optional.of(register(bounds(before), suspended));
    }
    return suspended.isEmpty()
        ? belowBounds()
        : Optional.of(register(new Memory.Scaled(there.minimum(), there.maximum()), suspended));
  }

  /** What a scheduled action had set before the update holds until the next one. */
  private Memory.Scaled bounds(Memory.@Nullable Scaled before) {
    return before != null && !isOwn(before) && wanted.allows(before.minimum(), before.maximum())
        ? before
        : new Memory.Scaled(wanted.minInstances(), wanted.maxInstances());
  }

  /** Whether the release before had these bounds itself, so that no scheduled action set them. */
  private boolean isOwn(Memory.Scaled bounds) {
    Release previous = context.previous();
    Scaling scaling = previous == null ? null : previous.spec().autoscaling();
    return scaling != null
        && scaling.minInstances() == bounds.minimum()
        && scaling.maxInstances() == bounds.maximum();
  }

  /** The next change, without a look at the bounds. */
  Optional<Outcome> belowBounds() {
    Policies policies = autoscaling.policies(variant);
    return tracking(policies)
        .or(() -> stepping(policies))
        .or(() -> strays(policies))
        .or(this::scheduled);
  }

  /**
   * Sets the bounds, also where the release names others. Scaling that is suspended stays
   * suspended.
   */
  Outcome register(Memory.Scaled bounds) {
    return register(bounds, List.of());
  }

  /** Sets the bounds back once. Whoever sets other bounds after that is not overruled. */
  Outcome back(Memory.Scaled bounds) {
    return register(bounds, List.of(), context.memory().withScaled(bounds));
  }

  private Outcome register(Memory.Scaled bounds, List<String> suspended) {
    return register(bounds, suspended, context.memory());
  }

  /** Sets the bounds, and lets suspended scaling go on. */
  private Outcome register(Memory.Scaled bounds, List<String> suspended, Memory memory) {
    autoscaling.register(
        variant, bounds.minimum(), bounds.maximum(), !suspended.isEmpty(), context.tags());
    return new Outcome.Changed(
        "Autoscaling keeps between "
            + bounds.minimum()
            + " and "
            + bounds.maximum()
            + (variant.dimension() == Autoscaling.Dimension.INSTANCE_COUNT
                ? " instances."
                : " warm invocations (provisioned concurrency).")
            + (suspended.isEmpty()
                ? ""
                : " What was suspended goes on: " + String.join(", ", suspended) + "."),
        memory,
        target());
  }

  private Optional<Outcome> tracking(Policies policies) {
    Optional<TrackingPolicy> policy = parts.tracking();
    if (policy.isEmpty() || policies.tracking().contains(policy.get())) return Optional.empty();
    autoscaling.putPolicy(variant, policy.get());
    return changed("Autoscaling holds " + wanted.tracked() + " at " + wanted.target() + ".");
  }

  private Optional<Outcome> stepping(Policies policies) {
    if (wanted.steps().isEmpty()) return Optional.empty();
    Alarms alarms = context.cloud().alarms();
    var live =
        alarms.find(
            wanted.steps().stream()
                .map(step -> Names.stepPolicy(context.endpoint().name(), step.name()))
                .toList());
    for (Scaling.StepPolicy step : wanted.steps()) {
      StepPolicy policy = parts.policy(step);
      Optional<LiveStepPolicy> present =
          policies.steps().stream().filter(one -> one.policy().equals(policy)).findFirst();
      if (present.isEmpty()) {
        autoscaling.putPolicy(variant, policy);
        return changed("Autoscaling follows the steps of " + step.name() + ".");
      }
      AlarmSpec alarm = parts.alarm(step, present.get().arn(), context.birthmarks());
      Optional<Outcome> leaving = HeldAlarms.leaving(context, alarm.name());
      if (leaving.isPresent()) return leaving;
      LiveAlarm there = live.get(alarm.name());
      if (there != null && PutAlarms.asWanted(context, there, alarm)) continue;
      if (there != null
          && !context.owns(ResourceKind.ALARM, alarm.name(), alarms.tags(there.arn()))) {
        if (!context.back()) return Optional.of(context.stranger("alarm", alarm.name()));
        left.add(alarm.name());
        continue;
      }
      alarms.put(alarm);
      return Optional.of(
          new Outcome.Changed(
              "Made the alarm " + alarm.name() + ", which sets off the scaling policy.",
              context.memory(),
              ResourceChange.made(ResourceKind.ALARM, alarm.name())));
    }
    return Optional.empty();
  }

  /**
   * Removes policies of other releases that this release does not have. Only a policy that a
   * release names is Slipway's, even if others have names like it.
   */
  private Optional<Outcome> strays(Policies policies) {
    List<String> wantedNames = parts.policyNames();
    List<String> others =
        context.everScaled().flatMap(other -> other.policyNames().stream()).toList();
    Optional<String> stray =
        policies.names().stream()
            .filter(others::contains)
            .filter(name -> !wantedNames.contains(name))
            .findFirst();
    if (stray.isEmpty()) return Optional.empty();
    autoscaling.deletePolicy(variant, stray.get());
    return changed("Took away the scaling policy " + stray.get() + ".");
  }

  private Optional<Outcome> scheduled() {
    List<String> before =
        context
            .everScaled()
            .flatMap(other -> other.actions().stream())
            .map(ScheduledAction::name)
            .toList();
    if (wanted.schedule().isEmpty() && before.isEmpty()) return Optional.empty();
    List<ScheduledAction> live = autoscaling.scheduledActions(variant);
    for (ScheduledAction action : parts.actions()) {
      if (live.stream().anyMatch(one -> same(one, action))) continue;
      autoscaling.putScheduledAction(variant, action);
      return changed("Autoscaling has the scheduled action " + action.name() + ".");
    }
    List<String> names = parts.actions().stream().map(ScheduledAction::name).toList();
    Optional<String> stray =
        live.stream()
            .map(ScheduledAction::name)
            .filter(before::contains)
            .filter(name -> !names.contains(name))
            .findFirst();
    if (stray.isEmpty()) return Optional.empty();
    autoscaling.deleteScheduledAction(variant, stray.get());
    return changed("Took away the scheduled action " + stray.get() + ".");
  }

  /** Whether two scheduled actions are equal. AWS answers with UTC where no time zone was given. */
  private static boolean same(ScheduledAction live, ScheduledAction wanted) {
    String zone = wanted.timezone() == null ? "UTC" : wanted.timezone();
    String told = live.timezone() == null ? "UTC" : live.timezone();
    return zone.equals(told)
        && live.name().equals(wanted.name())
        && live.schedule().equals(wanted.schedule())
        && Objects.equals(live.minimum(), wanted.minimum())
        && Objects.equals(live.maximum(), wanted.maximum());
  }

  private Optional<Outcome> changed(String note) {
    return Optional.of(new Outcome.Changed(note, context.memory(), target()));
  }
}
