package dev.slipway.loadtest;

/**
 * The fleet that an endpoint's requests need.
 *
 * @param days of traffic that were looked at, in which the endpoint existed
 * @param requests in these days
 * @param peakPerMinute requests of the busiest minute
 * @param medianPerMinute requests of the median minute
 * @param instances for the peak
 * @param minInstances for autoscaling
 * @param maxInstances for autoscaling
 * @param averageInstances of a fleet that follows the same traffic within these bounds
 */
record FleetAdvice(
    double days,
    double requests,
    double peakPerMinute,
    double medianPerMinute,
    int instances,
    int minInstances,
    int maxInstances,
    double averageInstances) {

  /** How much larger than the measured peak the peak is for which the fleet is made. */
  static final double HEADROOM = 1.25;

  /**
   * The fleet for instances that take so many invocations a minute.
   *
   * @param now how many instances run; two or more are never reduced to one, since one instance is
   *     in a single availability zone
   */
  static FleetAdvice of(Demand demand, double target, int now) {
    int least = Math.max(Math.min(2, now), needed(demand.medianPerMinute(), target));
    int most = Math.max(least, needed(demand.peakPerMinute() * HEADROOM, target));
    return new FleetAdvice(
        Measure.rounded(demand.daysThere()),
        demand.requests(),
        demand.peakPerMinute(),
        demand.medianPerMinute(),
        needed(demand.peakPerMinute(), target),
        least,
        most,
        Measure.rounded(demand.averageInstances(target, least, most)));
  }

  private static int needed(double perMinute, double target) {
    return Math.max(1, (int) Math.ceil(perMinute / target));
  }
}
