package dev.slipway.rollout;

import dev.slipway.judge.Evidence.Minute;
import dev.slipway.judge.JudgeRules.Meaning;
import dev.slipway.judge.Verdict.Finding;
import dev.slipway.judge.Verdict.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look of the judge at a bake: the question, the measurements, the verdict and its consequence.
 * Stored with the deployment.
 *
 * @param bakeSince when the bake began; null when none was seen
 * @param at when the judge looked
 * @param query what CloudWatch was asked; null when it was not asked
 * @param followed the consequence that the environment has set for this outcome
 * @param findings metric by metric, with thresholds and samples' sums
 * @param before the old fleet, by minute
 * @param after the new fleet, by minute
 * @param sentence all of this, for a person
 */
public record Judgement(
    @Nullable Instant bakeSince,
    Instant at,
    @Nullable Query query,
    Outcome outcome,
    Meaning followed,
    List<Finding> findings,
    List<Minute> before,
    List<Minute> after,
    String sentence) {

  /**
   * What CloudWatch was asked, of both fleets alike.
   *
   * @param metrics with their statistics
   * @param before the old fleet's configuration, by which its metrics are found
   * @param after the new fleet's
   * @param from the first minute's beginning
   * @param until the last minute's end
   */
  public record Query(
      String namespace,
      List<String> metrics,
      int periodSeconds,
      String endpointName,
      String variantName,
      String before,
      String after,
      Instant from,
      Instant until) {}
}
