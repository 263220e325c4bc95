package dev.slipway.promotion;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one gate says of one promotion, and why.
 *
 * @param name which of several gates of its kind; null where there is one
 * @param opensAt when it will pass if nothing else happens; null when time alone does not open it
 */
public record GateVerdict(
    GateKind gate,
    @Nullable String name,
    Verdict verdict,
    String reason,
    @Nullable Instant opensAt) {

  /** Whether it lets a promotion through. */
  public enum Verdict {
    /** It does. */
    PASSED,
    /** Not yet: a decision, or time, opens it, and the promotion waits for that. */
    PENDING,
    /** It does not. */
    FAILED,
    /** The gate is closed, and somebody broke the glass; the reason is the gate's own. */
    OVERRIDDEN
  }

  static GateVerdict passed(GateKind gate, String reason) {
    return new GateVerdict(gate, null, Verdict.PASSED, reason, null);
  }

  static GateVerdict failed(GateKind gate, String reason) {
    return new GateVerdict(gate, null, Verdict.FAILED, reason, null);
  }

  static GateVerdict pending(GateKind gate, String reason) {
    return new GateVerdict(gate, null, Verdict.PENDING, reason, null);
  }

  /**
   * The verdict of a gate that is closed now and may open later.
   *
   * @param waits whether the promotion waits for that
   * @param opensAt when time opens it; null when something else does
   */
  static GateVerdict closed(
      GateKind gate, String reason, boolean waits, @Nullable Instant opensAt) {
    return new GateVerdict(gate, null, waits ? Verdict.PENDING : Verdict.FAILED, reason, opensAt);
  }

  /** This verdict as that of one of several gates of its kind. */
  GateVerdict named(String one) {
    return new GateVerdict(gate, one, verdict, reason, opensAt);
  }

  /** This verdict where the glass was broken: a closed gate is passed over. */
  GateVerdict overridden() {
    return is(Verdict.PASSED)
        ? this
        : new GateVerdict(gate, name, Verdict.OVERRIDDEN, reason, opensAt);
  }

  /** The verdict in the form that history keeps. */
  Map<String, Object> fact() {
    return Map.of(
        "gate",
        name == null ? gate.name() : gate.name() + " " + name,
        "verdict",
        verdict.name(),
        "reason",
        reason);
  }

  boolean is(Verdict other) {
    return verdict == other;
  }
}
