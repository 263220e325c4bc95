package dev.slipway.rollout;

import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.endpoint.Release;
import dev.slipway.environment.Scaling;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Puts the scaling that the release names, and reads it back. A way back leaves a scalable target
 * of somebody else's alone.
 */
@Component
class AutoscalingStep implements Step {

  @Override
  public StepName name() {
    return StepName.AUTOSCALING;
  }

  @Override
  public Outcome advance(StepContext context) {
    Autoscaling autoscaling = context.cloud().autoscaling();
    Variant variant = context.endpoint().scaled(context.spec());
    Optional<Target> live = autoscaling.findTarget(variant);
    if (live.isPresent() && !context.ours(autoscaling.tags(live.get().arn()))) {
      return context.back()
          ? new Outcome.Done(
              "Somebody else scales the endpoint now; that was left alone.", context.memory())
          : context.stranger("scalable target", variant.resourceId());
    }
    Scaling wanted = context.spec().autoscaling();
    if (wanted == null) return without(context, variant, live);
    BringScaling bring = new BringScaling(context, wanted, variant);
    return bring
        .next(live)
        .orElseGet(() ->
            new Outcome.Done(
                "Autoscaling is as released.", context.memory(), bring.resources(), null));
  }

  /** Takes the scaling off the endpoint that was to take the serving one's place. */
  @Override
  public Outcome undo(StepContext context) {
    if (context.swap() == null) return Step.super.undo(context);
    Variant variant = context.endpoint().scaled(context.spec());
    Optional<Target> live = context.cloud().autoscaling().findTarget(variant);
    if (live.isPresent() && context.ours(context.cloud().autoscaling().tags(live.get().arn()))) {
      context.cloud().autoscaling().deregister(variant);
      return new Outcome.Changed("Took autoscaling off the new endpoint.", context.memory());
    }
    ResourceChange gone = ResourceChange.gone(ResourceKind.SCALABLE_TARGET, variant.resourceId());
    StepContext old = context.onTheOld();
    Release previous = context.previous();
    Scaling before = previous == null ? null : previous.spec().autoscaling();
    if (previous == null || before == null || before.steps().isEmpty()) {
      return new Outcome.Done("Nothing scales the new endpoint.", context.memory(), gone);
    }
    // Alarms of step policies have one name each, whichever endpoint they watch.
    return new BringScaling(old, before, old.endpoint().scaled(previous.spec()))
        .belowBounds()
        .orElseGet(() -> new Outcome.Done("Autoscaling is as it was.", context.memory(), gone));
  }

  private static Outcome without(StepContext context, Variant variant, Optional<Target> live) {
    boolean recorded = context.recorded(ResourceKind.SCALABLE_TARGET, variant.resourceId());
    if (live.isEmpty() || !recorded) {
      return new Outcome.Done(
          "The release has no autoscaling.",
          context.memory(),
          ResourceChange.gone(ResourceKind.SCALABLE_TARGET, variant.resourceId()));
    }
    Optional<Outcome> lost = ScalingOfOthers.wouldGo(context, variant);
    if (lost.isPresent()) return lost.get();
    context.cloud().autoscaling().deregister(variant);
    return new Outcome.Changed("Ended autoscaling, as the release has none.", context.memory());
  }
}
