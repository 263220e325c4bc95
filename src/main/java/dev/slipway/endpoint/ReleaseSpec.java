package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.environment.Profile;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that makes an endpoint what it is, resolved: no name in it means something else
 * tomorrow. Stored with the release and never changed.
 *
 * @param modelVersion the version's name, such as {@code v2}
 * @param image the image reference by tag, for people
 * @param imageDigest what the tag meant when the release was made; null when the registry did not
 *     say
 * @param modelDataUrl the artifact in this environment's bucket
 * @param artifactETag S3's entity tag of the artifact when the release was made
 */
public record ReleaseSpec(
    String modelVersion,
    String image,
    @Nullable String imageDigest,
    String modelDataUrl,
    @Nullable String artifactETag,
    Map<String, String> containerEnvironment,
    Profile.ExecutionRole executionRole,
    Profile.Hosting hosting,
    Profile.@Nullable Scaling autoscaling,
    RolloutPolicy rollout,
    Profile.AlarmRules alarms,
    CloudLocation location,
    Map<String, String> tags) {

  /** The one variant's name; SageMaker's guardrails demand that it never changes. */
  public static final String VARIANT = "primary";

  /** SHA-256 of the content: equal releases have equal hashes. */
  public String contentHash() {
    return Json.hash(this);
  }

  /**
   * The image as SageMaker is given it: by digest when that is known, so that it stays the same.
   */
  public String imageReference() {
    return imageDigest == null ? image : repository(image) + "@" + imageDigest;
  }

  /** An image reference without tag and digest. */
  static String repository(String image) {
    int digest = image.indexOf('@');
    String named = digest < 0 ? image : image.substring(0, digest);
    int tag = named.indexOf(':', named.lastIndexOf('/') + 1);
    return tag < 0 ? named : named.substring(0, tag);
  }
}
