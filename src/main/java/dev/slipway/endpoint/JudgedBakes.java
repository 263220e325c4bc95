package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.judge.JudgeRules;
import dev.slipway.judge.JudgeRules.Meaning;
import dev.slipway.judge.Look;
import java.util.Optional;

/** The bakes in which both fleets serve, so that the judge can compare them. */
public final class JudgedBakes {

  /** The code of a rollout whose bakes are too short for its judge. */
  static final String TOO_SHORT = "bake-shorter-than-judge";

  private static final String BLIND = "judge-has-nothing-to-compare";
  private static final String OTHER_STRATEGY = "Use the strategy CANARY, LINEAR or ROLLING,";
  private static final String DO_WITHOUT =
      " or do without the judge: \"judge\": null in the environment, \"without\": [\"JUDGE\"] in"
          + " the endpoint's overrides.";

  private JudgedBakes() {}

  /** How many such bakes a rollout has on a fleet of this many instances: each gets one look. */
  public static int looks(RolloutPolicy policy, int instances) {
    return switch (policy.strategy()) {
      case ALL_AT_ONCE -> 0;
      case CANARY -> 1;
      case LINEAR -> FleetShares.parts(policy.linearStep(), 10, instances) - 1;
      case ROLLING -> FleetShares.parts(policy.maximumBatchSize(), 5, instances) - 1;
    };
  }

  /** The same of a release: none where SageMaker skips its guardrails, and with them all bakes. */
  public static int looks(ReleaseSpec wanted, int instances) {
    return FleetRemarks.skipsGuardrails(wanted) ? 0 : looks(wanted.rollout(), instances);
  }

  /**
   * Refuses a judged bake that is too short for a look and an abort after it.
   *
   * @return the remark where the judge has nothing to do
   */
  static Optional<Remark> check(ReleaseSpec wanted, int instances) {
    JudgeRules rules = wanted.judge();
    if (rules == null) return Optional.empty();
    if (wanted.hosting().serverless() == null && FleetRemarks.skipsGuardrails(wanted)) {
      return Optional.of(nothingToCompare(rules, "Use ml.inf2 or another family,"));
    }
    if (wanted.hosting().serverless() != null || looks(wanted.rollout(), instances) < 1) {
      return Optional.of(nothingToCompare(rules, OTHER_STRATEGY));
    }
    long needed = Look.SHORTEST_BAKE.toSeconds();
    int bake = wanted.rollout().waitIntervalSeconds();
    if (bake >= needed) return Optional.empty();
    throw Refused.field(
        TOO_SHORT,
        "/rollout/wait_interval_seconds",
        "Both fleets serve together for "
            + bake
            + " s at a time, and the judge needs "
            + needed
            + " s: "
            + Look.WARM_UP.toMinutes()
            + " min of warm-up, "
            + Look.points(Look.SHORTEST_BAKE)
            + " one-minute points, "
            + Look.METRIC_DELAY.toMinutes()
            + " min until CloudWatch shows them and "
            + Look.ABORT.toMinutes()
            + " min to abort. Set rollout.wait_interval_seconds to at least "
            + needed
            + ","
            + DO_WITHOUT);
  }

  /**
   * The remark where the fleets are two endpoints: only one of them serves at a time, so there is
   * nothing to compare.
   */
  static Optional<Remark> nothingToCompare(ReleaseSpec wanted) {
    return Optional.ofNullable(wanted.judge())
        .map(rules -> nothingToCompare(rules, OTHER_STRATEGY));
  }

  private static Remark nothingToCompare(JudgeRules rules, String proposal) {
    String sentence =
        "The judge compares both fleets over the same minutes, and in this rollout they never serve"
            + " at the same time: there is nothing to compare.";
    if (rules.onInsufficientEvidence() == Meaning.ABORT) {
      throw Refused.field(
          BLIND,
          "/rollout/strategy",
          sentence
              + " Since no evidence is to abort the update here, every update would be. "
              + proposal
              + DO_WITHOUT);
    }
    return new Remark(Severity.WARNING, BLIND, sentence, proposal + DO_WITHOUT);
  }
}
