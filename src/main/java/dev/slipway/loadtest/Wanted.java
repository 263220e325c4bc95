package dev.slipway.loadtest;

import java.util.List;

/**
 * What a load test was asked to do, with everything that was left open filled in.
 *
 * @param samples whose payloads are sent in turn
 * @param maxErrorShare of requests that may fail, 0 to 1
 * @param stepSeconds how long each step lasts, in the machine's time
 * @param safetyFactor what of the measured rate autoscaling is to aim for, 0 to 1
 */
record Wanted(
    List<String> samples,
    Bound bound,
    double maxErrorShare,
    Ladder ladder,
    int stepSeconds,
    Ceilings ceilings,
    double safetyFactor) {

  /** The same with these samples. */
  Wanted with(List<String> named) {
    return new Wanted(named, bound, maxErrorShare, ladder, stepSeconds, ceilings, safetyFactor);
  }
}
