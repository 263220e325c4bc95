package dev.slipway.rollout;

import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.RecentTraffic;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ScaleOut;
import dev.slipway.environment.Scaling;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Enlarges a fleet before an update freezes its size, where the busiest minute of the last hours
 * needs more instances than serve. It raises the minimum of autoscaling, and AUTOSCALING puts the
 * minimum back after the update. The update does not wait for ever for instances that AWS does not
 * have.
 */
final class ScaleOutFirst {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private ScaleOutFirst() {}

  /** Whether the release asks for it, and SageMaker lets the fleet be scaled until the update. */
  static boolean concerns(StepContext context, Release previous) {
    return context.deployment().kind() == DeploymentKind.PROMOTE
        && ScaleOut.concerns(previous.spec(), context.spec());
  }

  static Outcome advance(StepContext context, Release previous) {
    Scaling scaling = Objects.requireNonNull(previous.spec().autoscaling());
    Variant variant = context.endpoint().scaled(previous.spec());
    Optional<Target> target = context.cloud().autoscaling().findTarget(variant);
    Optional<LiveEndpoint> live =
        context.cloud().sageMaker().findEndpoint(context.endpoint().physicalName());
    Integer serving = live.map(LiveEndpoint::desiredInstances).orElse(null);
    if (target.isEmpty() || live.isEmpty() || serving == null) {
      return new Outcome.Done("Nothing scales the fleet.", context.memory());
    }
    if (!context.ours(context.cloud().autoscaling().tags(target.get().arn()))) {
      return context.stranger("scalable target", variant.resourceId());
    }
    Memory.Scaled known = context.memory().scaled();
    if (known == null) return decided(context, scaling, target.get(), live.get(), serving);
    int least = known.raisedTo() == null ? 0 : known.raisedTo();
    if (target.get().minimum() < least) {
      if (!known.has(target.get())) return setSince(context, target.get(), least);
      return new BringScaling(context, scaling, variant)
          .register(new Memory.Scaled(least, Math.max(least, known.maximum())));
    }
    boolean there = serving >= least && !live.get().status().moving();
    if (there || context.inStep().compareTo(PATIENCE) > 0) {
      return new Outcome.Done(
          there
              ? "The fleet has " + serving + " instances before the update."
              : "The fleet has " + serving + " instances of " + least + "; the update goes on.",
          context.memory());
    }
    return new Outcome.Waiting(
        LOOK_AGAIN, "the fleet to grow to " + least + " instances before the update", null);
  }

  /**
   * A scheduled action has set other bounds while the fleet grew. These are remembered, raised in
   * their turn, and put back later.
   */
  private static Outcome setSince(StepContext context, Target target, int least) {
    return new Outcome.Changed(
        "Autoscaling was set to keep between "
            + target.minimum()
            + " and "
            + target.maximum()
            + " while the fleet grew.",
        context
            .memory()
            .withScaled(
                new Memory.Scaled(
                    target.minimum(), target.maximum(), Math.min(least, target.maximum()))));
  }

  private static Outcome decided(
      StepContext context, Scaling scaling, Target target, LiveEndpoint live, int serving) {
    OptionalInt peak =
        RecentTraffic.instancesAtPeak(
            context.cloud(), context.endpoint(), scaling, live.createdAt(), context.now());
    int needed = peak.orElse(0);
    // A higher maximum that a scheduled action sets at other times does not hold now.
    int least = Math.min(needed, target.maximum());
    if (least <= serving) {
      return new Outcome.Done(
          needed <= serving
              ? "The fleet is as large as its recent peak needs."
              : "The fleet is as large as autoscaling lets it grow now.",
          context.memory());
    }
    return new Outcome.Changed(
        "The recent peak needs "
            + needed
            + " instances"
            + (least < needed ? ", of which autoscaling allows " + least + " now" : "")
            + ", and "
            + serving
            + " serve.",
        context.memory().withScaled(new Memory.Scaled(target.minimum(), target.maximum(), least)));
  }
}
