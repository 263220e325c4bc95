package dev.slipway.endpoint;

import dev.slipway.cloud.Artifacts.Artifact;
import dev.slipway.cloud.Fingerprint;
import dev.slipway.cloud.SageMaker.Container;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One container of a release, resolved.
 *
 * @param hostname its name within a pipeline; null where it is alone
 * @param image the image reference by tag, for people
 * @param imageDigest what the tag meant when the release was made; null when the registry did not
 *     say
 * @param modelDataUrl its artifact; null for a container that needs none
 * @param artifactETag S3's entity tag of the artifact when the release was made; null where it is a
 *     copy that Slipway makes
 * @param artifactFingerprint the fingerprint of a copied artifact; null where it is no copy
 */
public record ReleasedContainer(
    @Nullable String hostname,
    String image,
    @Nullable String imageDigest,
    @Nullable String modelDataUrl,
    @Nullable String artifactETag,
    @Nullable Fingerprint artifactFingerprint,
    Map<String, String> environment) {

  /**
   * The image as SageMaker is given it: by digest when that is known, so that it stays the same.
   */
  public String imageReference() {
    return imageDigest == null ? image : byDigest(image, imageDigest);
  }

  /** An image of the same repository by its digest. */
  static String byDigest(String image, String digest) {
    return repository(image) + "@" + digest;
  }

  /** Whether the live artifact is another than the one with which the release was made. */
  public boolean changed(Artifact live) {
    return artifactETag != null && !artifactETag.equals(live.eTag())
        || artifactFingerprint != null && live.fingerprint().contradicts(artifactFingerprint);
  }

  /** The container as SageMaker is given it. */
  public Container container() {
    return new Container(hostname, imageReference(), modelDataUrl, environment);
  }

  /** An image reference without tag and digest. */
  private static String repository(String image) {
    int digest = image.indexOf('@');
    String named = digest < 0 ? image : image.substring(0, digest);
    int tag = named.indexOf(':', named.lastIndexOf('/') + 1);
    return tag < 0 ? named : named.substring(0, tag);
  }

  ReleasedContainer running(Map<String, String> digests) {
    return new ReleasedContainer(
        hostname,
        image,
        digests.getOrDefault(image, imageDigest),
        modelDataUrl,
        artifactETag,
        artifactFingerprint,
        environment);
  }
}
