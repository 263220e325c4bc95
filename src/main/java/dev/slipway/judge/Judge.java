package dev.slipway.judge;

import dev.slipway.judge.Evidence.Minute;
import dev.slipway.judge.JudgeRules.Direction;
import dev.slipway.judge.JudgeRules.MetricRule;
import dev.slipway.judge.Verdict.Figures;
import dev.slipway.judge.Verdict.Finding;
import dev.slipway.judge.Verdict.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.jspecify.annotations.Nullable;

/**
 * Says whether the new fleet of an update is worse than the old one, from what both did in the same
 * minutes: error rates by Fisher's exact test, which is right for rare counts; latency by the
 * Mann–Whitney test over the minutes' averages. Worse is what chance does not explain <em>and</em>
 * what exceeds the tolerance. As good is where so much would have been seen ({@link Margin}); what
 * is neither cannot be told. The data is taken as it is: no noise is added to it.
 *
 * <p>Looking often finds something by chance: all looks and metrics of a deployment share one
 * probability of a false alarm, {@value #FAMILY_ALPHA}.
 */
public final class Judge {

  /** How likely a deployment without a regression may be failed, over all its looks and metrics. */
  public static final double FAMILY_ALPHA = 0.02;

  /** Fewer minutes of a fleet say nothing of latency: three of them could not fail anything. */
  public static final int LEAST_POINTS = 8;

  /** Fewer requests a minute on the new fleet make its averages a matter of luck. */
  public static final int LEAST_REQUESTS_PER_MINUTE = 300;

  /** Fewer requests of a fleet in all say nothing of rare errors. */
  public static final int LEAST_REQUESTS = 500;

  private Judge() {}

  /** The probability of a false alarm that one metric has in one of so many looks. */
  public static double alpha(JudgeRules rules, int looks) {
    return FAMILY_ALPHA / (Math.max(1, looks) * Math.max(1, rules.metrics().size()));
  }

  /**
   * One look.
   *
   * @param looks how many looks the deployment has in all
   */
  public static Verdict judge(JudgeRules rules, Evidence evidence, int looks) {
    double alpha = alpha(rules, looks);
    List<Finding> findings =
        rules.metrics().stream()
            .map(rule ->
                rule.metric().counted()
                    ? rate(rule, evidence, alpha)
                    : latency(rule, evidence, alpha))
            .toList();
    return new Verdict(outcome(findings), findings, sentence(outcome(findings), findings));
  }

  private static Outcome outcome(List<Finding> findings) {
    List<Outcome> critical =
        findings.stream().filter(Finding::critical).map(Finding::outcome).toList();
    if (critical.contains(Outcome.FAIL)) return Outcome.FAIL;
    return critical.contains(Outcome.INSUFFICIENT_EVIDENCE)
        ? Outcome.INSUFFICIENT_EVIDENCE
        : Outcome.PASS;
  }

  private static Finding rate(MetricRule rule, Evidence evidence, double alpha) {
    ToLongFunction<Minute> counted =
        rule.metric() == JudgeRules.Metric.ERROR_RATE ? Minute::serverErrors : Minute::clientErrors;
    long requestsBefore = sum(evidence.before(), Minute::invocations);
    long requestsAfter = sum(evidence.after(), Minute::invocations);
    long before = Math.min(requestsBefore, sum(evidence.before(), counted));
    long after = Math.min(requestsAfter, sum(evidence.after(), counted));
    Figures figuresBefore =
        new Figures(requestsBefore, evidence.before().size(), share(before, requestsBefore));
    Figures figuresAfter =
        new Figures(requestsAfter, evidence.after().size(), share(after, requestsAfter));
    if (requestsBefore < LEAST_REQUESTS || requestsAfter < LEAST_REQUESTS) {
      return undecided(
          rule,
          figuresBefore,
          figuresAfter,
          alpha,
          "Fisher",
          "fewer than " + LEAST_REQUESTS + " requests on a fleet");
    }
    double effect = (double) after / requestsAfter - (double) before / requestsBefore;
    double p = fisher(after, requestsAfter, before, requestsBefore, rule.direction());
    double overlooked = Margin.overlooked(rule, after, requestsAfter, before, requestsBefore);
    return decided(rule, figuresBefore, figuresAfter, effect, p, overlooked, alpha, "Fisher");
  }

  private static Finding latency(MetricRule rule, Evidence evidence, double alpha) {
    double[] before = latencies(rule, evidence.before());
    double[] after = latencies(rule, evidence.after());
    long requestsAfter = sum(evidence.after(), Minute::invocations);
    Figures figuresBefore =
        new Figures(sum(evidence.before(), Minute::invocations), before.length, median(before));
    Figures figuresAfter = new Figures(requestsAfter, after.length, median(after));
    if (before.length < LEAST_POINTS || after.length < LEAST_POINTS) {
      return undecided(
          rule,
          figuresBefore,
          figuresAfter,
          alpha,
          "Mann-Whitney",
          "fewer than " + LEAST_POINTS + " minutes with requests on a fleet");
    }
    if (requestsAfter < (long) LEAST_REQUESTS_PER_MINUTE * after.length) {
      return undecided(
          rule,
          figuresBefore,
          figuresAfter,
          alpha,
          "Mann-Whitney",
          "fewer than " + LEAST_REQUESTS_PER_MINUTE + " requests a minute on the new fleet");
    }
    return decided(
        rule,
        figuresBefore,
        figuresAfter,
        shift(after, before),
        mannWhitney(after, before, rule.direction()),
        Margin.overlooked(rule, after, before),
        alpha,
        "Mann-Whitney");
  }

  /** How likely rates at least as far apart are by chance. */
  static double fisher(
      long after, long requestsAfter, long before, long requestsBefore, Direction direction) {
    int[][] table = {
      {Math.toIntExact(after), Math.toIntExact(requestsAfter - after)},
      {Math.toIntExact(before), Math.toIntExact(requestsBefore - before)}
    };
    if (after + before == 0 || after + before == requestsAfter + requestsBefore) return 1;
    return FisherExactTest.withDefaults().with(alternative(direction)).test(table).getPValue();
  }

  /** How likely values ranked at least as far apart are by chance. */
  static double mannWhitney(double[] after, double[] before, Direction direction) {
    return MannWhitneyUTest.withDefaults()
        .with(alternative(direction))
        .test(after, before)
        .getPValue();
  }

  private static AlternativeHypothesis alternative(Direction direction) {
    return switch (direction) {
      case INCREASE -> AlternativeHypothesis.GREATER_THAN;
      case DECREASE -> AlternativeHypothesis.LESS_THAN;
      case EITHER -> AlternativeHypothesis.TWO_SIDED;
    };
  }

  /** The median of all ratios between the fleets' minutes, less one (Hodges–Lehmann). */
  static double shift(double[] after, double[] before) {
    double[] ratios = new double[after.length * before.length];
    int next = 0;
    for (double one : after) {
      for (double other : before) ratios[next++] = one / Math.max(other, 1e-9);
    }
    Double middle = median(ratios);
    return middle == null ? 0 : middle - 1;
  }

  /** Whether an effect is in the direction of worse, and as large as matters. */
  static boolean matters(MetricRule rule, double effect) {
    return switch (rule.direction()) {
      case INCREASE -> effect >= rule.tolerance();
      case DECREASE -> -effect >= rule.tolerance();
      case EITHER -> Math.abs(effect) >= rule.tolerance();
    };
  }

  private static Finding decided(
      MetricRule rule,
      Figures before,
      Figures after,
      double effect,
      double p,
      double overlooked,
      double alpha,
      String test) {
    Outcome outcome = outcome(rule, effect, p, overlooked, alpha);
    return new Finding(
        rule.metric(),
        rule.critical(),
        outcome,
        before,
        after,
        effect,
        rule.tolerance(),
        p,
        chanceAlone(rule) ? null : overlooked,
        alpha,
        test,
        Words.of(rule, outcome, before, after)
            + String.format(
                Locale.ROOT,
                " (%s: p = %.2g, counts below %.2g; difference %s, matters from %s%s)",
                test,
                p,
                alpha,
                Words.effect(rule, effect),
                Words.effect(rule, rule.tolerance()),
                chanceAlone(rule) ? "" : Words.overlooked(overlooked))
            + Words.elsewhere(rule, before, after, effect));
  }

  private static Outcome outcome(
      MetricRule rule, double effect, double p, double overlooked, double alpha) {
    if (p < alpha && matters(rule, effect)) return Outcome.FAIL;
    if (chanceAlone(rule)) return Outcome.PASS;
    return !matters(rule, effect) && overlooked < Margin.MOST_OVERLOOKED
        ? Outcome.PASS
        : Outcome.INSUFFICIENT_EVIDENCE;
  }

  /** Without a tolerance no traffic is enough to tell that nothing is worse by so little. */
  private static boolean chanceAlone(MetricRule rule) {
    return rule.tolerance() <= 0;
  }

  private static Finding undecided(
      MetricRule rule, Figures before, Figures after, double alpha, String test, String why) {
    return new Finding(
        rule.metric(),
        rule.critical(),
        Outcome.INSUFFICIENT_EVIDENCE,
        before,
        after,
        null,
        rule.tolerance(),
        null,
        null,
        alpha,
        test,
        Words.of(rule, Outcome.INSUFFICIENT_EVIDENCE, before, after) + " (" + why + ")");
  }

  private static String sentence(Outcome outcome, List<Finding> findings) {
    String all = findings.stream().map(Finding::sentence).collect(Collectors.joining("; "));
    return switch (outcome) {
          case PASS -> "The judge passed the new fleet: ";
          case FAIL -> "The judge failed the new fleet: ";
          case INSUFFICIENT_EVIDENCE -> "The judge had insufficient evidence: ";
        }
        + all
        + ".";
  }

  private static double[] latencies(MetricRule rule, List<Minute> minutes) {
    return minutes.stream()
        .filter(minute -> minute.invocations() > 0)
        .map(minute ->
            rule.metric() == JudgeRules.Metric.MODEL_LATENCY
                ? minute.modelLatencyMs()
                : minute.overheadLatencyMs())
        .filter(value -> value != null)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static long sum(List<Minute> minutes, ToLongFunction<Minute> what) {
    return minutes.stream().mapToLong(what).sum();
  }

  private static @Nullable Double share(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  static @Nullable Double median(double[] values) {
    if (values.length == 0) return null;
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
