package dev.slipway.rollout;

import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.rollout.OwnedResources.Left;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Decides whether a left resource is taken away now, and says so on record before it is. */
@Component
class ClaimLeft {

  private final LeftResources left;
  private final LeftInUse inUse;
  private final Deployments deployments;
  private final Endpoints endpoints;

  ClaimLeft(LeftResources left, LeftInUse inUse, Deployments deployments, Endpoints endpoints) {
    this.left = left;
    this.inUse = inUse;
    this.deployments = deployments;
    this.endpoints = endpoints;
  }

  /**
   * Claims a left resource, to take it away now: no deployment and no import takes it into use from
   * then on. False when it may not be taken away. It may when nothing is being deployed and nothing
   * uses it again. A removal that a process had begun before it ended goes on although something is
   * being deployed, since a deployment waits for that. What an endpoint has that was imported since
   * is left to it for good.
   */
  @Transactional
  boolean of(Endpoint endpoint, Left one) {
    endpoints.reserve(endpoint.name());
    boolean free = deployments.active(endpoint.id()).isEmpty() || left.isGoing(one);
    if (!free || !left.goes(one)) return false;
    if (!inUse.serves(endpoint.id(), one.kind(), one.name())) return true;
    left.gone(
        endpoint,
        one,
        "Left " + one.name() + " alone: the endpoint that was imported since has it.");
    return false;
  }
}
