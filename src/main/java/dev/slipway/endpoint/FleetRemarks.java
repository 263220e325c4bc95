package dev.slipway.endpoint;

import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an update does to the number and the type of instances. */
final class FleetRemarks {

  private FleetRemarks() {}

  static List<Remark> of(
      ReleaseSpec current, ReleaseSpec wanted, @Nullable Integer live, Capacity capacity) {
    List<Remark> remarks = new ArrayList<>();
    count(current, wanted, live, capacity, remarks);
    if (current.refusedWhileScaled(wanted)) remarks.add(takenOff(current, wanted));
    if (wanted.rollout().strategy() != Strategy.ROLLING) doubles(wanted, capacity, remarks);
    fallsBack(wanted, remarks);
    return remarks;
  }

  /**
   * The remark on a schedule that is taken off. The bounds that it had set last only if the new
   * release has a schedule too.
   */
  private static Remark takenOff(ReleaseSpec current, ReleaseSpec wanted) {
    boolean scheduled = isScheduled(current) && isScheduled(wanted);
    return new Remark(
        Severity.NOTE,
        "autoscaling-is-taken-off",
        "SageMaker refuses another instance type for a variant that is registered for autoscaling."
            + " Slipway takes autoscaling off just before the update and puts it on again after"
            + " it, also when the update fails; meanwhile nothing scales."
            + (scheduled
                ? " A scheduled action that is due meanwhile does not run, and the bounds from"
                    + " before hold until the next one."
                : ""),
        scheduled
            ? "Choose a time at which no scheduled action is due, or set the bounds of one that was"
                + " missed by hand afterwards: Slipway lets those of the schedule be."
            : null);
  }

  private static boolean isScheduled(ReleaseSpec release) {
    Scaling scaling = release.autoscaling();
    return scaling != null && !scaling.schedule().isEmpty();
  }

  private static void count(
      ReleaseSpec current,
      ReleaseSpec wanted,
      @Nullable Integer live,
      Capacity capacity,
      List<Remark> remarks) {
    if (capacity.kept()) {
      remarks.add(
          new Remark(
              Severity.NOTE,
              "capacity-is-kept",
              "The live instance count ("
                  + live
                  + ") is kept; scaling is blocked by SageMaker while the update runs.",
              null));
    } else if (live != null && capacity.instances() != live) {
      boolean shrinks = capacity.instances() < live;
      remarks.add(
          changes(
              live,
              capacity.instances(),
              shrinks && current.autoscaling() != null
                  ? "Set " + limit(wanted) + " to at least " + live + " if traffic needs them."
                  : null));
    }
  }

  /**
   * The remark on a way back that makes the fleet smaller: all traffic moves to the smaller fleet
   * at once, or autoscaling shrinks the fleet to its maximum right after that.
   *
   * @param live how many instances serve; null when AWS does not say
   */
  static Optional<Remark> shrinking(ReleaseSpec restored, @Nullable Integer live, int instances) {
    if (restored.hosting().serverless() != null || live == null) return Optional.empty();
    String proposal =
        "If traffic needs them, promote that version again with "
            + limit(restored)
            + " of at least "
            + live
            + ".";
    if (instances < live) return Optional.of(changes(live, instances, proposal));
    Scaling scaling = restored.autoscaling();
    return scaling == null || instances <= scaling.most()
        ? Optional.empty()
        : Optional.of(
            new Remark(
                Severity.WARNING,
                "capacity-changes",
                "The fleet comes back with "
                    + instances
                    + " instances, and autoscaling then brings it down to "
                    + scaling.most()
                    + ".",
                proposal));
  }

  private static Remark changes(int live, int instances, @Nullable String proposal) {
    return new Remark(
        instances < live ? Severity.WARNING : Severity.NOTE,
        "capacity-changes",
        "The fleet has " + live + " instances and will have " + instances + " with this release.",
        proposal);
  }

  /** What in a release limits the size of its fleet. */
  private static String limit(ReleaseSpec release) {
    return release.autoscaling() == null ? "hosting.instance_count" : "autoscaling.max_instances";
  }

  /** Blue/green needs both fleets at once, under one quota. */
  private static void doubles(ReleaseSpec wanted, Capacity capacity, List<Remark> remarks) {
    remarks.add(
        new Remark(
            Severity.NOTE,
            "fleet-doubles",
            "While the update runs, "
                + capacity.instances()
                + " more instances of type "
                + wanted.hosting().type()
                + " count against the account's quota and are paid for.",
            capacity.instances() < 2
                ? null
                : "The strategy ROLLING replaces the fleet in batches and needs at most half as"
                    + " many more."));
  }

  /** Whether SageMaker falls back to all traffic at once, without a bake. */
  static boolean skipsGuardrails(ReleaseSpec wanted) {
    return wanted.hosting().types().stream().anyMatch(type -> type.startsWith("ml.inf1."));
  }

  /** Deployment guardrails' exclusions: SageMaker says nothing, so the plan does. */
  private static void fallsBack(ReleaseSpec wanted, List<Remark> remarks) {
    if (!skipsGuardrails(wanted)) return;
    remarks.add(
        new Remark(
            Severity.WARNING,
            "guardrails-are-skipped",
            "SageMaker does not apply its guardrails to ml.inf1 instances: it falls back to all"
                + " traffic at once, without a bake and without rollback alarms, and says nothing.",
            "Use ml.inf2 or another family to keep the canary."));
  }
}
