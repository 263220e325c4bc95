package dev.slipway.endpoint;

import dev.slipway.judge.JudgeRules.Meaning;
import java.util.List;
import java.util.UUID;

/**
 * The model's sample payloads as a deployment sends them to its new fleet.
 *
 * @param when in which part of the update
 * @param samples the samples as they were when the plan was made; when they are due the samples are
 *     sent as they are then
 * @param onFail what follows a wrong answer
 * @param onInsufficientEvidence what follows when the samples prove nothing
 */
public record PlannedSmokeTest(
    When when, List<Sample> samples, Meaning onFail, Meaning onInsufficientEvidence) {

  /** How probable it may be that all calls of a sample miss the new fleet. */
  private static final double MISSED = 0.001;

  /** The least share that is reckoned with: smaller than any canary that SageMaker takes. */
  private static final double SMALLEST_SHARE = 0.01;

  /**
   * How many calls are needed so that all of them miss the new fleet less than once in a thousand
   * times.
   *
   * @param share the new fleet's share of the traffic, more than 0
   */
  public static int calls(double share) {
    if (share >= 1) return 1;
    return (int) Math.ceil(Math.log(MISSED) / Math.log1p(-Math.max(SMALLEST_SHARE, share)));
  }

  /**
   * When the samples are sent. A request cannot be aimed at the new fleet. So either the new fleet
   * has all traffic, or so many calls are made that all of them miss it only once in a thousand
   * times.
   */
  public enum When {
    /** In the last bake: all traffic is on the new fleet. */
    FINAL_BAKE,
    /** In the first bake, repeatedly, where no bake has all traffic on the new fleet. */
    FIRST_BAKE,
    /** Once the endpoint is in service, where nothing bakes. */
    AFTER_THE_UPDATE
  }

  /**
   * One sample.
   *
   * @param digest a hash of what is sent, so that the record can tell whether the sample was
   *     replaced since
   * @param calls how often it is sent
   */
  public record Sample(UUID id, String name, String digest, int calls) {}
}
