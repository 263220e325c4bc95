package dev.slipway.promotion;

import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Violation;
import dev.slipway.promotion.Gate.Passage;
import dev.slipway.promotion.GateVerdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** All gates, asked together, so that a refusal tells every reason at once. */
@Component
class Gates {

  /** The code of a promotion that gates keep out. */
  static final String CLOSED = "gates-closed";

  private final List<Gate> gates;

  Gates(List<Gate> gates) {
    this.gates = gates;
  }

  /** The verdicts of all gates that the environment has. */
  List<GateVerdict> look(Passage passage) {
    return overridden(
        gates.stream().flatMap(gate -> gate.look(passage).stream()).toList(), passage.standing());
  }

  /**
   * The verdicts for a promotion that waits. Verdicts that follow from its release alone are taken
   * from before.
   */
  List<GateVerdict> again(Passage passage, List<GateVerdict> before) {
    List<GateVerdict> verdicts =
        new ArrayList<>(before.stream().filter(verdict -> verdict.gate().ofRelease()).toList());
    gates.stream()
        .filter(gate -> !gate.ofRelease())
        .forEach(gate -> verdicts.addAll(gate.look(passage)));
    verdicts.sort(Comparator.comparing(GateVerdict::gate));
    return overridden(verdicts, passage.standing());
  }

  private static List<GateVerdict> overridden(List<GateVerdict> verdicts, Standing standing) {
    return standing.breakGlass() == null
        ? verdicts
        : verdicts.stream().map(GateVerdict::overridden).toList();
  }

  static boolean any(Verdict verdict, List<GateVerdict> verdicts) {
    return verdicts.stream().anyMatch(one -> one.is(verdict));
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

  /** The field of the request to which a gate's verdict refers. */
  private static String pointer(GateKind gate) {
    return switch (gate) {
      case PREDECESSOR -> "/from";
      case IMAGE_PINNED, VERSION_APPROVED, SOAK -> "/version";
      case INSTANCE_TYPE, INSTANCE_COUNT, COST, FREEZE, APPROVALS, CHECK -> "/to";
    };
  }
}
