package dev.slipway.endpoint;

import dev.slipway.catalog.ModelVersion;
import dev.slipway.catalog.VersionBits;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Clouds;
import dev.slipway.endpoint.ResolveContainer.Resolved;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Profile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Resolves what was asked for into a release in which no name can change its meaning. Looks at AWS
 * and at the record, and changes nothing.
 */
@Component
public class ResolveCandidate {

  private final Clouds clouds;
  private final VersionBits bits;

  ResolveCandidate(Clouds clouds, VersionBits bits) {
    this.clouds = clouds;
    this.bits = bits;
  }

  /**
   * Resolves a version for an endpoint under its environment's profile as it is now.
   *
   * @param source the release with which the version serves, or has served, where it comes from;
   *     null where it comes from nowhere
   */
  public Candidate of(
      Endpoint endpoint, ModelVersion version, Environment environment, @Nullable Release source) {
    return of(endpoint, version, environment, source, false);
  }

  /**
   * Resolves a version that runs already. Its artifacts are where it has them from, also where a
   * promotion would copy them into the environment's store.
   */
  Candidate running(Endpoint endpoint, ModelVersion version, Environment environment) {
    return of(endpoint, version, environment, null, true);
  }

  private Candidate of(
      Endpoint endpoint,
      ModelVersion version,
      Environment environment,
      @Nullable Release source,
      boolean inPlace) {
    Profile profile = OverriddenProfile.of(endpoint, environment);
    Cloud cloud = clouds.at(profile.location());
    List<Resolved> containers =
        new ResolveContainers(
                new ResolveContainer(profile, environment.name(), endpoint.model(), cloud, inPlace),
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
  public static Candidate onInstancesOf(
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
}
