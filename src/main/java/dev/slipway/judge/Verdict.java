package dev.slipway.judge;

import dev.slipway.judge.JudgeRules.Metric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the judge found, with everything that it was found from.
 *
 * @param sentence the outcome with its numbers, for a person
 */
public record Verdict(Outcome outcome, List<Finding> findings, String sentence) {

  /** What is said of a metric, and of all of them. */
  public enum Outcome {
    /** The new fleet is not worse by what matters, and it would have been seen. */
    PASS,
    /** It is worse, by more than chance and by more than is tolerated. */
    FAIL,
    /** Too little was seen to say either. */
    INSUFFICIENT_EVIDENCE
  }

  /**
   * What was found of one metric.
   *
   * @param critical whether it decides
   * @param before the old fleet's figures
   * @param after the new fleet's
   * @param effect the difference: of a rate the absolute one, of a latency the relative one; null
   *     when there is nothing to compare
   * @param tolerance the least difference that matters
   * @param pValue how likely as large a difference is by chance alone; null when no test was made
   * @param overlooked how likely a difference as large as matters would have shown no more than
   *     this: a pass needs less than 0.1; null when no test was made, or there is no tolerance
   * @param alpha below which the p-value counts
   * @param test the statistical test
   * @param sentence all of this, for a person
   */
  public record Finding(
      Metric metric,
      boolean critical,
      Outcome outcome,
      Figures before,
      Figures after,
      @Nullable Double effect,
      double tolerance,
      @Nullable Double pValue,
      @Nullable Double overlooked,
      double alpha,
      String test,
      String sentence) {}

  /**
   * One fleet's figures of one metric.
   *
   * @param requests how many were seen
   * @param points how many minutes
   * @param value the rate, or the median of the minutes in milliseconds; null without any
   */
  public record Figures(long requests, int points, @Nullable Double value) {}
}
