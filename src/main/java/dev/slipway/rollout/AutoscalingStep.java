package dev.slipway.rollout;

import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.Metric;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.TrackingPolicy;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.endpoint.Names;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.environment.Scaling;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Scalable target and target tracking, put and read back. */
@Component
class AutoscalingStep implements Step {

  @Override
  public StepName name() {
    return StepName.AUTOSCALING;
  }

  @Override
  public Outcome advance(StepContext context) {
    Autoscaling autoscaling = context.cloud().autoscaling();
    Variant variant = new Variant(context.endpoint().physicalName(), ReleaseSpec.VARIANT);
    ResourceChange target = ResourceChange.made(ResourceKind.SCALABLE_TARGET, variant.resourceId());
    Optional<Target> live = autoscaling.findTarget(variant);
    Scaling wanted = context.spec().autoscaling();
    if (live.isPresent() && !context.ours(autoscaling.tags(live.get().arn()))) {
      return context.stranger("scalable target", variant.resourceId());
    }
    if (wanted == null) return without(context, variant, live);
    if (live.isEmpty()
        || live.get().minimum() != wanted.minInstances()
        || live.get().maximum() != wanted.maxInstances()) {
      autoscaling.register(variant, wanted.minInstances(), wanted.maxInstances(), context.tags());
      return new Outcome.Changed(
          "Autoscaling keeps between "
              + wanted.minInstances()
              + " and "
              + wanted.maxInstances()
              + " instances.",
          context.memory(),
          target);
    }
    Metric metric = wanted.tracked();
    if (metric != null) {
      TrackingPolicy policy =
          new TrackingPolicy(
              Names.scalingPolicy(context.endpoint().name()),
              metric,
              Objects.requireNonNull(wanted.target()),
              wanted.scaleInCooldownSeconds(),
              wanted.scaleOutCooldownSeconds());
      if (!autoscaling.policies(variant).tracking().contains(policy)) {
        autoscaling.putPolicy(variant, policy);
        return new Outcome.Changed(
            "Autoscaling holds " + metric + " at " + wanted.target() + ".",
            context.memory(),
            target);
      }
    }
    return new Outcome.Done("Autoscaling is as released.", context.memory(), target);
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
