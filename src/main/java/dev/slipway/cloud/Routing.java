package dev.slipway.cloud;

/** How SageMaker picks an instance for a request (ProductionVariantRoutingConfig). */
public enum Routing {
  /** The one that has the fewest requests in flight. */
  LEAST_OUTSTANDING_REQUESTS,
  /** Any; SageMaker's default. */
  RANDOM
}
