package dev.slipway.rollout;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.Serverless;
import dev.slipway.endpoint.Capacity;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.KeptWarm;
import dev.slipway.endpoint.Marks;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.ScalingParts;
import dev.slipway.endpoint.WayBack;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Scaling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a step may look at.
 *
 * @param endpoint the endpoint, with the SageMaker name of the endpoint to which the deployment
 *     brings the release
 * @param release the release to be reached; null when retiring
 * @param previous the release that served when the deployment was asked for
 * @param scalings all the ways in which the endpoint's releases on record have it scaled
 * @param owned what is on record as made for this endpoint and not taken away, oldest first
 * @param now cloud time
 */
record StepContext(
    Deployment deployment,
    Endpoint endpoint,
    @Nullable Release release,
    @Nullable Release previous,
    Supplier<List<Scaling>> scalings,
    List<OwnedResource> owned,
    int keepReleases,
    Cloud cloud,
    Instant now) {

  Memory memory() {
    return deployment.memory();
  }

  Release target() {
    if (release == null) throw new IllegalStateException("a retirement has no release");
    return release;
  }

  ReleaseSpec spec() {
    return target().spec();
  }

  /** The SageMaker endpoint that takes the serving one's place; null where there is none. */
  @Nullable Swap swap() {
    return deployment.swap();
  }

  /** The release whose fleet SageMaker itself replaces; null where it makes an endpoint. */
  @Nullable Release updated() {
    return swap() == null ? previous : null;
  }

  /** This context on the SageMaker endpoint that served when the deployment was asked for. */
  StepContext onTheOld() {
    Swap swap = swap();
    if (swap == null) return this;
    return new StepContext(
        deployment,
        endpoint.at(swap.from()),
        release,
        previous,
        scalings,
        owned,
        keepReleases,
        cloud,
        now);
  }

  /** What the steps have found or made so far. */
  Memory.Made made() {
    return memory().made();
  }

  /** Whether the deployment leads back to a release that has served. */
  boolean back() {
    return deployment.kind() == DeploymentKind.ROLL_BACK;
  }

  /** The fleet that the update brings up, when this many instances serve. */
  Capacity capacity(@Nullable Integer live) {
    return Capacity.of(previous == null ? null : previous.spec(), spec(), live, back());
  }

  /**
   * The hosting that the release gets. What the serverless variant that serves keeps warm may be
   * carried over, see {@link KeptWarm}; {@code live} is null where none serves.
   */
  Hosting hosting(@Nullable Serverless live) {
    return KeptWarm.of(previous == null ? null : previous.spec(), spec(), live, back());
  }

  /**
   * The fleet that comes up instead where the quota has no room for this one beside what serves.
   */
  Optional<Capacity> rather(Capacity capacity, LiveEndpoint live) {
    return back()
        ? Capacity.rather(
            previous == null ? null : previous.spec(), spec(), capacity, endpoint().runs(live))
        : Optional.empty();
  }

  /** How traffic moves to the release, with a fleet of this many instances. */
  RolloutPolicy policy(LiveEndpoint live, int instances) {
    return back()
        ? WayBack.policy(updated() == null ? null : updated().spec(), spec(), live, instances)
        : spec().rollout();
  }

  /**
   * Whether SageMaker's deployment guardrails apply: not to serverless variants (developer guide,
   * "Deployment guardrails exclusions"), nor to a creation.
   */
  boolean guarded() {
    return spec().hosting().serverless() == null && swap() == null;
  }

  /** Whether a fleet that follows the serving one gets another count, see {@link Capacity}. */
  boolean recounted(Capacity capacity) {
    return Capacity.recounted(previous == null ? null : previous.spec(), spec(), capacity, back());
  }

  /** The tags of Slipway's mark, together with the release's own tags. */
  Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>(spec().tags());
    tags.putAll(Marks.of(endpoint.name(), target().number()));
    return tags;
  }

  /**
   * The tags of the things that this deployment makes. By these it recognises them before they are
   * on record.
   */
  Map<String, String> birthmarks() {
    Map<String, String> tags = tags();
    tags.put(Marks.DEPLOYMENT, deployment.id().toString());
    return tags;
  }

  /** Whether these tags say that a resource belongs to this endpoint. */
  boolean ours(Map<String, String> tags) {
    return endpoint.name().equals(tags.get(Marks.ENDPOINT));
  }

  /**
   * Whether the resource of that name was made for this endpoint. Tags alone prove nothing, since
   * anybody can copy them. So the resource must be on record too, or must be one that this very
   * deployment made just before its process ended.
   */
  boolean owns(ResourceKind kind, String name, Map<String, String> tags) {
    return ours(tags)
        && (recorded(kind, name) || deployment.id().toString().equals(tags.get(Marks.DEPLOYMENT)));
  }

  /**
   * The scaling that may be there by Slipway's doing. Policies and actions carry no tags, so they
   * count as Slipway's if they are named by a release that has served or is to serve. Those of any
   * earlier release may still be there, where a deployment was called off before it had removed
   * them. A release that never served does not make the scaling that it names Slipway's. This
   * deployment's own release counts only while the deployment goes forward: while it can be undone,
   * it has not put its scaling yet, or only on an endpoint that goes with it.
   */
  Stream<ScalingParts> everScaled() {
    Stream<Scaling> own =
        release == null || deployment.undoing()
            ? Stream.empty()
            : Stream.ofNullable(release.spec().autoscaling());
    return Stream.concat(own, scalings.get().stream())
        .map(scaling -> new ScalingParts(endpoint, scaling));
  }

  /** Whether it is on record that this endpoint's deployments made it. */
  boolean recorded(ResourceKind kind, String name) {
    return owned.stream().anyMatch(one -> one.kind() == kind && one.name().equals(name));
  }

  /** Whether it is on record that this deployment made it. */
  boolean madeHere(ResourceKind kind, String name) {
    return owned.stream()
        .anyMatch(one ->
            one.kind() == kind
                && one.name().equals(name)
                && one.deploymentId().equals(deployment.id()));
  }

  /** Whether what was left under that name is being deleted just now, outside any deployment. */
  boolean collecting(ResourceKind kind, String name) {
    return owned.stream()
        .anyMatch(one -> one.kind() == kind && one.name().equals(name) && one.collecting());
  }

  /** How long the present step has been going on, in cloud time. */
  Duration inStep() {
    return memory().pace().until(now);
  }

  Outcome.Impossible stranger(String what, String name) {
    Refused taken = NameTaken.by(what, name, endpoint);
    return new Outcome.Impossible(taken.code(), taken.detail());
  }
}
