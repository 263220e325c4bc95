package dev.slipway.judge;

import java.util.List;

/**
 * What is compared, and what a verdict means.
 *
 * @param metrics what is compared; each at most once
 * @param onFail what follows when a critical metric is worse
 * @param onInsufficientEvidence what follows when a critical metric cannot be told
 */
public record JudgeRules(List<MetricRule> metrics, Meaning onFail, Meaning onInsufficientEvidence) {

  /** Errors and latency, both critical; a fail aborts, and no evidence is no objection. */
  public static final JudgeRules USUAL =
      new JudgeRules(
          List.of(
              new MetricRule(Metric.ERROR_RATE, Direction.INCREASE, 0.005, true),
              new MetricRule(Metric.MODEL_LATENCY, Direction.INCREASE, 0.2, true)),
          Meaning.ABORT,
          Meaning.CONTINUE);

  /** What a verdict means in an environment. */
  public enum Meaning {
    /** The update goes on. */
    CONTINUE,
    /** The update is aborted. */
    ABORT
  }

  /** Which way a metric must move to be worse. */
  public enum Direction {
    INCREASE,
    DECREASE,
    /** Either way: the new fleet must be like the old one. */
    EITHER
  }

  /** What can be compared. */
  public enum Metric {
    /** 5xx answers per invocation. */
    ERROR_RATE(true),
    /** 4xx answers per invocation. */
    CLIENT_ERROR_RATE(true),
    /** What the container took, in milliseconds, averaged over each minute. */
    MODEL_LATENCY(false),
    /** What SageMaker added to that, in milliseconds, averaged over each minute. */
    OVERHEAD_LATENCY(false);

    private final boolean counted;

    Metric(boolean counted) {
      this.counted = counted;
    }

    /** Whether it is a share of counted requests; otherwise it is a value for each minute. */
    public boolean counted() {
      return counted;
    }
  }

  /**
   * How one metric is compared.
   *
   * @param tolerance the least difference that matters: of a rate the absolute one (0.005 is half a
   *     percent of all requests), of a latency the relative one (0.2 is a fifth)
   * @param critical whether it decides the verdict; one that is not is only told
   */
  public record MetricRule(
      Metric metric, Direction direction, double tolerance, boolean critical) {}
}
