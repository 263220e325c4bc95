package dev.slipway.loadtest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a load test, and what follows for autoscaling.
 *
 * @param evidence how much the test proves
 * @param ending why no more steps were taken; null when something else ended the test
 * @param ratePerInstance the highest rate per instance and second within the bounds; a lower bound
 *     where evidence is insufficient; null when no step was within them
 * @param atConcurrency the step in which it was measured
 * @param targetInvocationsPerInstance what target tracking should hold: the rate × 60 × the safety
 *     factor
 * @param fleet null where the endpoint had no requests, where its requests are not known, and where
 *     there is less than a day of them
 * @param cost null where the traffic is not known
 * @param assumptions the assumptions of all this, in sentences
 * @param sentence the finding for a person
 */
record LoadTestResult(
    Evidence evidence,
    Course.@Nullable Ending ending,
    @Nullable Double ratePerInstance,
    @Nullable Integer atConcurrency,
    @Nullable Integer targetInvocationsPerInstance,
    @Nullable FleetAdvice fleet,
    @Nullable CostAdvice cost,
    List<String> assumptions,
    String sentence) {

  /** How much a load test proves. */
  enum Evidence {
    /** The endpoint has shown its limit. */
    SATURATED,
    /**
     * The endpoint has not shown its limit, or the fleet changed where it came close to it: it can
     * do at least what was measured.
     */
    INSUFFICIENT_EVIDENCE,
    /** No step was within the bounds, not even the first. */
    NOTHING_WITHIN_BOUNDS
  }
}
