package dev.slipway.rollout;

/** Something in AWS that a deployment made, or took away. */
record ResourceChange(ResourceKind kind, String name, boolean made) {

  static ResourceChange made(ResourceKind kind, String name) {
    return new ResourceChange(kind, name, true);
  }

  static ResourceChange gone(ResourceKind kind, String name) {
    return new ResourceChange(kind, name, false);
  }
}
