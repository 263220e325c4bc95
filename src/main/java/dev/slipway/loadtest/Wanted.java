package dev.slipway.loadtest;

import java.util.List;

/**
 * The settings of a load test, with every default filled in.
 *
 * @param samples the samples whose payloads are sent in turn
 * @param maxErrorShare the share of requests that may fail, 0 to 1
 * @param stepSeconds how long each step lasts, in the machine's time
 * @param safetyFactor the share of the measured rate that autoscaling is to aim for, 0 to 1
 */
record Wanted(
    List<String> samples,
    Bound bound,
    double maxErrorShare,
    Ladder ladder,
    int stepSeconds,
    Ceilings ceilings,
    double safetyFactor) {

  /** These settings with these samples. */
  Wanted with(List<String> named) {
    return new Wanted(named, bound, maxErrorShare, ladder, stepSeconds, ceilings, safetyFactor);
  }
}
