package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.catalog.ModelVersion;
import dev.slipway.catalog.VersionBits;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Clouds;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.PlanRelease.Asked;
import dev.slipway.endpoint.Planner.Way;
import dev.slipway.endpoint.ResolveContainer.Resolved;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Profile;
import dev.slipway.environment.SmokeRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns a request into a resolved release and a plan. Looks at AWS and at the record, and changes
 * nothing.
 */
@Component
public class Planning {

  private final Clouds clouds;
  private final Releases releases;
  private final EndpointClouds endpointClouds;
  private final SmokeSamples smokeSamples;
  private final VersionBits bits;
  private final Consequences consequences;
  private final StatedRules stated;
  private final PlanRelease planRelease;

  Planning(
      Clouds clouds,
      Releases releases,
      EndpointClouds endpointClouds,
      SmokeSamples smokeSamples,
      VersionBits bits,
      Consequences consequences,
      StatedRules stated,
      PlanRelease planRelease) {
    this.clouds = clouds;
    this.releases = releases;
    this.endpointClouds = endpointClouds;
    this.smokeSamples = smokeSamples;
    this.bits = bits;
    this.consequences = consequences;
    this.stated = stated;
    this.planRelease = planRelease;
  }

  /**
   * Resolves a version for an endpoint under its environment's profile as it is now.
   *
   * @param source the release that serves where the version comes from; null where it comes from
   *     nowhere
   */
  public Candidate resolve(
      Endpoint endpoint, ModelVersion version, Environment environment, @Nullable Release source) {
    Profile profile = OverriddenProfile.of(endpoint, environment);
    Cloud cloud = clouds.at(profile.location());
    List<Resolved> containers =
        new ResolveContainers(
                new ResolveContainer(profile, environment.name(), endpoint.model(), cloud),
                bits.of(version.id()),
                source)
            .resolve(version, endpoint);
    ReleasedContainer first = containers.getFirst().container();
    List<ReleasedContainer> further = containers.stream().skip(1).map(Resolved::container).toList();
    Map<String, String> tags = new TreeMap<>(profile.tags());
    tags.put("Environment", environment.name());
    tags.put("Model", endpoint.model());
    if (endpoint.overrides().tags() != null) tags.putAll(endpoint.overrides().tags());
    ReleaseSpec spec =
        new ReleaseSpec(
            version.name(),
            first.image(),
            first.imageDigest(),
            Objects.requireNonNull(first.modelDataUrl()),
            first.artifactETag(),
            first.environment(),
            profile.executionRole(),
            profile.hosting(),
            profile.autoscaling(),
            profile.rollout(),
            profile.alarms(),
            profile.location(),
            tags,
            profile.network() == null || profile.network().plain() ? null : profile.network(),
            profile.dataCapture(),
            first.hostname(),
            further.isEmpty() ? null : further,
            profile.judge(),
            first.artifactFingerprint());
    return new Candidate(
        version.id(),
        environment.revision(),
        spec,
        profile.requiresAbortLever(),
        profile.smokeTest(),
        ResolveContainers.carried(containers));
  }

  /** A release's content on instances of another type, as a new release. */
  public Candidate onInstancesOf(
      Endpoint endpoint, Release release, Environment environment, String type) {
    Profile profile = endpoint.overrides().over(environment.profile());
    return new Candidate(
        release.modelVersionId(),
        release.environmentRevision(),
        release.spec().on(type),
        profile.requiresAbortLever(),
        profile.smokeTest(),
        Carried.NOTHING);
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
    SmokeRules rules = candidate.smokeTest();
    if (rules == null || plan.noChanges()) return plan;
    Release serving = releases.current(endpoint).orElse(null);
    return smokeSamples.on(plan, endpoint, serving, candidate.spec(), rules);
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

  /**
   * The plan of stopping a running update, so that the release before it serves again.
   *
   * @param running the update's own plan
   */
  public Plan planAbort(Endpoint endpoint, Release restored, Plan running) {
    return PlannedRemoval.abort(endpoint, restored, running);
  }

  /** The plan of taking back an update that is over already, or nearly so. */
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
    Plan plan =
        PlannedRemoval.retirement(
            endpoint, releases.current(endpoint).orElse(null), consequences.retiring(endpoint));
    return stated.retiring(endpoint).map(plan::remarking).orElse(plan);
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
