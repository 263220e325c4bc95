package dev.slipway.cloud;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Model artifacts in S3. */
public interface Artifacts {

  /** What S3 knows about an object, or empty when there is none. */
  Optional<Artifact> find(String s3Uri);

  /**
   * Brings a copy one step on by at most one change; S3 moves the bytes itself. Repeated until
   * {@link #find} finds the target; a copy that was left is taken up where it stands.
   *
   * @return what was done, in one sentence
   */
  String copyOn(Copy copy);

  /** Gives up a copy that was begun and is not done. */
  void abandon(Copy copy);

  /**
   * An object.
   *
   * @param eTag S3's entity tag without quotes
   * @param fingerprint what tells its bytes from others
   */
  record Artifact(String s3Uri, String eTag, Fingerprint fingerprint) {

    /** How many bytes it has. */
    public long sizeBytes() {
      return fingerprint.sizeBytes();
    }

    /** The checksum, base64, when S3 keeps one. */
    public @Nullable String sha256() {
      return fingerprint.sha256();
    }
  }

  /**
   * An object to be copied.
   *
   * @param source where it is
   * @param sourceETag nothing else may be copied from there
   * @param fingerprint of the bytes that are meant
   * @param target where it shall be
   */
  record Copy(String source, String sourceETag, Fingerprint fingerprint, String target) {}
}
