package dev.slipway.rollout;

import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.environment.Scaling;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Scaling as the release has it, put and read back. */
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
      return context.stranger("scalable target", variant.resourceId());
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

  private static Outcome without(StepContext context, Variant variant, Optional<Target> live) {
    boolean recorded = context.recorded(ResourceKind.SCALABLE_TARGET, variant.resourceId());
    if (live.isEmpty() || !recorded) {
      return new Outcome.Done(
          "The release has no autoscaling.",
          context.memory(),
          ResourceChange.gone(ResourceKind.SCALABLE_TARGET, variant.resourceId()));
    }
    context.cloud().autoscaling().deregister(variant);
    return new Outcome.Changed("Ended autoscaling, as the release has none.", context.memory());
  }
}
