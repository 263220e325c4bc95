package dev.slipway.cloud;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Model artifacts in S3. */
public interface Artifacts {

  /** What S3 knows about an object, or empty when there is none. */
  Optional<Artifact> find(String s3Uri);

  /**
   * An object.
   *
   * @param eTag S3's entity tag without quotes
   * @param sha256 the checksum, base64, when S3 keeps one
   */
  record Artifact(String s3Uri, long sizeBytes, String eTag, @Nullable String sha256) {}
}
