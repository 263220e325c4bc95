package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.DataCapture;
import dev.slipway.cloud.Fingerprint;
import dev.slipway.cloud.Network;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile;
import dev.slipway.environment.Scaling;
import dev.slipway.judge.JudgeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that makes an endpoint what it is, resolved: no name in it can come to mean something
 * else. Stored with the release and never changed.
 *
 * @param modelVersion the version's name, such as {@code v2}
 * @param image the image reference by tag, for people
 * @param imageDigest what the tag meant when the release was made; null when the registry did not
 *     tell
 * @param modelDataUrl the artifact in this environment's bucket
 * @param artifactETag S3's entity tag of the artifact when the release was made; null where the
 *     artifact is a copy that Slipway makes
 * @param containerHostname the first container's name within a pipeline; null where it is alone
 * @param furtherContainers the containers that a request passes after the first; null for none
 * @param judge how its fleet is compared with the earlier fleet while it bakes; null when it is not
 *     compared
 * @param artifactFingerprint the fingerprint of a copied artifact; null where it is no copy
 */
public record ReleaseSpec(
    String modelVersion,
    String image,
    @Nullable String imageDigest,
    String modelDataUrl,
    @Nullable String artifactETag,
    Map<String, String> containerEnvironment,
    Profile.ExecutionRole executionRole,
    Hosting hosting,
    @Nullable Scaling autoscaling,
    RolloutPolicy rollout,
    Profile.AlarmRules alarms,
    CloudLocation location,
    Map<String, String> tags,
    @Nullable Network network,
    @Nullable DataCapture dataCapture,
    @Nullable String containerHostname,
    @Nullable List<ReleasedContainer> furtherContainers,
    @Nullable JudgeRules judge,
    @Nullable Fingerprint artifactFingerprint) {

  /**
   * The one variant's name, unless the endpoint was adopted with another; SageMaker's guardrails
   * demand that it never changes.
   */
  public static final String VARIANT = "primary";

  /** SHA-256 of the content: equal releases have equal hashes. */
  public String contentHash() {
    return Json.hash(this);
  }

  /**
   * Whether SageMaker refuses to replace this release by another while it is registered for
   * autoscaling: another instance type, or another kind of hosting.
   */
  public boolean refusedWhileScaled(ReleaseSpec next) {
    return autoscaling != null
        && !otherKind(next)
        && !Objects.equals(hosting.instanceType(), next.hosting.instanceType());
  }

  /**
   * Whether the next release has another kind of hosting, so that it takes a SageMaker endpoint of
   * its own: SageMaker refuses to turn instances into serverless, and the reverse could not be
   * undone.
   */
  public boolean otherKind(ReleaseSpec next) {
    return (hosting.serverless() == null) != (next.hosting.serverless() == null);
  }

  /** The image of the first container, as SageMaker is given it. */
  public String imageReference() {
    return containers().getFirst().imageReference();
  }

  /** Every container, in the order in which a request passes them. */
  public List<ReleasedContainer> containers() {
    List<ReleasedContainer> all = new ArrayList<>();
    all.add(
        new ReleasedContainer(
            containerHostname,
            image,
            imageDigest,
            modelDataUrl,
            artifactETag,
            artifactFingerprint,
            containerEnvironment));
    if (furtherContainers != null) all.addAll(furtherContainers);
    return all;
  }

  /** This specification on instances of another type. */
  ReleaseSpec on(String type) {
    return on(hosting.on(type));
  }

  /** This specification with another hosting. */
  ReleaseSpec on(Hosting other) {
    return new ReleaseSpec(
        modelVersion,
        image,
        imageDigest,
        modelDataUrl,
        artifactETag,
        containerEnvironment,
        executionRole,
        other,
        autoscaling,
        rollout,
        alarms,
        location,
        tags,
        network,
        dataCapture,
        containerHostname,
        furtherContainers,
        judge,
        artifactFingerprint);
  }

  /**
   * This specification with the image digests that are known to run.
   *
   * @param digests by image reference; an image that has none here keeps its own
   */
  ReleaseSpec running(Map<String, String> digests) {
    List<ReleasedContainer> further =
        furtherContainers == null
            ? null
            : furtherContainers.stream().map(it -> it.running(digests)).toList();
    return new ReleaseSpec(
        modelVersion,
        image,
        digests.getOrDefault(image, imageDigest),
        modelDataUrl,
        artifactETag,
        containerEnvironment,
        executionRole,
        hosting,
        autoscaling,
        rollout,
        alarms,
        location,
        tags,
        network,
        dataCapture,
        containerHostname,
        further,
        judge,
        artifactFingerprint);
  }
}
