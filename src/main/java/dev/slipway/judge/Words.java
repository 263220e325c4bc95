package dev.slipway.judge;

import dev.slipway.judge.JudgeRules.Metric;
import dev.slipway.judge.JudgeRules.MetricRule;
import dev.slipway.judge.Verdict.Figures;
import dev.slipway.judge.Verdict.Outcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Metrics and figures in words. */
final class Words {

  /** A fleet with as large a share of 5xx answers is in trouble, whatever the other one does. */
  private static final double MANY_ERRORS = 0.02;

  private Words() {}

  static String metric(Metric metric) {
    return switch (metric) {
      case ERROR_RATE -> "5xx errors";
      case CLIENT_ERROR_RATE -> "4xx errors";
      case MODEL_LATENCY -> "model latency";
      case OVERHEAD_LATENCY -> "overhead latency";
    };
  }

  static String of(MetricRule rule, Outcome outcome, Figures before, Figures after) {
    return metric(rule.metric())
        + switch (outcome) {
          case PASS -> " pass";
          case FAIL -> " fail";
          case INSUFFICIENT_EVIDENCE -> " cannot be told";
        }
        + ", "
        + figures(rule, before)
        + " before and "
        + figures(rule, after)
        + " after";
  }

  /** A difference: points of a rate, percent of a latency. */
  static String effect(MetricRule rule, double effect) {
    return String.format(
        Locale.ROOT, rule.metric().counted() ? "%.2f points" : "%.0f %%", 100 * effect);
  }

  /**
   * That both fleets have many errors, and the same, to follow what was found of them: no outcome
   * says that the old fleet is in trouble. Empty where that is not so.
   */
  static String elsewhere(MetricRule rule, Figures before, Figures after, double effect) {
    boolean many =
        rule.metric() == Metric.ERROR_RATE
            && before.value() != null
            && after.value() != null
            && Math.min(before.value(), after.value()) >= MANY_ERRORS;
    return many && Math.abs(effect) < rule.tolerance()
        ? ", on both fleets alike: the cause of these is likely elsewhere, or in what both use"
        : "";
  }

  /** What a pass is held to. */
  static String overlooked(double likelihood) {
    return String.format(
        Locale.ROOT,
        "; a fleet that is worse by that looks no worse than this in %.2g %% of cases, and a pass"
            + " needs less than %.0f %%",
        100 * likelihood,
        100 * Margin.MOST_OVERLOOKED);
  }

  private static String figures(MetricRule rule, Figures figures) {
    return value(rule, figures.value())
        + (rule.metric().counted()
            ? " of " + figures.requests() + " requests"
            : " over " + figures.points() + " minutes");
  }

  private static String value(MetricRule rule, @Nullable Double value) {
    if (value == null) return "nothing";
    return rule.metric().counted()
        ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
        : String.format(Locale.ROOT, "%.1f ms", value);
  }
}
