package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What retention no longer keeps is collected, one thing a tick: a SageMaker endpoint that another
 * one has taken the place of, with what scaled it; rollback alarms of earlier attempts (this
 * deployment has replaced them), then configurations and models of releases beyond the number that
 * the environment keeps. What the endpoint runs, or ran before this update, is never among them,
 * and a model goes only when no configuration on record is left that needs it.
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
    // The record says succeeded after this, so the proof has to be of now.
    Optional<Outcome> belied = TruthCheck.belied(context, live, null);
    if (belied.isPresent()) return belied.get();
    Optional<OwnedResource> next = collectable(context, live).findFirst();
    if (next.isEmpty()) {
      return new Outcome.Done("Nothing is left to collect.", context.memory());
    }
    OwnedResource resource = next.get();
    return switch (Removal.of(resource, context)) {
      case GOING ->
          new Outcome.Waiting(
              LOOK_AGAIN,
              "AWS to remove the " + word(resource.kind()) + " " + resource.name(),
              null);
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

  private static Stream<OwnedResource> collectable(
      StepContext context, Optional<LiveEndpoint> live) {
    List<OwnedResource> owned = context.owned();
    Stream<OwnedResource> replaced =
        owned.stream()
            .filter(one -> replaced(one, context.endpoint().physicalName()))
            .sorted(Comparator.comparing(OwnedResource::kind));
    Set<Integer> kept = keptReleases(context);
    Stream<OwnedResource> alarms =
        owned.stream()
            .filter(one -> one.kind() == ResourceKind.ALARM)
            .filter(one -> !context.madeHere(ResourceKind.ALARM, one.name()));
    Memory.Before before = context.memory().before();
    Stream<OwnedResource> configs =
        owned.stream()
            .filter(one -> one.kind() == ResourceKind.ENDPOINT_CONFIG)
            .filter(one -> !kept.contains(one.release()))
            .filter(one -> live.isPresent() && !EndpointConfigStep.uses(live.get(), one.name()))
            .filter(one -> before == null || !one.name().equals(before.endpointConfigName()));
    Set<Integer> configured =
        owned.stream()
            .filter(one -> one.kind() == ResourceKind.ENDPOINT_CONFIG && one.release() != null)
            .map(OwnedResource::release)
            .collect(Collectors.toSet());
    Set<String> keptModels =
        owned.stream()
            .filter(one -> one.kind() == ResourceKind.MODEL)
            .filter(one -> kept.contains(one.release()) || configured.contains(one.release()))
            .map(OwnedResource::name)
            .collect(Collectors.toSet());
    Stream<OwnedResource> models =
        owned.stream()
            .filter(one -> one.kind() == ResourceKind.MODEL)
            .filter(one -> !keptModels.contains(one.name()))
            .filter(one -> !one.name().equals(context.made().modelName()));
    return Stream.of(replaced, alarms, configs, models).flatMap(each -> each);
  }

  /** Of a SageMaker endpoint that another one has taken the place of, or that never served. */
  private static boolean replaced(OwnedResource one, String serving) {
    return switch (one.kind()) {
      case SCALABLE_TARGET -> !Removal.endpointOf(one.name()).equals(serving);
      case ENDPOINT -> !one.name().equals(serving);
      case ALARM, ENDPOINT_CONFIG, MODEL, ROLE -> false;
    };
  }

  /**
   * The release that serves now, the one that it replaced, and as many more as the environment
   * keeps, by when they were last deployed. Releases that never served do not count: nothing of
   * theirs is on record any more.
   */
  private static Set<Integer> keptReleases(StepContext context) {
    Set<Integer> kept = new LinkedHashSet<>();
    kept.add(context.target().number());
    if (context.previous() != null) kept.add(context.previous().number());
    for (OwnedResource one : context.owned().reversed()) {
      if (kept.size() > context.keepReleases()) break;
      if (one.kind() == ResourceKind.ENDPOINT_CONFIG && one.release() != null) {
        kept.add(one.release());
      }
    }
    return kept;
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
