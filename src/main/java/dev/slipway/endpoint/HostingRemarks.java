package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remarks on what the kind of hosting and its settings mean for a release. */
final class HostingRemarks {

  private HostingRemarks() {}

  static List<Remark> of(@Nullable ReleaseSpec current, ReleaseSpec wanted) {
    List<Remark> remarks = new ArrayList<>();
    digest(wanted, remarks);
    overwriting(wanted, remarks);
    ServerlessExclusions.elsewhere(wanted).ifPresent(remarks::add);
    if (wanted.hosting().serverless() != null && (current == null || !current.otherKind(wanted))) {
      remarks.add(current == null ? firstOnServerless() : onServerless(wanted));
    }
    if (current != null) removed(current, wanted, remarks);
    return remarks;
  }

  /**
   * The remark on an image whose digest is not known: its registry had no such image, or was not
   * asked since it is not ECR. A registry that Slipway may not read is refused earlier.
   */
  private static void digest(ReleaseSpec wanted, List<Remark> remarks) {
    List<String> untold =
        wanted.containers().stream()
            .map(ReleasedContainer::imageReference)
            .filter(image -> !image.contains("@sha256:"))
            .toList();
    if (untold.isEmpty()) return;
    remarks.add(
        new Remark(
            Severity.WARNING,
            "image-without-digest",
            "No registry told the digest of %s: it had no such image, or it is not ECR and was not asked. So the tag is deployed; what it means may change, and the truth check cannot compare it."
                .formatted(String.join(" and ", untold)),
            "Look whether the image is there under that name and tag, or name it by digest."));
  }

  /**
   * The remark on artifacts that may be overwritten. ModelDataUrl names no version, so a later
   * scale-out downloads what is there then.
   */
  private static void overwriting(ReleaseSpec wanted, List<Remark> remarks) {
    if (wanted.autoscaling() == null) return;
    remarks.add(
        new Remark(
            Severity.NOTE,
            "artifact-is-read-again",
            "Each instance that autoscaling adds downloads "
                + wanted.modelDataUrl()
                + " again, whatever it is by then. Slipway compares its entity tag before every"
                + " update.",
            "Never overwrite an artifact: give every version a key of its own, and deny"
                + " s3:PutObject on keys that exist."));
  }

  private static Remark firstOnServerless() {
    return serverless("the first release takes all traffic, and there is none to go back to.");
  }

  private static Remark onServerless(ReleaseSpec wanted) {
    return serverless(
        "it moves all traffic at once. Slipway watches the same alarms itself for "
            + Bakes.seconds(wanted.rollout(), 1)
            + " s and goes back when one fires.");
  }

  private static Remark serverless(String then) {
    return new Remark(
        Severity.NOTE,
        "serverless-has-no-guardrails",
        "SageMaker has no canary and no rollback alarms for serverless variants: " + then,
        null);
  }

  /** Remarks on members that an update removes: SageMaker drops them without telling. */
  private static void removed(ReleaseSpec current, ReleaseSpec wanted, List<Remark> remarks) {
    List<String> gone = new ArrayList<>();
    if (current.dataCapture() != null && wanted.dataCapture() == null) gone.add("data_capture");
    if (current.network() != null && wanted.network() == null) gone.add("network");
    if (current.hosting().kmsKeyId() != null && wanted.hosting().kmsKeyId() == null) {
      gone.add("hosting.kms_key_id");
    }
    if (current.autoscaling() != null && wanted.autoscaling() == null) gone.add("autoscaling");
    if (gone.isEmpty()) return;
    remarks.add(
        new Remark(
            Severity.WARNING,
            "something-is-taken-away",
            "The release that serves has " + String.join(", ", gone) + ", and this one has not.",
            "Put it back into the environment's profile or the endpoint's overrides if that was not"
                + " meant."));
  }
}
