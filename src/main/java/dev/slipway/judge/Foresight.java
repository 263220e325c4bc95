package dev.slipway.judge;

import dev.slipway.judge.JudgeRules.Direction;
import dev.slipway.judge.JudgeRules.Metric;
import dev.slipway.judge.JudgeRules.MetricRule;
import dev.slipway.judge.Traffic.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What the judge will be able to see of a metric, at an endpoint's recent traffic and with a bake
 * of a length: computed from the judge's own tests, so that a plan can say it beforehand.
 *
 * @param detectable the least worsening that is failed in nine of ten deployments: of a rate the
 *     absolute one, of a latency the relative one; null when nothing can be seen
 * @param sentence for a person
 */
public record Foresight(Metric metric, @Nullable Double detectable, String sentence) {

  /** How often a regression is to be found to count as detectable. */
  public static final double POWER = 0.9;

  private static final int QUANTILES = 41;
  private static final int TRIALS = 400;

  /** Of each fleet, the figures of a release that is no worse. */
  private static final int EQUALS = 8;

  private static final int HALVINGS = 12;
  private static final double LARGEST_SHIFT = 8;

  /**
   * What can be seen.
   *
   * @param alpha of this metric in one look
   * @param points how many minutes a look sees
   * @param share the new fleet's share of the traffic
   */
  public static Foresight of(
      MetricRule rule, double alpha, Traffic traffic, int points, double share) {
    double before = traffic.requestsPerMinute() * (1 - share);
    double after = traffic.requestsPerMinute() * share;
    String metric = Words.metric(rule.metric());
    @Nullable String blind = blind(rule, before, after, points);
    if (blind != null) return new Foresight(rule.metric(), null, metric + ": nothing, " + blind);
    double detectable =
        rule.metric().counted()
            ? detectableStep(rule, alpha, rate(rule, traffic), points * before, points * after)
            : detectableShift(rule, alpha, spread(rule, traffic), points, share);
    if (Double.isInfinite(detectable)) {
      return new Foresight(
          rule.metric(), null, metric + ": nothing, its minutes differ too much from each other");
    }
    double worsening = rule.direction() == Direction.DECREASE ? -detectable : detectable;
    return new Foresight(
        rule.metric(),
        detectable,
        rule.metric().counted()
            ? String.format(
                Locale.ROOT,
                "%s: a rate of %.2f %% instead of %.2f %%%s",
                metric,
                100 * (rate(rule, traffic) + worsening),
                100 * rate(rule, traffic),
                undecided(rule, rate(rule, traffic), points * before, points * after))
            : String.format(
                Locale.ROOT,
                "%s: %+.0f %% (%.1f ms now)",
                metric,
                100 * worsening,
                spread(rule, traffic).mean()));
  }

  private static @Nullable String blind(MetricRule rule, double before, double after, int points) {
    if (rule.metric().counted()) {
      boolean enough =
          points * before >= Judge.LEAST_REQUESTS && points * after >= Judge.LEAST_REQUESTS;
      return enough
          ? null
          : String.format(
              Locale.ROOT,
              "a fleet would see %.0f requests and %d are needed",
              points * Math.min(before, after),
              Judge.LEAST_REQUESTS);
    }
    if (points < Judge.LEAST_POINTS) {
      return points + " minutes are seen and " + Judge.LEAST_POINTS + " are needed";
    }
    return after >= Judge.LEAST_REQUESTS_PER_MINUTE
        ? null
        : String.format(
            Locale.ROOT,
            "the new fleet would get %.0f requests a minute and needs %d",
            after,
            Judge.LEAST_REQUESTS_PER_MINUTE);
  }

  /** What is said where a release that is no worse would often stay undecided. */
  private static String undecided(MetricRule rule, double rate, double before, double after) {
    if (rule.tolerance() <= 0) return "";
    int requestsBefore = (int) Math.min(Integer.MAX_VALUE / 4, Math.round(before));
    int requestsAfter = (int) Math.min(Integer.MAX_VALUE / 4, Math.round(after));
    BinomialDistribution old = BinomialDistribution.of(requestsBefore, rate);
    BinomialDistribution fresh = BinomialDistribution.of(requestsAfter, rate);
    int passed = 0;
    for (int i = 0; i < EQUALS; i++) {
      for (int j = 0; j < EQUALS; j++) {
        int errorsBefore = old.inverseCumulativeProbability((i + 0.5) / EQUALS);
        int errors = fresh.inverseCumulativeProbability((j + 0.5) / EQUALS);
        double overlooked =
            Margin.overlooked(rule, errors, requestsAfter, errorsBefore, requestsBefore);
        if (overlooked < Margin.MOST_OVERLOOKED) passed++;
      }
    }
    double share = (double) passed / (EQUALS * EQUALS);
    return share >= POWER
        ? ""
        : String.format(
            Locale.ROOT, " (a release that is no worse passes in %.0f %% of cases)", 100 * share);
  }

  private static double rate(MetricRule rule, Traffic traffic) {
    return rule.metric() == Metric.ERROR_RATE ? traffic.errorRate() : traffic.clientErrorRate();
  }

  private static Spread spread(MetricRule rule, Traffic traffic) {
    return rule.metric() == Metric.MODEL_LATENCY
        ? traffic.modelLatency()
        : traffic.overheadLatency();
  }

  /** The least step of a rate that is failed often enough, in the direction of worse. */
  private static double detectableStep(
      MetricRule rule, double alpha, double rate, double before, double after) {
    boolean up = rule.direction() != Direction.DECREASE;
    int requestsBefore = (int) Math.min(Integer.MAX_VALUE / 4, Math.round(before));
    int requestsAfter = (int) Math.min(Integer.MAX_VALUE / 4, Math.round(after));
    FailingCounts failing = FailingCounts.of(rule, alpha, rate, requestsBefore, requestsAfter);
    if (failing.power(up ? 1 : 0) < POWER) return Double.POSITIVE_INFINITY;
    double low = 0;
    double high = up ? 1 - rate : rate;
    for (int i = 0; i < 2 * HALVINGS; i++) {
      double step = (low + high) / 2;
      if (failing.power(up ? rate + step : rate - step) >= POWER) high = step;
      else low = step;
    }
    return high;
  }

  /**
   * The counts of errors at which the new fleet fails, one for each of what the old fleet may show.
   * Finding one takes exact tests, whose time grows with the traffic. They do not depend on how
   * much worse a release is, so they are found once for all steps that are tried.
   *
   * @param up whether more errors are worse
   * @param requests of the new fleet
   * @param counts where more are worse, the least that fail, above {@code requests} for none;
   *     otherwise the most that fail, below 0 for none
   */
  private record FailingCounts(boolean up, int requests, List<Integer> counts) {

    static FailingCounts of(MetricRule rule, double alpha, double rate, int before, int after) {
      boolean up = rule.direction() != Direction.DECREASE;
      BinomialDistribution old = BinomialDistribution.of(before, rate);
      List<Integer> counts = new ArrayList<>();
      for (int i = 0; i < QUANTILES; i++) {
        int errors = old.inverseCumulativeProbability((i + 0.5) / QUANTILES);
        counts.add(
            up
                ? least(rule, alpha, errors, before, after)
                : most(rule, alpha, errors, before, after));
      }
      return new FailingCounts(up, after, counts);
    }

    /** How often a release of that rate fails. */
    double power(double rate) {
      BinomialDistribution fresh = BinomialDistribution.of(requests, Math.clamp(rate, 0, 1));
      double power = 0;
      for (int count : counts) {
        // Without any count that fails both are 0.
        power += up ? fresh.survivalProbability(count - 1) : fresh.cumulativeProbability(count);
      }
      return power / QUANTILES;
    }

    /** Where traffic is heavy the first count that matters is rare enough, and one test will do. */
    private static int least(MetricRule rule, double alpha, int errors, int before, int after) {
      IntPredicate matters = seen -> matters(rule, errors, before, seen, after);
      IntPredicate rare = seen -> rare(rule, alpha, errors, before, seen, after);
      int no = (int) Math.min(after, (long) errors * after / before);
      int first = least(no, after + 1, matters);
      return first > after || rare.test(first) ? first : least(first, after + 1, rare);
    }

    private static int most(MetricRule rule, double alpha, int errors, int before, int after) {
      IntPredicate matters = seen -> matters(rule, errors, before, seen, after);
      IntPredicate rare = seen -> rare(rule, alpha, errors, before, seen, after);
      int no = (int) Math.min(after, (long) errors * after / before + 1);
      int last = most(-1, no, matters);
      return last < 0 || rare.test(last) ? last : most(-1, last, rare);
    }

    /** The least count above one that does not hold; {@code none} where none below that holds. */
    private static int least(int no, int none, IntPredicate holds) {
      int least = none;
      while (least - no > 1) {
        int middle = (no + least) >>> 1;
        if (holds.test(middle)) least = middle;
        else no = middle;
      }
      return least;
    }

    /** The same from the other side. */
    private static int most(int none, int no, IntPredicate holds) {
      int most = none;
      while (no - most > 1) {
        int middle = (most + no) >>> 1;
        if (holds.test(middle)) most = middle;
        else no = middle;
      }
      return most;
    }

    private static boolean matters(MetricRule rule, int errors, int before, int seen, int after) {
      return Judge.matters(rule, (double) seen / after - (double) errors / before);
    }

    private static boolean rare(
        MetricRule rule, double alpha, int errors, int before, int seen, int after) {
      return Judge.fisher(seen, after, errors, before, rule.direction()) < alpha;
    }
  }

  /** The least shift of latency that is failed often enough, by trials with a fixed seed. */
  private static double detectableShift(
      MetricRule rule, double alpha, Spread spread, int points, double share) {
    boolean up = rule.direction() != Direction.DECREASE;
    double[][] after = trials(points, spread.variation() / Math.sqrt(share), 11);
    double[][] before = trials(points, spread.variation() / Math.sqrt(1 - share), 13);
    double low = 0;
    double high = up ? LARGEST_SHIFT : 0.99;
    if (found(rule, alpha, after, before, up ? 1 + high : 1 - high) < POWER) {
      return Double.POSITIVE_INFINITY;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double shift = (low + high) / 2;
      if (found(rule, alpha, after, before, up ? 1 + shift : 1 - shift) >= POWER) high = shift;
      else low = shift;
    }
    return high;
  }

  private static double found(
      MetricRule rule, double alpha, double[][] after, double[][] before, double factor) {
    int failed = 0;
    for (int i = 0; i < TRIALS; i++) {
      double[] slower = after[i].clone();
      for (int j = 0; j < slower.length; j++) slower[j] *= factor;
      if (Judge.matters(rule, Judge.shift(slower, before[i]))
          && Judge.mannWhitney(slower, before[i], rule.direction()) < alpha) {
        failed++;
      }
    }
    return (double) failed / TRIALS;
  }

  /** Minutes' averages that differ by chance as the recent ones do, around 1. */
  private static double[][] trials(int points, double variation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double sigma = Math.sqrt(Math.log1p(Math.max(1e-6, variation) * Math.max(1e-6, variation)));
    double[][] trials = new double[TRIALS][points];
    for (double[] trial : trials) {
      for (int i = 0; i < points; i++) trial[i] = Math.exp(sigma * random.nextGaussian());
    }
    return trials;
  }
}
