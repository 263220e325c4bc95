package dev.slipway.rollout;

import org.jspecify.annotations.Nullable;

/**
 * One of the two fleets of an update.
 *
 * @param side old or new
 * @param release the release's number, when it is known
 * @param endpointConfigName the endpoint configuration, under whose name CloudWatch keeps the
 *     fleet's metrics
 * @param instances how many serve
 * @param trafficPercent the share of requests it gets; null when SageMaker does not say
 */
public record Fleet(
    Side side,
    @Nullable Integer release,
    String endpointConfigName,
    @Nullable Integer instances,
    @Nullable Integer trafficPercent) {

  /** SageMaker's colours. */
  public enum Side {
    /** The fleet that served before. */
    BLUE,
    /** The fleet of the update. */
    GREEN
  }

  /** The same with another share of the traffic. */
  Fleet getting(int percent) {
    return new Fleet(side, release, endpointConfigName, instances, percent);
  }
}
