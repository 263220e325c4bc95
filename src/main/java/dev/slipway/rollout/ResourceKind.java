package dev.slipway.rollout;

/** What Slipway makes in AWS, in the order in which it is taken away. */
public enum ResourceKind {
  SCALABLE_TARGET,
  ALARM,
  ENDPOINT,
  ENDPOINT_CONFIG,
  MODEL,
  ROLE
}
