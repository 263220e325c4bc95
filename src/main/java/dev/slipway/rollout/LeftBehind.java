package dev.slipway.rollout;

import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Quarantine;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.endpoint.ServingState;
import dev.slipway.rollout.StartDeployment.Asked;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Quarantines the releases that a rollback leaves behind: a later release that serves, and those of
 * deployments that came to no known end.
 */
@Component
class LeftBehind {

  private final Releases releases;
  private final ServingState serving;
  private final Quarantine quarantine;
  private final Ticks ticks;

  LeftBehind(Releases releases, ServingState serving, Quarantine quarantine, Ticks ticks) {
    this.releases = releases;
    this.serving = serving;
    this.quarantine = quarantine;
    this.ticks = ticks;
  }

  /**
   * The releases that going back would leave.
   *
   * @param stuck the deployment that gives way to the rollback, if one does
   */
  Set<UUID> by(Endpoint standing, Release target, Optional<Deployment> stuck) {
    Set<UUID> left = new LinkedHashSet<>();
    stuck
        .filter(one -> one.kind() == DeploymentKind.PROMOTE)
        .map(Deployment::releaseId)
        .ifPresent(left::add);
    serving.unsettled(standing.id()).stream()
        .map(releases::withId)
        .filter(open -> open.number() > target.number())
        .map(Release::id)
        .forEach(left::add);
    releases
        .current(standing)
        .filter(current -> current.number() > target.number())
        .map(Release::id)
        .ifPresent(left::add);
    left.remove(target.id());
    return left;
  }

  /** Quarantines them, unless they are already. */
  void quarantine(Set<UUID> left, Deployment back, Asked asked) {
    for (UUID release : left) {
      quarantine.place(
          release,
          Quarantine.Cause.PERSON,
          back.id(),
          asked.by() + " rolled it back: " + asked.reason(),
          ticks.now());
    }
  }
}
