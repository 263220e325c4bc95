package dev.slipway.rollout;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.Quarantine;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.endpoint.ServingState;
import dev.slipway.rollout.StartDeployment.Asked;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Starts the way back to an earlier release, after checking that the request makes sense. */
@Component
class StartRollback {

  private final Deployments deployments;
  private final Releases releases;
  private final Quarantine quarantine;
  private final ServingState serving;
  private final LeftBehind leftBehind;
  private final Planning planning;
  private final QueueDeployment queue;
  private final AbortDeployment abort;

  StartRollback(
      Deployments deployments,
      Releases releases,
      Quarantine quarantine,
      ServingState serving,
      LeftBehind leftBehind,
      Planning planning,
      QueueDeployment queue,
      AbortDeployment abort) {
    this.deployments = deployments;
    this.releases = releases;
    this.quarantine = quarantine;
    this.serving = serving;
    this.leftBehind = leftBehind;
    this.planning = planning;
    this.queue = queue;
    this.abort = abort;
  }

  /**
   * What is asked for.
   *
   * @param release the release's number; null for the last known good release, whose content is
   *     never quarantined
   * @param expected the release that was seen to serve; null to go back from whatever serves
   * @param planHash of the plan that was agreed to; null to go whatever way there is now
   */
  record Wish(@Nullable Integer release, @Nullable Integer expected, @Nullable String planHash) {}

  /**
   * The way there.
   *
   * @param running the update that is aborted; null when none runs
   */
  private record Way(Release target, Plan plan, @Nullable Deployment running) {}

  /**
   * The plan of going back, after every check that going back makes. While an update runs, this is
   * what aborting the update would do.
   *
   * @throws Conflict see {@link #start}
   * @throws Refused see {@link #start}
   */
  Plan plan(Endpoint endpoint, Wish wish) {
    return way(endpoint, wish).plan();
  }

  /**
   * Goes back to an earlier release. A running update is aborted and returned: it ends with the
   * release that served before it. A running rollback is returned as it is: it ends with its own
   * release or, if it was called off, with the release that served before it. A deployment that
   * needs attention gives way, and the release that served before it is deployed anew, since nobody
   * knows what serves; likewise where one has given way and no look has shown yet what serves.
   * Where that release is quarantined, the last good one before it is.
   *
   * @throws Conflict when a deployment runs whose end would be another release, when another
   *     release serves than was seen to, or when the plan is another one
   * @throws Refused when there is nothing to go back to, or it serves already
   */
  Deployment start(Endpoint endpoint, Wish wish, Asked asked) {
    Way way = way(endpoint, wish);
    return way.running() == null
        ? queue.rollBack(endpoint, way.plan(), asked, way.target())
        : abort.insteadOfARollback(way.running(), asked);
  }

  private Way way(Endpoint endpoint, Wish wish) {
    endpoint.requireOurs();
    Optional<Release> current = releases.current(endpoint);
    Integer expected = wish.expected();
    if (expected != null && current.filter(one -> one.number() == expected).isEmpty()) {
      throw movedOn(endpoint);
    }
    Optional<Deployment> active = deployments.active(endpoint.id());
    Way way =
        active
            .filter(one -> one.state().runs())
            .map(running -> undoing(endpoint, wish, running))
            .orElseGet(() -> back(endpoint, wish, current, active));
    way.plan().requireAgreed(wish.planHash());
    return way;
  }

  private Way undoing(Endpoint endpoint, Wish wish, Deployment running) {
    Release restored = restored(running, endpoint, wish.release());
    return new Way(restored, abort(endpoint, restored, running), running);
  }

  private Plan abort(Endpoint endpoint, Release restored, Deployment running) {
    if (running.kind() == DeploymentKind.ROLL_BACK && !running.calledOff()) {
      return planning.planGoingOn(endpoint, restored, running.plan());
    }
    if (Restore.onlyTakesAway(running)) return planning.planTakingAway(endpoint, restored);
    Release brought = releases.withId(Objects.requireNonNull(running.releaseId()));
    if (!restored.spec().otherKind(brought.spec())) {
      return Restore.byAnotherDeployment(running)
          ? planning.planTakingBack(endpoint, restored, running.plan())
          : planning.planAbort(endpoint, restored);
    }
    return switch (running.step()) {
      // The endpoint that served before may be gone.
      case MARK, FINISH -> planning.planTakingBack(endpoint, restored, running.plan());
      default -> {
        Swap swap = running.swap();
        yield planning.planSwitchBack(endpoint, restored, swap == null ? null : swap.to());
      }
    };
  }

  private Way back(
      Endpoint endpoint, Wish wish, Optional<Release> current, Optional<Deployment> unsettled) {
    Release target =
        wish.release() == null
            ? lastGood(endpoint, current, unsettled)
            : releases.numbered(endpoint, wish.release());
    boolean settling = unsettled.isPresent() || open(endpoint);
    Plan plan = planning.planRollback(endpoint, target, settling);
    if (plan.noChanges()) {
      throw new Refused(
          "already-serving",
          "Release " + target.number() + " of " + endpoint.name() + " serves already.");
    }
    return new Way(target, leftBehind.toldIn(plan, endpoint, target, unsettled), null);
  }

  /** The release that will serve once a running deployment was stopped or came to its end. */
  private Release restored(Deployment running, Endpoint endpoint, @Nullable Integer number) {
    UUID restored =
        switch (running.kind()) {
          case PROMOTE -> running.previousReleaseId();
          case ROLL_BACK -> running.calledOff() ? running.previousReleaseId() : running.releaseId();
          case RETIRE, ADOPT -> null;
        };
    if (restored == null) PlaceTaken.refuseWhileItRuns(running);
    Release release = releases.withId(Objects.requireNonNull(restored));
    if (number != null && release.number() != number) {
      throw new Conflict(
          "update-running",
          "Aborting the deployment that runs on "
              + endpoint.name()
              + " brings release "
              + release.number()
              + " back, not release "
              + number
              + ". Roll back without naming a release first.",
          "/v1/deployments/" + running.id());
    }
    return release;
  }

  private Release lastGood(
      Endpoint endpoint, Optional<Release> serving, Optional<Deployment> unsettled) {
    Release current =
        serving.orElseThrow(() ->
            new Refused(
                "nothing-to-roll-back", "Endpoint " + endpoint.name() + " serves no release."));
    Optional<Release> known =
        unsettled.isEmpty() && open(endpoint)
            ? Optional.of(current)
            : unsettled
                .filter(one -> !current.id().equals(one.releaseId()))
                .map(one -> good(one, current));
    return known
        .filter(one -> !quarantine.holds(one))
        .or(() -> deployments.servedBefore(endpoint.id(), current.id()).map(releases::withId))
        .orElseThrow(() -> nothingGood(endpoint));
  }

  /** Whether it is open, since a deployment gave way, which release serves. */
  private boolean open(Endpoint endpoint) {
    return !serving.unsettled(endpoint.id()).isEmpty();
  }

  /**
   * The release that is known to be good, of the two of a deployment that did not come to its end.
   */
  private Release good(Deployment unsettled, Release current) {
    return unsettled.kind() == DeploymentKind.ROLL_BACK && unsettled.releaseId() != null
        ? releases.withId(unsettled.releaseId())
        : current;
  }

  /**
   * The refusal where no good release is left. Quarantined content is never chosen by itself, under
   * no number: a person who wants it has to name it.
   */
  private Refused nothingGood(Endpoint endpoint) {
    var quarantined = new TreeSet<>(quarantine.on(endpoint).keySet());
    return new Refused(
        "nothing-to-roll-back",
        quarantined.isEmpty()
            ? "Endpoint "
                + endpoint.name()
                + " has served no other release; there is nothing to go back to."
            : "Endpoint "
                + endpoint.name()
                + " has no other release to go back to that is not quarantined. Promote a version,"
                + " or name one of these as release to bring it back all the same: "
                + quarantined
                + ".");
  }

  /** The refusal where another release serves than the one that the person saw. */
  static Conflict movedOn(Endpoint endpoint) {
    return new Conflict(
        "state-changed",
        "Another release serves "
            + endpoint.name()
            + " by now than the one that you saw. Look at it again, then decide.",
        "/v1/endpoints/" + endpoint.name());
  }
}
