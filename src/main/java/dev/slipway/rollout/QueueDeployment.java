package dev.slipway.rollout;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.rollout.StartDeployment.Asked;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts a deployment that was asked for in an endpoint's one place, in one transaction. A second
 * request waits for the transaction of the first and is then refused with its deployment named.
 */
@Component
class QueueDeployment {

  private final Deployments deployments;
  private final Endpoints endpoints;
  private final Releases releases;
  private final LeftBehind leftBehind;
  private final GiveWay giveWay;
  private final TakePlace place;

  QueueDeployment(
      Deployments deployments,
      Endpoints endpoints,
      Releases releases,
      LeftBehind leftBehind,
      GiveWay giveWay,
      TakePlace place) {
    this.deployments = deployments;
    this.endpoints = endpoints;
    this.releases = releases;
    this.leftBehind = leftBehind;
    this.giveWay = giveWay;
    this.place = place;
  }

  /**
   * Takes the place when it is free.
   *
   * @throws Conflict {@code state-changed} when the endpoint is not as it was planned for
   */
  @Transactional
  Deployment behindNobody(
      Endpoint endpoint,
      Plan plan,
      Asked asked,
      DeploymentKind kind,
      Function<Instant, @Nullable Release> release) {
    endpoints.reserve(endpoint.name());
    Optional<Deployment> active = deployments.active(endpoint.id());
    if (active.isPresent()) throw PlaceTaken.by(endpoint, active.get());
    requireAsPlanned(endpoint);
    return place.begin(endpoint, plan, asked, Beginning.of(kind, release));
  }

  /**
   * Takes the place for a claim, when it is free. Planning a claim looks through the account, which
   * takes a while: what was retired meanwhile would get a mark that nobody looks after.
   *
   * @param endpoint as it was when the claim was planned
   * @throws Conflict {@code already-claimed}; {@code state-changed} when it was retired since, or
   *     imported anew
   */
  @Transactional
  Deployment claiming(Endpoint endpoint, Plan plan, Asked asked, Release imported) {
    endpoints.reserve(endpoint.name());
    Endpoint standing = endpoints.named(endpoint.name());
    if (!imported.id().equals(standing.currentReleaseId())) {
      throw new Conflict(
          "state-changed",
          "The import of "
              + standing.name()
              + " was retired or made anew since the claim was planned. Look at it again, then"
              + " decide.",
          "/v1/endpoints/" + standing.name());
    }
    standing.requireUnclaimed();
    return behindNobody(endpoint, plan, asked, DeploymentKind.ADOPT, now -> imported);
  }

  /**
   * Takes the place when it is free, for a candidate.
   *
   * @throws Refused {@code endpoint-not-claimed} when it was imported since
   */
  @Transactional
  Deployment promoting(Endpoint endpoint, Candidate candidate, Plan plan, Asked asked) {
    endpoints.reserve(endpoint.name());
    endpoints.named(endpoint.name()).requireOurs();
    Optional<Deployment> active = deployments.active(endpoint.id());
    if (active.isPresent()) throw PlaceTaken.by(endpoint, active.get());
    return place.begin(
        endpoint,
        plan,
        asked,
        Beginning.of(DeploymentKind.PROMOTE, now -> releases.record(endpoint, candidate, now))
            .copying(candidate.carried().copies()));
  }

  /**
   * Takes the place when it is free, or from a deployment that needs attention.
   *
   * @throws Conflict {@code state-changed} when the endpoint is not as it was planned for
   */
  @Transactional
  Deployment settling(
      Endpoint endpoint,
      Plan plan,
      Asked asked,
      DeploymentKind kind,
      Function<Instant, @Nullable Release> release) {
    endpoints.reserve(endpoint.name());
    Beginning beginning = Beginning.of(kind, release);
    Optional<Deployment> stuck = deployments.active(endpoint.id());
    stuck.ifPresent(one -> giveWay.of(one, asked));
    requireAsPlanned(endpoint);
    return place.begin(endpoint, plan, asked, stuck.map(beginning::after).orElse(beginning));
  }

  /**
   * Takes the place for the way back to a release, and quarantines the releases that are
   * {@linkplain LeftBehind left behind}.
   *
   * @param endpoint as it was when the release was chosen
   * @throws Conflict {@code state-changed} when another release has come live since
   */
  @Transactional
  Deployment rollBack(Endpoint endpoint, Plan plan, Asked asked, Release target) {
    endpoints.reserve(endpoint.name());
    Endpoint standing = endpoints.named(endpoint.name());
    if (!Objects.equals(standing.currentReleaseId(), endpoint.currentReleaseId())) {
      throw StartRollback.movedOn(standing);
    }
    Set<UUID> left = leftBehind.by(standing, target, deployments.active(endpoint.id()));
    Deployment back = settling(endpoint, plan, asked, DeploymentKind.ROLL_BACK, now -> target);
    leftBehind.quarantine(left, back, asked);
    return back;
  }

  /**
   * Refuses where the endpoint is another's than it was, or serves something else: what was planned
   * as leaving AWS as it is would delete what has been claimed since.
   *
   * @param planned as it was when the deployment was planned
   */
  private void requireAsPlanned(Endpoint planned) {
    Endpoint standing = endpoints.named(planned.name());
    if (standing.ours() == planned.ours()
        && Objects.equals(standing.currentReleaseId(), planned.currentReleaseId())) {
      return;
    }
    throw new Conflict(
        "state-changed",
        "Since this was planned, "
            + standing.name()
            + " was imported, claimed or retired, or another release has come live. Look at it"
            + " again, then decide.",
        "/v1/endpoints/" + standing.name());
  }
}
