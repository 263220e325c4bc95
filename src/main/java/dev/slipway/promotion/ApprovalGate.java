package dev.slipway.promotion;

import dev.slipway.promotion.Decision.Kind;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The gate that opens when enough people other than the requester have approved, each of them once.
 */
@Component
@Order(6)
class ApprovalGate implements Gate {

  @Override
  public List<GateVerdict> look(Passage passage) {
    Integer wanted = passage.rules().approvals();
    if (wanted == null) return List.of();
    List<String> approvers =
        passage.standing().decisions().stream()
            .filter(decision -> decision.kind() == Kind.APPROVED)
            .map(Decision::by)
            .toList();
    String so =
        "%d of %d approvals%s."
            .formatted(
                approvers.size(),
                wanted,
                approvers.isEmpty()
                    ? ""
                    : approvers.stream().collect(Collectors.joining(", ", ", by ", "")));
    return List.of(
        approvers.size() < wanted
            ? GateVerdict.pending(
                GateKind.APPROVALS,
                so + " Somebody other than " + passage.standing().requestedBy() + " approves it.")
            : GateVerdict.passed(GateKind.APPROVALS, so));
  }
}
