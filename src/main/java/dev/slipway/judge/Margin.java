package dev.slipway.judge;

import dev.slipway.judge.JudgeRules.MetricRule;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Whether a worsening as large as matters would have been seen. That no difference was found is no
 * pass by itself: too few requests hide a large one. So it is asked how likely a new fleet that is
 * worse by just the tolerance is to look as good as this one did, or better.
 */
final class Margin {

  /** A pass needs less: what matters is seen as often as what a plan calls detectable. */
  static final double MOST_OVERLOOKED = 1 - Foresight.POWER;

  /** Parts of the distribution of the old fleet's true rate, which its requests tell roughly. */
  private static final int QUANTILES = 41;

  private Margin() {}

  /** How likely a rate that is worse by the tolerance would have shown no more than this. */
  static double overlooked(
      MetricRule rule, long after, long requestsAfter, long before, long requestsBefore) {
    // Jeffreys' interval: right for rare counts, and for none at all.
    BetaDistribution old = BetaDistribution.of(before + 0.5, requestsBefore - before + 0.5);
    double up = 0;
    double down = 0;
    for (int i = 0; i < QUANTILES; i++) {
      double rate = old.inverseCumulativeProbability((i + 0.5) / QUANTILES);
      double higher = rate + rule.tolerance();
      double lower = rate - rule.tolerance();
      // What no rate can be, it need not be told from.
      if (higher <= 1) up += counts(requestsAfter, higher).cumulativeProbability((int) after);
      if (lower >= 0) down += counts(requestsAfter, lower).survivalProbability((int) after - 1);
    }
    return worst(rule, up / QUANTILES, down / QUANTILES);
  }

  /** The same of a latency, by the judge's own test against the old one with the tolerance. */
  static double overlooked(MetricRule rule, double[] after, double[] before) {
    double up =
        Judge.mannWhitney(
            scaled(after, 1 + rule.tolerance()), before, JudgeRules.Direction.DECREASE);
    double down =
        rule.tolerance() >= 1
            ? 0
            : Judge.mannWhitney(
                scaled(after, 1 - rule.tolerance()), before, JudgeRules.Direction.INCREASE);
    return worst(rule, up, down);
  }

  private static double worst(MetricRule rule, double up, double down) {
    return switch (rule.direction()) {
      case INCREASE -> up;
      case DECREASE -> down;
      case EITHER -> Math.max(up, down);
    };
  }

  private static BinomialDistribution counts(long requests, double rate) {
    return BinomialDistribution.of(Math.toIntExact(requests), rate);
  }

  private static double[] scaled(double[] values, double by) {
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) scaled[i] /= by;
    return scaled;
  }
}
