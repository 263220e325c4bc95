package dev.slipway.rollout;

import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.endpoint.Release;
import dev.slipway.environment.Scaling;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Takes autoscaling off where SageMaker would refuse the update because of it. While a variant is
 * registered, SageMaker changes neither its instance type nor takes its provisioned concurrency
 * away (developer guide, "Update or delete endpoints that use automatic scaling"). The live count
 * stays as it is, nothing scales it meanwhile, and AUTOSCALING registers the variant again.
 *
 * <p>Where the release asks for it, this also enlarges a fleet that is smaller than its recent peak
 * needs, see {@link ScaleOutFirst}.
 *
 * <p>The bounds go on record before autoscaling is taken off, so that the way back can always put
 * it as it was.
 */
@Component
class AutoscalingBeforeStep implements Step {

  @Override
  public StepName name() {
    return StepName.AUTOSCALING_BEFORE;
  }

  @Override
  public Outcome advance(StepContext context) {
    Release previous = context.previous();
    if (previous != null && ScaleOutFirst.concerns(context, previous)) {
      return ScaleOutFirst.advance(context, previous);
    }
    if (previous == null || !previous.spec().refusedWhileScaled(context.spec())) {
      return new Outcome.Done("Autoscaling does not stand in the way.", context.memory());
    }
    Autoscaling autoscaling = context.cloud().autoscaling();
    Variant variant = context.endpoint().scaled(previous.spec());
    Optional<Target> live = autoscaling.findTarget(variant);
    if (live.isEmpty()) {
      return new Outcome.Done(
          "Nothing scales the endpoint until the update is over.", context.memory());
    }
    if (!context.ours(autoscaling.tags(live.get().arn()))) {
      return context.stranger("scalable target", variant.resourceId());
    }
    Optional<Outcome> lost = ScalingOfOthers.standsAgainst(context);
    if (lost.isPresent()) return lost.get();
    Memory.Scaled bounds = new Memory.Scaled(live.get().minimum(), live.get().maximum());
    if (!bounds.equals(context.memory().scaled())) {
      return new Outcome.Changed(
          "Autoscaling keeps between "
              + bounds.minimum()
              + " and "
              + bounds.maximum()
              + " before it is taken off.",
          context.memory().withScaled(bounds));
    }
    autoscaling.deregister(variant);
    return new Outcome.Changed(
        "Took autoscaling off: SageMaker refuses this update of a scaled variant.",
        context.memory());
  }

  /** Puts autoscaling as it was, since the earlier release serves on. */
  @Override
  public Outcome undo(StepContext context) {
    Memory.Scaled bounds = context.memory().scaled();
    Release previous = context.previous();
    if (bounds == null || previous == null) return Step.super.undo(context);
    Scaling before = previous.spec().autoscaling();
    if (before == null) return Step.super.undo(context);
    Variant variant = context.endpoint().scaled(previous.spec());
    Optional<Target> live = context.cloud().autoscaling().findTarget(variant);
    if (live.isPresent() && !context.ours(context.cloud().autoscaling().tags(live.get().arn()))) {
      return new Outcome.Done("Somebody else scales the endpoint now.", context.memory());
    }
    BringScaling bring = new BringScaling(context, before, variant);
    if (live.isEmpty()) {
      return bring.register(
          isOfServing(context, bounds, before)
              ? bounds
              : new Memory.Scaled(before.minInstances(), before.maxInstances()));
    }
    Optional<Memory.Scaled> back =
        bounds.back(live.get(), before).filter(one -> isOfServing(context, one, before));
    if (back.isPresent()) return bring.back(back.get());
    return bring
        .belowBounds()
        .orElseGet(() ->
            new Outcome.Done(
                "Autoscaling is as it was.", context.memory(), bring.resources(), null));
  }

  /**
   * Whether the bounds are those of the serving release. A way back may have been handed the bounds
   * of another release.
   */
  private static boolean isOfServing(StepContext context, Memory.Scaled bounds, Scaling serving) {
    return context.deployment().kind() != DeploymentKind.ROLL_BACK
        || serving.allows(bounds.minimum(), bounds.maximum());
  }
}
