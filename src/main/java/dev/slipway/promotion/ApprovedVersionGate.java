package dev.slipway.promotion;

import dev.slipway.catalog.ModelVersion;
import dev.slipway.catalog.VersionApproval;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The gate for versions: only versions that somebody has approved pass. */
@Component
@Order(3)
class ApprovedVersionGate implements Gate {

  @Override
  public List<GateVerdict> look(Passage passage) {
    if (!passage.rules().wantsApprovedVersion()) return List.of();
    ModelVersion version = passage.named().version();
    VersionApproval approval = version.approval();
    if (approval != null && version.approved()) {
      return List.of(
          GateVerdict.passed(
              GateKind.VERSION_APPROVED,
              "%s was approved by %s: %s"
                  .formatted(version.name(), approval.by(), approval.reason())));
    }
    String why =
        approval == null
            ? "nobody has approved " + version.name()
            : "%s withdrew the approval of %s (%s)"
                .formatted(approval.by(), version.name(), approval.reason());
    return List.of(
        GateVerdict.closed(
            GateKind.VERSION_APPROVED,
            "%s takes approved versions, and %s. Approve it: POST /v1/models/%s/versions/%s/approvals."
                .formatted(passage.target(), why, version.model(), version.name()),
            passage.standing().waits(),
            null));
  }
}
