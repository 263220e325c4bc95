package dev.slipway.cloud;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** {@link Artifacts} over S3. */
record AwsArtifacts(Supplier<S3Client> s3) implements Artifacts {

  private static final AwsCalls CALLS = new AwsCalls("s3");

  @Override
  public Optional<Artifact> find(String s3Uri) {
    String path = s3Uri.startsWith("s3://") ? s3Uri.substring("s3://".length()) : "";
    int slash = path.indexOf('/');
    if (slash < 1 || slash == path.length() - 1) {
      throw new IllegalArgumentException("Not the address of an object in S3: " + s3Uri);
    }
    String bucket = path.substring(0, slash);
    String key = path.substring(slash + 1);
    try {
      return head(bucket, key, ChecksumMode.ENABLED).map(head -> artifact(s3Uri, head));
    } catch (CloudFailure e) {
      // Reading the checksum of an encrypted object needs kms:Decrypt, which looking does not.
      if (e.kind() != CloudFailure.Kind.DENIED) throw e;
      return head(bucket, key, null).map(head -> artifact(s3Uri, head));
    }
  }

  /** A HEAD's refusal has no body, hence no code: its status alone says that nothing is there. */
  private Optional<HeadObjectResponse> head(
      String bucket, String key, @Nullable ChecksumMode checksum) {
    return CALLS.call(
        "HeadObject",
        () -> {
          try {
            return Optional.of(
                s3.get().headObject(it -> it.bucket(bucket).key(key).checksumMode(checksum)));
          } catch (AwsServiceException e) {
            if (e.statusCode() == 404) return Optional.empty();
            throw e;
          }
        });
  }

  private static Artifact artifact(String s3Uri, HeadObjectResponse head) {
    String sha256 = head.checksumSHA256();
    return new Artifact(
        s3Uri,
        head.contentLength() == null ? 0 : head.contentLength(),
        head.eTag() == null ? "" : head.eTag().replace("\"", ""),
        // With "-n" it is a checksum of the parts' checksums, which depends on how it was sent.
        sha256 == null || sha256.contains("-") ? null : sha256);
  }
}
