package dev.slipway.rollout;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something in AWS that is on record as made by a deployment of an endpoint. */
record OwnedResource(
    ResourceKind kind, String name, @Nullable Integer release, UUID deploymentId) {}
