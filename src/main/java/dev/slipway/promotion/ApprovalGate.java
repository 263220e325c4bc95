package dev.slipway.promotion;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;

import dev.slipway.access.PresentRights;
import dev.slipway.access.Role;
import dev.slipway.promotion.Decision.Kind;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The gate that opens when enough people other than the requester have approved, each of them once.
 * The approval of a service account counts as long as it may approve.
 */
@Component
@Order(6)
class ApprovalGate implements Gate {

  private final PresentRights rights;

  ApprovalGate(PresentRights rights) {
    this.rights = rights;
  }

  @Override
  public List<GateVerdict> look(Passage passage) {
    Integer wanted = passage.rules().approvals();
    if (wanted == null) return List.of();
    Map<Boolean, List<String>> approvers =
        passage.standing().decisions().stream()
            .filter(decision -> decision.kind() == Kind.APPROVED)
            .map(Decision::by)
            .collect(partitioningBy(by -> rights.lost(by, Role.APPROVER, passage.target())));
    List<String> lost = approvers.getOrDefault(true, List.of());
    List<String> count = approvers.getOrDefault(false, List.of());
    String so =
        "%d of %d approvals%s.%s"
            .formatted(
                count.size(),
                wanted,
                count.isEmpty() ? "" : count.stream().collect(joining(", ", ", by ", "")),
                lost.isEmpty()
                    ? ""
                    : lost.stream()
                        .collect(
                            joining(", ", " Not counted, since it may not approve now: ", ".")));
    return List.of(
        count.size() < wanted
            ? GateVerdict.pending(
                GateKind.APPROVALS,
                so + " Somebody other than " + passage.standing().requestedBy() + " approves it.")
            : GateVerdict.passed(GateKind.APPROVALS, so));
  }
}
