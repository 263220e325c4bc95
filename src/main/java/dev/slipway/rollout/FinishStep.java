package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Collects what {@link Retention} no longer keeps, one thing a tick. What the endpoint runs, or ran
 * before this update, is never collected.
 */
@Component
class FinishStep implements Step {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  @Override
  public StepName name() {
    return StepName.FINISH;
  }

  @Override
  public Outcome advance(StepContext context) {
    Optional<LiveEndpoint> live =
        context.cloud().sageMaker().findEndpoint(context.endpoint().physicalName());
    // After this the record says that the deployment succeeded, so the proof has to be of now.
    Optional<Outcome> belied = TruthCheck.belied(context, live, null);
    if (belied.isPresent()) return belied.get();
    Optional<OwnedResource> next = retention(context, live.orElseThrow()).next();
    if (next.isEmpty()) {
      return new Outcome.Done("Nothing is left to collect.", context.memory());
    }
    OwnedResource resource = next.get();
    Optional<Outcome> called = called(context, resource);
    if (called.isPresent()) return called.get();
    return switch (Removal.of(resource, context)) {
      case GOING ->
          new Outcome.Waiting(
              LOOK_AGAIN,
              "AWS to remove the " + word(resource.kind()) + " " + resource.name(),
              null);
      case HELD ->
          new Outcome.Changed(
              HeldAlarms.told(List.of(resource.name())),
              context.memory(),
              HeldAlarms.left(resource.name()));
      case ASKED ->
          new Outcome.Changed(
              "Collected the " + word(resource.kind()) + " " + resource.name() + ".",
              context.memory());
      case NOT_OURS ->
          new Outcome.Changed(
              "Left the "
                  + word(resource.kind())
                  + " "
                  + resource.name()
                  + " alone: it no longer carries this endpoint's mark.",
              context.memory(),
              ResourceChange.gone(resource.kind(), resource.name()));
      case GONE ->
          new Outcome.Changed(
              "The " + word(resource.kind()) + " " + resource.name() + " is gone.",
              context.memory(),
              ResourceChange.gone(resource.kind(), resource.name()));
    };
  }

  /**
   * Waits for callers of an endpoint that is to be collected. An endpoint of an earlier swap may
   * still be asked by its name. The endpoint that this very deployment replaced needs no wait here:
   * the bake has waited for its callers.
   */
  private static Optional<Outcome> called(StepContext context, OwnedResource resource) {
    Swap swap = context.swap();
    if (resource.kind() != ResourceKind.ENDPOINT
        || (swap != null && resource.name().equals(swap.from()))) {
      return Optional.empty();
    }
    return Drain.waiting(context, resource.name(), context.now().minus(context.inStep()), null);
  }

  private static Retention retention(StepContext context, LiveEndpoint live) {
    List<OwnedResource> owned = context.owned();
    Memory.Before before = context.memory().before();
    return new Retention(
        owned,
        context.endpoint().physicalName(),
        Retention.kept(
            context.target().number(),
            context.previous() == null ? null : context.previous().number(),
            owned,
            context.keepReleases()),
        Stream.concat(
                // A way back that left a stranger's scaling alone has put none of its own.
                BringScaling.alarmsOf(context, context.target()).stream(),
                owned.stream()
                    .filter(one -> one.kind() == ResourceKind.ALARM)
                    .filter(one -> one.deploymentId().equals(context.deployment().id()))
                    .map(OwnedResource::name))
            .collect(Collectors.toSet()),
        Stream.of(
                Optional.of(live.endpointConfigName()),
                Optional.ofNullable(before).map(Memory.Before::endpointConfigName))
            .flatMap(Optional::stream)
            .collect(Collectors.toSet()),
        context.made().modelName());
  }

  private static String word(ResourceKind kind) {
    return switch (kind) {
      case SCALABLE_TARGET -> "scalable target";
      case ALARM -> "alarm";
      case ENDPOINT -> "endpoint";
      case ENDPOINT_CONFIG -> "endpoint configuration";
      case MODEL -> "model";
      case ROLE -> "role";
    };
  }
}
