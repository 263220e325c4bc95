package dev.slipway.promotion;

import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Violation;
import dev.slipway.promotion.Gate.Passage;
import dev.slipway.promotion.GateVerdict.Verdict;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** All gates, asked together: who is refused is told of every reason at once. */
@Component
class Gates {

  /** The code of a promotion that gates keep out. */
  static final String CLOSED = "gates-closed";

  private final List<Gate> gates;

  Gates(List<Gate> gates) {
    this.gates = gates;
  }

  /** What every gate says that the environment has. */
  List<GateVerdict> look(Passage passage) {
    return gates.stream().flatMap(gate -> gate.look(passage).stream()).toList();
  }

  static boolean anyFailed(List<GateVerdict> verdicts) {
    return verdicts.stream().anyMatch(verdict -> verdict.is(Verdict.FAILED));
  }

  /** Why a promotion is refused, in one sentence. */
  static String sentence(List<GateVerdict> verdicts) {
    List<Violation> why = violations(verdicts);
    String more = why.size() == 1 ? "" : " (" + (why.size() - 1) + " more under gates)";
    return why.getFirst().detail() + more;
  }

  /** The refusal of a promotion that was put on record with what its gates said. */
  static Refused refusal(UUID promotion, List<GateVerdict> verdicts) {
    return new Refused(
        CLOSED, sentence(verdicts), violations(verdicts), "/v1/promotions/" + promotion);
  }

  private static List<Violation> violations(List<GateVerdict> verdicts) {
    return verdicts.stream()
        .filter(verdict -> verdict.is(Verdict.FAILED))
        .map(verdict -> new Violation(pointer(verdict.gate()), verdict.reason()))
        .toList();
  }

  /** The field of the request that it is about. */
  private static String pointer(GateKind gate) {
    return switch (gate) {
      case IMAGE_PINNED, VERSION_APPROVED, SOAK -> "/version";
      case INSTANCE_TYPE, INSTANCE_COUNT, COST, FREEZE -> "/to";
    };
  }
}
