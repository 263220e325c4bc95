package dev.slipway.rollout;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.EndpointUpdate;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.VariantProperty;
import dev.slipway.endpoint.Capacity;
import dev.slipway.endpoint.Planning;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Creates the endpoint, or updates it with the release's policy.
 *
 * <p>Before the update the endpoint's last-modified time goes on record. By it the step recognises
 * that a process died between the call and its record: the endpoint was changed since, and it runs
 * our configuration, moves to it, or has been rolled back from it.
 */
@Component
class EndpointStep implements Step {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  @Override
  public StepName name() {
    return StepName.ENDPOINT;
  }

  @Override
  public Outcome advance(StepContext context) {
    SageMaker sageMaker = context.cloud().sageMaker();
    String name = context.endpoint().physicalName();
    String config = Objects.requireNonNull(context.made().endpointConfigName());
    Optional<LiveEndpoint> found = sageMaker.findEndpoint(name);
    Abort abort = context.deployment().abort();
    if (found.isEmpty()) {
      if (abort != null) return new Outcome.CalledOff(abort.sentence());
      if (context.updated() != null) return Lost.stuck(name);
      sageMaker.createEndpoint(name, config, context.birthmarks());
      return new Outcome.Changed(
          "Asked SageMaker to create the endpoint " + name + ".",
          context.memory(),
          ResourceChange.made(ResourceKind.ENDPOINT, name));
    }
    LiveEndpoint live = found.get();
    boolean takenUp =
        EndpointConfigStep.uses(live, config) && live.status() != EndpointStatus.DELETING;
    if ((!takenUp || context.updated() == null)
        && !context.owns(ResourceKind.ENDPOINT, name, sageMaker.tags(live.arn()))) {
      return context.stranger("endpoint", name);
    }
    if (takenUp) {
      return new Outcome.Done(
          "SageMaker has taken up the endpoint configuration " + config + ".",
          context.memory(),
          ResourceChange.made(ResourceKind.ENDPOINT, name));
    }
    if (abort != null && !takenUp(context, live)) return new Outcome.CalledOff(abort.sentence());
    if (live.status().moving()) {
      return new Outcome.Waiting(
          LOOK_AGAIN, "SageMaker to finish what it is doing (" + live.rawStatus() + ")", null);
    }
    if (live.status() == EndpointStatus.FAILED) return recreate(context, live);
    return update(context, live, config);
  }

  /**
   * Deletes a Failed endpoint that never served, so that it is made anew. A Failed endpoint allows
   * nothing but deletion.
   */
  private static Outcome recreate(StepContext context, LiveEndpoint live) {
    if (context.updated() != null || !context.recorded(ResourceKind.ENDPOINT, live.name())) {
      return new Outcome.Stuck(
          "endpoint-failed",
          "The endpoint is Failed (" + Diagnosing.failure(context, live) + ") and may have served.",
          null);
    }
    context.cloud().sageMaker().deleteEndpoint(live.name());
    return new Outcome.Changed(
        "Deleted the failed endpoint " + live.name() + ", which never served, to create it anew.",
        context.memory());
  }

  private static Outcome update(StepContext context, LiveEndpoint live, String config) {
    Memory memory = context.memory();
    Memory.Before before = memory.before();
    if (before == null || touchedElsewhere(context, live, before)) {
      return new Outcome.Changed(
          "The endpoint runs " + live.endpointConfigName() + " before the update.",
          memory.withBefore(live.endpointConfigName(), live.lastModifiedAt()));
    }
    if (!before.modifiedAt().equals(live.lastModifiedAt())) {
      return TruthCheck.wentElsewhere(context, live, null);
    }
    Capacity capacity = capacity(context, live, config);
    Optional<Refused> refusal =
        context.back()
            ? Optional.empty()
            : Planning.refusedNow(context.spec(), capacity.instances());
    if (refusal.isPresent()) {
      return new Outcome.Impossible(refusal.get().code(), refusal.get().detail());
    }
    Optional<Outcome> alarms = WatchedAlarms.bySageMaker(context).standAgainst();
    if (alarms.isPresent()) return alarms.get();
    try {
      return ask(context, live, config, capacity);
    } catch (CloudFailure failure) {
      Optional<Capacity> rather = context.rather(capacity, live);
      if (failure.kind() != CloudFailure.Kind.QUOTA || rather.isEmpty()) throw failure;
      return ask(context, live, config, rather.get());
    }
  }

  private static Outcome ask(
      StepContext context, LiveEndpoint live, String config, Capacity capacity) {
    RolloutPolicy policy = context.policy(live, capacity.instances());
    List<String> alarms = RollbackAlarms.watchedBySageMaker(context);
    boolean recounted = context.recounted(capacity);
    context
        .cloud()
        .sageMaker()
        .updateEndpoint(
            new EndpointUpdate(
                live.name(),
                config,
                context.guarded() ? policy : null,
                alarms,
                capacity.kept() || recounted,
                recounted ? List.of(VariantProperty.DESIRED_INSTANCE_COUNT) : List.of()));
    return new Outcome.Changed(
        "Asked SageMaker to update the endpoint to "
            + config
            + (context.guarded()
                ? " (" + policy.strategy() + ", " + capacity.instances() + " instances)."
                : " (serverless)."),
        context.memory());
  }

  /**
   * The fleet that the update brings up, computed from the count that serves now and the count in
   * the endpoint configuration.
   */
  private static Capacity capacity(StepContext context, LiveEndpoint live, String config) {
    Integer serving = live.desiredInstances();
    Capacity capacity = context.capacity(serving);
    if (serving == null || !context.recounted(capacity)) return capacity;
    return context
        .cloud()
        .sageMaker()
        .findEndpointConfig(config)
        .map(LiveEndpointConfig::initialInstances)
        .map(written -> capacity.written(written, serving))
        .orElse(capacity);
  }

  /**
   * Whether the endpoint was changed since, but not by an update of ours. Autoscaling changes its
   * last-modified time too. An update that SageMaker took up is recognised by its alarms. An update
   * without alarms is asked for again, and ends as the first one did.
   */
  private static boolean touchedElsewhere(
      StepContext context, LiveEndpoint live, Memory.Before before) {
    return !takenUp(context, live)
        && live.endpointConfigName().equals(before.endpointConfigName())
        && !live.lastModifiedAt().equals(before.modifiedAt());
  }

  /** Whether SageMaker has ever been asked for this attempt's update. */
  private static boolean takenUp(StepContext context, LiveEndpoint live) {
    return RollbackAlarms.of(context).stream()
        .anyMatch(alarm -> live.lastRollbackAlarms().contains(alarm.name()));
  }

  /**
   * Deletes the endpoint that was to take the serving one's place, once nobody asks it any more.
   */
  private static Outcome unmake(StepContext context, Swap swap) {
    if (swap.backAt() != null) {
      Optional<Outcome> draining = Drain.underWay(context, swap.to(), swap.backAt(), null);
      if (draining.isPresent()) return draining.get();
    }
    ResourceChange gone = ResourceChange.gone(ResourceKind.ENDPOINT, swap.to());
    if (!context.madeHere(ResourceKind.ENDPOINT, swap.to())) {
      return new Outcome.Done("No endpoint was made.", context.memory());
    }
    OwnedResource made =
        context.owned().stream()
            .filter(one -> one.kind() == ResourceKind.ENDPOINT && one.name().equals(swap.to()))
            .findFirst()
            .orElseThrow();
    return switch (Removal.of(made, context)) {
      case ASKED ->
          new Outcome.Changed("Deleting the endpoint " + swap.to() + ".", context.memory());
      case GOING -> new Outcome.Waiting(LOOK_AGAIN, "SageMaker to delete " + swap.to(), null);
      case GONE ->
          new Outcome.Done("The endpoint " + swap.to() + " is gone.", context.memory(), gone);
      case NOT_OURS, HELD ->
          new Outcome.Done(
              "Left the endpoint " + swap.to() + " alone: it lost its mark.",
              context.memory(),
              gone);
    };
  }

  /**
   * Takes nothing back, unless the attempt made an endpoint for a swap. It looks whether the
   * earlier steps may be taken back: while the endpoint runs this attempt's configuration, or moves
   * to it, nothing that the attempt made may go.
   */
  @Override
  public Outcome undo(StepContext context) {
    String config = context.made().endpointConfigName();
    if (config == null) return Step.super.undo(context);
    if (context.swap() != null) return unmake(context, context.swap());
    Optional<LiveEndpoint> live =
        context.cloud().sageMaker().findEndpoint(context.endpoint().physicalName());
    if (live.isEmpty()
        && context.madeHere(ResourceKind.ENDPOINT, context.endpoint().physicalName())) {
      return new Outcome.Done(
          "The endpoint is gone.",
          context.memory(),
          ResourceChange.gone(ResourceKind.ENDPOINT, context.endpoint().physicalName()));
    }
    boolean serves =
        live.isPresent()
            && live.get().status() != EndpointStatus.FAILED
            && EndpointConfigStep.uses(live.get(), config);
    return serves
        ? new Outcome.Stuck(
            "release-may-serve",
            "The attempt failed ("
                + context.deployment().progress().reason()
                + "), but the endpoint is "
                + live.get().rawStatus()
                + " with its configuration.",
            null)
        : Step.super.undo(context);
  }
}
