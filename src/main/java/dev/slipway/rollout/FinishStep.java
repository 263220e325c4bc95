package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What retention no longer keeps is collected, one thing a tick: rollback alarms of earlier
 * attempts (this deployment has replaced them), then configurations and models of releases beyond
 * the number that the environment keeps. What the endpoint runs is never among them.
 */
@Component
class FinishStep implements Step {

  @Override
  public StepName name() {
    return StepName.FINISH;
  }

  @Override
  public Outcome advance(StepContext context) {
    Optional<OwnedResource> next = collectable(context).findFirst();
    if (next.isEmpty()) {
      return new Outcome.Done("Nothing is left to collect.", context.memory());
    }
    OwnedResource resource = next.get();
    return switch (Removal.of(resource, context)) {
      case ASKED, GOING ->
          new Outcome.Changed(
              "Collected the " + word(resource.kind()) + " " + resource.name() + ".",
              context.memory());
      case GONE ->
          new Outcome.Changed(
              "The " + word(resource.kind()) + " " + resource.name() + " is gone.",
              context.memory(),
              ResourceChange.gone(resource.kind(), resource.name()));
    };
  }

  private static Stream<OwnedResource> collectable(StepContext context) {
    List<OwnedResource> owned = context.owned();
    int oldestKept = context.target().number() - context.keepReleases();
    Stream<OwnedResource> alarms =
        owned.stream()
            .filter(one -> one.kind() == ResourceKind.ALARM)
            .filter(one -> !context.madeHere(ResourceKind.ALARM, one.name()));
    Optional<LiveEndpoint> live =
        context.cloud().sageMaker().findEndpoint(context.endpoint().physicalName());
    Stream<OwnedResource> configs =
        owned.stream()
            .filter(one -> one.kind() == ResourceKind.ENDPOINT_CONFIG)
            .filter(one -> one.release() != null && one.release() < oldestKept)
            .filter(one -> live.isPresent() && !EndpointConfigStep.uses(live.get(), one.name()))
            .filter(one -> !one.name().equals(context.memory().previousConfigName()));
    Stream<OwnedResource> models =
        owned.stream()
            .filter(one -> one.kind() == ResourceKind.MODEL)
            .filter(one -> one.release() != null && one.release() < oldestKept)
            .filter(one -> !one.name().equals(context.memory().modelName()))
            .filter(one -> newest(owned, one) < oldestKept);
    return Stream.of(alarms, configs, models).flatMap(each -> each);
  }

  /** The newest release that uses the same model. */
  private static int newest(List<OwnedResource> owned, OwnedResource model) {
    return owned.stream()
        .filter(one -> one.kind() == model.kind() && one.name().equals(model.name()))
        .map(one -> one.release() == null ? Integer.MAX_VALUE : one.release())
        .max(Comparator.naturalOrder())
        .orElse(Integer.MAX_VALUE);
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
