package dev.slipway.endpoint;

import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks whether AWS is as the record says. Changes nothing. */
@Component
public class LookForDrift {

  private final EndpointClouds clouds;
  private final Releases releases;
  private final Drifts drifts;

  LookForDrift(EndpointClouds clouds, Releases releases, Drifts drifts) {
    this.clouds = clouds;
    this.releases = releases;
    this.drifts = drifts;
  }

  /**
   * What a look found.
   *
   * @param whole whether everything around the endpoint was looked at too
   * @param modifiedAt SageMaker's last-modified time; null when there is no endpoint
   */
  public record Found(
      DriftState state,
      List<Difference> differences,
      boolean whole,
      @Nullable Instant modifiedAt) {}

  /** An account's region, for which AWS's rates hold. */
  public record Place(String accountId, String region) {}

  /** Where a look at an endpoint asks. */
  public Place place(Endpoint endpoint) {
    CloudLocation there =
        clouds.location(endpoint, releases.current(endpoint).map(Release::spec).orElse(null));
    return new Place(there.accountId(), there.region());
  }

  /**
   * Looks at the endpoint, and also at everything around it when that is due or the endpoint has
   * changed.
   *
   * @param since SageMaker's last-modified time at the last complete look that found all in order;
   *     null to look at everything
   */
  public Found look(Endpoint endpoint, @Nullable Instant since) {
    Release release = releases.current(endpoint).orElseThrow();
    Cloud cloud = clouds.of(endpoint, release.spec());
    Optional<LiveEndpoint> live = cloud.sageMaker().findEndpoint(endpoint.physicalName());
    if (live.isEmpty()) {
      Difference gone = new Difference("endpoint", endpoint.physicalName(), null);
      return new Found(DriftState.GONE, List.of(gone), true, null);
    }
    return of(endpoint, release, live.get(), cloud, since);
  }

  private Found of(
      Endpoint endpoint, Release release, LiveEndpoint live, Cloud cloud, @Nullable Instant since) {
    List<Difference> found = new ArrayList<>(itself(endpoint, release, live));
    boolean elsewhere = found.stream().anyMatch(it -> it.field().equals("update"));
    if (live.status().moving() && live.status() != EndpointStatus.DELETING && !elsewhere) {
      return new Found(DriftState.MOVING, List.of(), false, live.lastModifiedAt());
    }
    boolean whole = !live.lastModifiedAt().equals(since) || !found.isEmpty();
    if (whole) found.addAll(around(endpoint, release, live, cloud));
    return new Found(
        found.isEmpty() ? DriftState.IN_SYNC : DriftState.DRIFTED,
        List.copyOf(found),
        whole,
        live.lastModifiedAt());
  }

  /**
   * All differences between an endpoint that was just read, with everything around it, and its
   * release.
   */
  List<Difference> all(Endpoint endpoint, Release release, LiveEndpoint live, Cloud cloud) {
    List<Difference> found = new ArrayList<>(itself(endpoint, release, live));
    found.addAll(around(endpoint, release, live, cloud));
    return found;
  }

  /** The differences of scaling and alarms; none where AWS does not answer. */
  List<Difference> ofWatch(Endpoint endpoint, Release release, LiveEndpoint live, Cloud cloud) {
    try {
      Surroundings watched = Surroundings.watched(endpoint, release, live, cloud);
      List<Difference> found = new ArrayList<>();
      SurroundingsDrift.scaling(endpoint, release.spec(), watched, found);
      found.addAll(AlarmDrift.of(endpoint, release, live, watched.alarms()));
      return found;
    } catch (CloudFailure unanswered) {
      return List.of();
    }
  }

  /**
   * What is known of differences by the last look; nothing before it, nor once a deployment has
   * begun since, which may have mended them.
   */
  List<Difference> last(Endpoint endpoint) {
    return drifts.of(endpoint.id()).stream()
        .filter(it -> it.comparedAt() != null)
        .flatMap(it -> it.differences().stream())
        .map(Drift.Noticed::difference)
        .toList();
  }

  private List<Difference> itself(Endpoint endpoint, Release release, LiveEndpoint live) {
    List<RolloutPolicy> policies = new ArrayList<>();
    policies.add(release.spec().rollout());
    releases.newest(endpoint).ifPresent(newest -> policies.add(newest.spec().rollout()));
    return EndpointDrift.of(endpoint, release, live, policies);
  }

  private static List<Difference> around(
      Endpoint endpoint, Release release, LiveEndpoint live, Cloud cloud) {
    Surroundings around = Surroundings.of(endpoint, release, live, cloud);
    List<Difference> found = new ArrayList<>(SurroundingsDrift.of(endpoint, release, around));
    found.addAll(AlarmDrift.of(endpoint, release, live, around.alarms()));
    return found;
  }
}
