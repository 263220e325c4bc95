package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an update can be stopped once SageMaker has begun it. SageMaker has no call for that; it
 * goes back when the attempt's abort alarm fires, which it watches while a fleet bakes.
 */
final class AbortLever {

  static final String CODE = "no-abort-lever";

  private AbortLever() {}

  /** The remark on an update that nothing can stop; empty where it can be stopped. */
  static Optional<Remark> remark(@Nullable ReleaseSpec current, ReleaseSpec wanted, int instances) {
    if (current == null) {
      return Optional.of(
          new Remark(
              Severity.NOTE,
              CODE,
              "SageMaker cannot stop a creation: canceling it deletes the endpoint once it is"
                  + " there.",
              null));
    }
    return missing(wanted, instances)
        .map(why ->
            new Remark(
                Severity.WARNING,
                CODE,
                why
                    + ": once SageMaker has begun, nothing can stop this update. A decision to undo"
                    + " it is carried out by a deployment of its own, after it.",
                proposal(wanted)));
  }

  /**
   * Refuses an update that nothing can stop. A first release passes, since there is no other way to
   * make one. A way back passes too, and so does a swap, since its predictions can be switched
   * back.
   */
  static void require(@Nullable ReleaseSpec current, ReleaseSpec wanted, int instances) {
    if (current == null || current.otherKind(wanted)) return;
    missing(wanted, instances)
        .ifPresent(why -> {
          throw Refused.field(
              CODE,
              "/rollout",
              why
                  + ": once SageMaker has begun, nothing could stop this update, and the"
                  + " environment asks for updates that can be stopped (require_abort_lever). "
                  + proposal(wanted));
        });
  }

  /**
   * The call that pulls the lever. It is also made once beforehand, to show that Slipway may pull
   * it.
   */
  static Call published() {
    return new Call(
        "cloudwatch", "PutMetricData", AlarmSet.OWN_NAMESPACE + " " + AlarmSet.ABORT_METRIC);
  }

  private static Optional<String> missing(ReleaseSpec wanted, int instances) {
    if (wanted.hosting().serverless() != null) {
      return Optional.of("Serverless endpoints have no guardrails, hence no alarm that ends one");
    }
    if (FleetRemarks.skipsGuardrails(wanted)) {
      return Optional.of(
          "SageMaker skips its guardrails for "
              + wanted.hosting().type()
              + " and watches no alarm");
    }
    return Bakes.seconds(wanted.rollout(), instances) == 0
        ? Optional.of("This rollout has no bake, and alarms are watched only while a fleet bakes")
        : Optional.empty();
  }

  private static String proposal(ReleaseSpec wanted) {
    if (wanted.hosting().serverless() != null) {
      return "Use instances where a release must be stoppable.";
    }
    return FleetRemarks.skipsGuardrails(wanted)
        ? "Use ml.inf2 or another family."
        : "Set rollout.termination_wait_seconds or rollout.wait_interval_seconds.";
  }
}
