package dev.slipway.rollout;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something in AWS that is on record as made by a deployment of an endpoint.
 *
 * @param served whether its release has served and was replaced, or was to be
 * @param collectAfter the moment after which a left resource is taken away; null while it is in use
 * @param collecting whether it is being taken away now, outside any deployment
 */
record OwnedResource(
    ResourceKind kind,
    String name,
    @Nullable Integer release,
    boolean served,
    UUID deploymentId,
    @Nullable Instant collectAfter,
    boolean collecting) {}
