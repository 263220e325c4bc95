package dev.slipway.rollout;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.EndpointUpdate;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.Release;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The endpoint itself: created, or updated with the release's policy.
 *
 * <p>Before the update the endpoint's last-modified time is put on record. A try that died between
 * the call and its record is recognised by it: the endpoint was changed since, and either runs our
 * configuration, moves to it, or has been rolled back from it.
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
    String config = Objects.requireNonNull(context.memory().endpointConfigName());
    Optional<LiveEndpoint> found = sageMaker.findEndpoint(name);
    if (found.isEmpty()) {
      if (context.previous() != null) {
        return new Outcome.Stuck(
            "endpoint-lost",
            "The endpoint " + name + " has served and is gone. Somebody deleted it.",
            null);
      }
      sageMaker.createEndpoint(name, config, context.tags());
      return new Outcome.Changed(
          "Asked SageMaker to create the endpoint " + name + ".",
          context.memory(),
          ResourceChange.made(ResourceKind.ENDPOINT, name));
    }
    LiveEndpoint live = found.get();
    if (EndpointConfigStep.uses(live, config) && live.status() != EndpointStatus.DELETING) {
      return new Outcome.Done(
          "SageMaker has taken up the endpoint configuration " + config + ".",
          context.memory(),
          ResourceChange.made(ResourceKind.ENDPOINT, name));
    }
    if (!context.ours(sageMaker.tags(live.arn()))) return context.stranger("endpoint", name);
    if (live.status().moving()) {
      return new Outcome.Waiting(
          LOOK_AGAIN, "SageMaker to finish what it is doing (" + live.rawStatus() + ")", null);
    }
    if (live.status() == EndpointStatus.FAILED) return recreate(context, live);
    return update(context, live, config);
  }

  /** A Failed endpoint allows nothing but deletion; one that never served is made anew. */
  private static Outcome recreate(StepContext context, LiveEndpoint live) {
    if (context.previous() != null || !context.recorded(ResourceKind.ENDPOINT, live.name())) {
      return new Outcome.Stuck(
          "endpoint-failed",
          "The endpoint is Failed (" + live.failureReason() + ") and may have served.",
          null);
    }
    context.cloud().sageMaker().deleteEndpoint(live.name());
    return new Outcome.Changed(
        "Deleted the failed endpoint " + live.name() + ", which never served, to create it anew.",
        context.memory());
  }

  private static Outcome update(StepContext context, LiveEndpoint live, String config) {
    Memory memory = context.memory();
    if (memory.endpointSeenAt() == null) {
      return new Outcome.Changed(
          "The endpoint runs " + live.endpointConfigName() + " before the update.",
          memory.withEndpointSeen(live.endpointConfigName(), live.lastModifiedAt()));
    }
    if (!memory.endpointSeenAt().equals(live.lastModifiedAt())) {
      return AwaitStep.wentElsewhere(context, live, null);
    }
    boolean back = context.deployment().kind() == DeploymentKind.ROLL_BACK;
    RolloutPolicy policy = back ? RolloutPolicy.immediate() : context.spec().rollout();
    Optional<Refused> refusal =
        back ? Optional.empty() : Planning.refusedNow(context.spec(), instances(live));
    if (refusal.isPresent()) {
      return new Outcome.Impossible(refusal.get().code(), refusal.get().detail());
    }
    List<String> alarms = AlarmsStep.rollbackAlarms(context).stream().map(AlarmSpec::name).toList();
    context
        .cloud()
        .sageMaker()
        .updateEndpoint(
            new EndpointUpdate(live.name(), config, policy, alarms, keepsCapacity(context)));
    return new Outcome.Changed(
        "Asked SageMaker to update the endpoint to "
            + config
            + " ("
            + policy.strategy()
            + ", "
            + instances(live)
            + " instances).",
        memory);
  }

  /** A live autoscaled count is kept, unless the release itself changes the fleet. */
  private static boolean keepsCapacity(StepContext context) {
    Release previous = context.previous();
    return previous != null
        && previous.spec().autoscaling() != null
        && context.spec().autoscaling() != null
        && previous.spec().hosting().equals(context.spec().hosting());
  }

  private static int instances(LiveEndpoint live) {
    Integer count =
        live.variants().isEmpty() ? null : live.variants().getFirst().desiredInstanceCount();
    return count == null ? 1 : count;
  }
}
