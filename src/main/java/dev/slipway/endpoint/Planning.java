package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Cloud;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.PlanRelease.Asked;
import dev.slipway.endpoint.Planner.Way;
import dev.slipway.environment.SmokeRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes a plan of a resolved release. Looks at AWS and at the record, and changes nothing. */
@Component
public class Planning {

  private final Releases releases;
  private final EndpointClouds endpointClouds;
  private final UnsettledServing unsettled;
  private final SmokeSamples smokeSamples;
  private final Consequences consequences;
  private final StatedRules stated;
  private final PlanRelease planRelease;

  Planning(
      Releases releases,
      EndpointClouds endpointClouds,
      UnsettledServing unsettled,
      SmokeSamples smokeSamples,
      Consequences consequences,
      StatedRules stated,
      PlanRelease planRelease) {
    this.releases = releases;
    this.endpointClouds = endpointClouds;
    this.unsettled = unsettled;
    this.smokeSamples = smokeSamples;
    this.consequences = consequences;
    this.stated = stated;
    this.planRelease = planRelease;
  }

  /** The plan for bringing an endpoint to a candidate. */
  public Plan plan(Endpoint endpoint, Candidate candidate) {
    Plan plan =
        returning(
            endpoint,
            planRelease
                .plan(
                    new Asked(
                        endpoint,
                        candidate.spec(),
                        null,
                        Way.FORWARD,
                        candidate.needsLever(),
                        candidate.smokeTest() != null))
                .copying(candidate.carried().copies()));
    Plan told = unsettled.remark(endpoint, null).map(plan::remarking).orElse(plan);
    SmokeRules rules = candidate.smokeTest();
    if (rules == null || told.noChanges()) return told;
    Release serving = releases.current(endpoint).orElse(null);
    return smokeSamples.on(told, endpoint, serving, candidate.spec(), rules);
  }

  /**
   * The plan for bringing an endpoint back to one of its releases.
   *
   * @param settling whether an attempt came to no known end; then even the release that should
   *     serve is deployed again
   * @throws Refused {@code not-restorable} when something that it needs is gone
   */
  public Plan planRollback(Endpoint endpoint, Release release, boolean settling) {
    Cloud cloud = endpointClouds.of(endpoint, release.spec());
    AskAws.now(() -> {
      Restorable.check(release, cloud);
      return true;
    });
    Way way = settling ? Way.SETTLING : Way.BACK;
    return returning(
        endpoint,
        planRelease.plan(new Asked(endpoint, release.spec(), release.number(), way, false, false)));
  }

  /**
   * A plan after which an endpoint serves, with remarks on what that brings back if the endpoint
   * had been retired.
   */
  Plan returning(Endpoint endpoint, Plan plan) {
    if (!endpoint.retired()) return plan;
    Plan told = plan;
    for (Remark remark : stated.returning(endpoint)) told = told.remarking(remark);
    return told;
  }

  /** The plan for making AWS again what the serving release says. */
  public Plan planRepair(Endpoint endpoint, Release current) {
    return planRelease.plan(
        new Asked(endpoint, current.spec(), current.number(), Way.FORWARD, false, false));
  }

  /** The plan of stopping a running update, so that the release before it serves again. */
  public Plan planAbort(Endpoint endpoint, Release restored) {
    return PlannedRemoval.abort(endpoint, restored);
  }

  /**
   * The plan of calling off an update that SageMaker has not been asked for, or that is being taken
   * away already.
   */
  public Plan planTakingAway(Endpoint endpoint, Release restored) {
    return PlannedRemoval.takingAway(endpoint, restored);
  }

  /**
   * The plan of taking back an update that nothing can stop, or that is over already, or nearly so.
   *
   * @param running the update's own plan
   */
  public Plan planTakingBack(Endpoint endpoint, Release restored, Plan running) {
    return PlannedRemoval.takingBack(endpoint, restored, running);
  }

  /**
   * The plan of taking back a swap, while the endpoint that it replaces still stands.
   *
   * @param second the endpoint in its place; null while that does not exist
   */
  public Plan planSwitchBack(Endpoint endpoint, Release restored, @Nullable String second) {
    return PlannedRemoval.switchingBack(endpoint, restored, second);
  }

  /**
   * The plan of asking for a rollback that runs already: it goes on, and no other rollback begins.
   */
  public Plan planGoingOn(Endpoint endpoint, Release restored, Plan running) {
    return PlannedRemoval.goingOn(endpoint, restored, running);
  }

  /** The plan for taking an endpoint away. */
  public Plan planRetirement(Endpoint endpoint) {
    Release current = releases.current(endpoint).orElse(null);
    Plan plan = PlannedRemoval.retirement(endpoint, current, consequences.retiring(endpoint));
    Cloud cloud = endpointClouds.of(endpoint, current == null ? null : current.spec());
    Plan told =
        consequences
            .scalingThatGoes(endpoint, current, plan.calls(), cloud)
            .map(plan::remarking)
            .orElse(plan);
    return stated.retiring(endpoint).map(told::remarking).orElse(told);
  }

  /**
   * Why SageMaker would refuse a release with a new fleet of this many instances; empty if it would
   * take it.
   */
  public static Optional<Refused> refusedNow(ReleaseSpec wanted, int instances) {
    try {
      SageMakerRules.refuse(wanted, instances);
      return Optional.empty();
    } catch (Refused refusal) {
      return Optional.of(refusal);
    }
  }
}
