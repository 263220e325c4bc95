package dev.slipway.loadtest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a load test has found, and what follows for autoscaling.
 *
 * @param evidence how much it says
 * @param ending why no more steps were taken; null when something else ended the test
 * @param ratePerInstance the highest rate per instance and second within the bounds; a lower bound
 *     where evidence is insufficient; null when no step was within them
 * @param atConcurrency the step in which it was measured
 * @param targetInvocationsPerInstance what target tracking should hold: the rate × 60 × the safety
 *     factor
 * @param fleet null where nobody asked the endpoint anything, where that is not known, and where
 *     there is less than a day of it
 * @param cost null where the traffic is not known
 * @param assumptions what all of this rests on, in sentences
 * @param sentence the finding for a person
 */
record Recommendation(
    Evidence evidence,
    Course.@Nullable Ending ending,
    @Nullable Double ratePerInstance,
    @Nullable Integer atConcurrency,
    @Nullable Integer targetInvocationsPerInstance,
    @Nullable FleetAdvice fleet,
    @Nullable CostAdvice cost,
    List<String> assumptions,
    String sentence) {

  /** How much a load test says. */
  enum Evidence {
    /** The endpoint has shown its limit. */
    SATURATED,
    /** It has not: it can do at least what was measured. */
    INSUFFICIENT_EVIDENCE,
    /** No step was within the bounds, not even the first. */
    NOTHING_WITHIN_BOUNDS
  }
}
