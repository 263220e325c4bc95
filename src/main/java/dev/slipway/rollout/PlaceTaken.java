package dev.slipway.rollout;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.endpoint.Endpoint;
import java.util.Locale;

/** The refusals that follow from the rule that an endpoint has one place for a deployment. */
final class PlaceTaken {

  private PlaceTaken() {}

  /** The refusal where another deployment holds the place. */
  static Conflict by(Endpoint endpoint, Deployment active) {
    return new Conflict(
        "deployment-active",
        "Endpoint "
            + endpoint.name()
            + " has an active deployment, asked for by "
            + active.requestedBy()
            + ". "
            + (active.state() == DeploymentState.NEEDS_ATTENTION
                ? "It needs attention: resume it, roll back or retire."
                : active.kind() == DeploymentKind.PROMOTE
                    ? "Wait for it to end, cancel it, or promote with supersede: true."
                    : "Wait for it to end, or cancel it."),
        "/v1/deployments/" + active.id());
  }

  /** Refuses unless the deployment needs attention, and so may be made to give way. */
  static void refuseWhileItRuns(Deployment active) {
    if (active.state() == DeploymentState.NEEDS_ATTENTION) return;
    throw new Conflict(
        "update-running",
        "A deployment is "
            + active.state().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + " on this endpoint. Cancel it, or wait until it ends.",
        "/v1/deployments/" + active.id());
  }
}
