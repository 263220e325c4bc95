package dev.slipway.endpoint;

import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Remarks on what the recent traffic means for an update: what alarms can see, and whether the
 * fleet is large enough.
 */
final class TrafficRemarks {

  private static final String UNKNOWN = "traffic-unknown";

  private TrafficRemarks() {}

  /**
   * The remarks.
   *
   * @param capacity the fleet that the update brings up, enlarged for it where it is
   */
  static List<Remark> of(
      ReleaseSpec before, ReleaseSpec wanted, Capacity capacity, Traffic traffic) {
    List<Remark> remarks = new ArrayList<>();
    if (traffic.foretells()) {
      remarks.addAll(sight(before, wanted, capacity, traffic));
    } else {
      remarks.add(tooYoung());
    }
    Scaling scaling = wanted.autoscaling();
    if (scaling == null || !frozen(before, wanted)) return remarks;
    OptionalInt peak = traffic.instancesAtPeak(scaling);
    if (peak.isPresent()) {
      int needed = peak.getAsInt();
      if (needed > capacity.instances()) {
        remarks.add(
            new Remark(
                Severity.WARNING,
                "peak-exceeds-frozen-count",
                String.format(
                    Locale.ROOT,
                    "The busiest minute of the last three hours had %.0f requests, for which"
                        + " autoscaling wants %d instances; the update freezes the fleet at %d.",
                    traffic.peakPerMinute(),
                    needed,
                    capacity.instances()),
                (scaling.scalesOutFirst()
                        ? "Raise"
                        : "Set autoscaling.scale_out_before_updates, raise")
                    + " autoscaling.min_instances to "
                    + needed
                    + " before the update, or deploy when traffic is low."));
      }
    }
    return remarks;
  }

  /**
   * Whether the update keeps a fleet from scaling that would scale otherwise. That is so whether
   * its count is kept or the release changes it, but not for a swap: while a swap is prepared, the
   * serving fleet scales on.
   */
  private static boolean frozen(ReleaseSpec before, ReleaseSpec wanted) {
    return before.autoscaling() != null && !Bakes.ours(before, wanted);
  }

  /** The remarks on what the alarms and the judge can see. */
  private static List<Remark> sight(
      ReleaseSpec before, ReleaseSpec wanted, Capacity capacity, Traffic traffic) {
    boolean atOnce = Bakes.ours(before, wanted);
    // Nobody watches alarms there, and no two fleets serve together.
    if (!atOnce && FleetRemarks.skipsGuardrails(wanted)) return List.of();
    double share = atOnce ? 1 : firstShare(wanted.rollout(), capacity.instances());
    List<Remark> remarks = new ArrayList<>(AlarmSight.remarks(wanted, traffic.perMinute(), share));
    if (traffic.byMinute() != null && !atOnce) {
      JudgeSight.remark(wanted, capacity.instances(), traffic.byMinute()).ifPresent(remarks::add);
    }
    return remarks;
  }

  private static Remark tooYoung() {
    return new Remark(
        Severity.WARNING,
        UNKNOWN,
        "SageMaker has had the endpoint for less than "
            + Traffic.LEAST_MINUTES
            + " minutes, which is too little to tell how many requests come. What alarms and judge"
            + " can see of this update is not known.",
        "Ask for the plan again when the endpoint has served for a while.");
  }

  /**
   * The remark where the recent traffic is not known. It does not hold up an update, but says that
   * nothing was checked.
   */
  static Remark unknown(CloudFailure untold) {
    return new Remark(
        Severity.WARNING,
        UNKNOWN,
        (untold.asked() ? "CloudWatch did not tell" : "CloudWatch was not asked")
            + " what the endpoint was asked lately ("
            + (untold.asked() ? untold.operation() + " failed: " : "")
            + untold.text()
            + "). What alarms and judge can see of this update, and whether the fleet bears its"
            + " peak, is not known.",
        untold.passing()
            ? "Ask for the plan again in a minute."
            : "Allow Slipway's role cloudwatch:GetMetricData; docs/iam has the least policy.");
  }

  /** The new fleet's share of the traffic in its first bake. */
  static double firstShare(RolloutPolicy policy, int instances) {
    return switch (policy.strategy()) {
      case ALL_AT_ONCE -> 1;
      case CANARY -> share(policy.canary(), instances);
      case LINEAR -> share(policy.linearStep(), instances);
      case ROLLING -> share(policy.maximumBatchSize(), instances);
    };
  }

  private static double share(@Nullable FleetShare share, int instances) {
    if (share == null || instances < 1) return 1;
    return Math.min(1, (double) FleetShares.size(share, instances) / instances);
  }
}
