package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SageMaker's rules, which are checked before anything is changed. Where SageMaker would refuse,
 * Slipway refuses with a proposal. Where SageMaker would accept something that defeats its purpose,
 * there is a remark. Each theme has a class of its own.
 *
 * <p>Sources: the SageMaker API reference (BlueGreenUpdatePolicy, CapacitySize) and the developer
 * guide's pages on deployment guardrails, endpoint auto scaling and serverless inference.
 */
final class SageMakerRules {

  private SageMakerRules() {}

  /**
   * Refuses what SageMaker would refuse, and remarks on the rest.
   *
   * @param current the release that serves now; null for none
   * @param live how many instances serve; null when AWS does not say
   */
  static List<Remark> check(
      @Nullable ReleaseSpec current, ReleaseSpec wanted, @Nullable Integer live) {
    Capacity capacity = Capacity.of(current, wanted, live);
    burstableScaling(wanted);
    ServerlessExclusions.refuse(wanted);
    List<Remark> remarks = new ArrayList<>(HostingRemarks.of(current, wanted));
    if (current != null && current.otherKind(wanted)) {
      if (wanted.hosting().serverless() == null) {
        FleetShares.check(wanted.rollout(), capacity.instances());
        Bakes.checkTimeout(wanted.rollout(), capacity.instances());
      }
      JudgedBakes.nothingToCompare(wanted).ifPresent(remarks::add);
      return remarks;
    }
    if (wanted.hosting().serverless() != null) {
      AbortLever.remark(current, wanted, 1).ifPresent(remarks::add);
      if (current == null) return remarks;
      Bakes.tooShort(wanted, Bakes.ownSeconds(wanted)).ifPresent(remarks::add);
      JudgedBakes.check(wanted, 1).ifPresent(remarks::add);
      return remarks;
    }
    FleetShares.check(wanted.rollout(), capacity.instances());
    Bakes.checkTimeout(wanted.rollout(), capacity.instances());
    AbortLever.remark(current, wanted, capacity.instances()).ifPresent(remarks::add);
    if (current == null) {
      remarks.add(
          new Remark(
              Severity.NOTE,
              "creation-has-no-canary",
              "SageMaker applies canaries and rollback alarms to updates only; the first release"
                  + " takes all traffic at once.",
              null));
      return remarks;
    }
    JudgedBakes.check(wanted, capacity.instances()).ifPresent(remarks::add);
    if (!FleetRemarks.skipsGuardrails(wanted)) remarks.addAll(guarded(wanted, capacity));
    remarks.addAll(FleetRemarks.of(current, wanted, live, capacity));
    return remarks;
  }

  /** The remarks on a release that SageMaker bakes and whose alarms it watches. */
  private static List<Remark> guarded(ReleaseSpec wanted, Capacity capacity) {
    List<Remark> remarks = new ArrayList<>();
    Bakes.tooShort(wanted, Bakes.seconds(wanted.rollout(), capacity.instances()))
        .ifPresent(remarks::add);
    remarks.add(
        new Remark(
            Severity.NOTE,
            "rollback-alarms-watch-the-new-fleet",
            "The rollback alarms carry the new endpoint configuration's name, so errors of the old"
                + " fleet cannot end this release, and alarm and endpoint do not need each other to"
                + " exist first.",
            null));
    return remarks;
  }

  /** Refuses an update that SageMaker would refuse when it brings this many instances up. */
  static void refuse(ReleaseSpec wanted, int instances) {
    burstableScaling(wanted);
    ServerlessExclusions.refuse(wanted);
    if (wanted.hosting().serverless() != null) return;
    FleetShares.check(wanted.rollout(), instances);
    Bakes.checkTimeout(wanted.rollout(), instances);
  }

  private static void burstableScaling(ReleaseSpec wanted) {
    if (wanted.autoscaling() == null) return;
    for (String type : wanted.hosting().types()) {
      if (!type.startsWith("ml.t2.")) continue;
      throw Refused.field(
          "instance-type-does-not-scale",
          "/hosting/instance_type",
          "SageMaker does not scale "
              + type
              + " automatically. Use ml.m5.large or another type that is not burstable, or remove"
              + " autoscaling.");
    }
  }
}
