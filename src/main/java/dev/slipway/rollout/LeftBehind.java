package dev.slipway.rollout;

import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Quarantine;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.endpoint.ServingState;
import dev.slipway.endpoint.UnsettledServing;
import dev.slipway.rollout.StartDeployment.Asked;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
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
  private final UnsettledServing unsettled;
  private final Quarantine quarantine;
  private final Ticks ticks;

  LeftBehind(
      Releases releases,
      ServingState serving,
      UnsettledServing unsettled,
      Quarantine quarantine,
      Ticks ticks) {
    this.releases = releases;
    this.serving = serving;
    this.unsettled = unsettled;
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

  /**
   * The plan of going back, with what it leaves, and with what is not known of what serves.
   *
   * @param stuck the deployment that gives way to the rollback, if one does
   */
  Plan toldIn(Plan plan, Endpoint standing, Release target, Optional<Deployment> stuck) {
    Release brought = stuck.map(Deployment::releaseId).map(releases::withId).orElse(null);
    Plan told = unsettled.remark(standing, brought).map(plan::remarking).orElse(plan);
    List<Release> left =
        by(standing, target, stuck).stream()
            .map(releases::withId)
            .sorted(Comparator.comparingInt(Release::number))
            .toList();
    for (Release one : left) told = told.remarking(remark(one));
    return told;
  }

  private static Remark remark(Release left) {
    return new Remark(
        Severity.WARNING,
        "is-quarantined",
        "Release "
            + left.number()
            + " ("
            + left.spec().modelVersion()
            + ") is left, and quarantined here until somebody lifts that.",
        null);
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
