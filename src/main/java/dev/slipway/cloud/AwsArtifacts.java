package dev.slipway.cloud;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * {@link Artifacts} over S3.
 *
 * @param copies the copies, which take longer than a look
 */
record AwsArtifacts(Supplier<S3Client> s3, AwsCopies copies) implements Artifacts {

  private static final AwsCalls CALLS = new AwsCalls("s3");
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  @Override
  public Optional<Artifact> find(String s3Uri) {
    return OneLook.answer(this, "HeadObject", s3Uri, () -> look(s3Uri));
  }

  private Optional<Artifact> look(String s3Uri) {
    ObjectAddress object = ObjectAddress.of(s3Uri);
    try {
      return head(object, ChecksumMode.ENABLED).map(head -> artifact(s3Uri, head));
    } catch (CloudFailure e) {
      // Reading the checksum of an encrypted object needs kms:Decrypt, which looking does not.
      if (e.kind() != CloudFailure.Kind.DENIED) throw e;
      return head(object, null).map(head -> artifact(s3Uri, head));
    }
  }

  @Override
  public String copyOn(Copy copy) {
    return copies.copyOn(copy);
  }

  @Override
  public void abandon(Copy copy) {
    copies.abandon(copy);
  }

  /** A HEAD's refusal has no body, hence no code: its status alone says that nothing is there. */
  private Optional<HeadObjectResponse> head(ObjectAddress object, @Nullable ChecksumMode checksum) {
    return CALLS.call(
        "HeadObject",
        () -> {
          try {
            return Optional.of(
                s3.get()
                    .headObject(
                        it -> it.bucket(object.bucket()).key(object.key()).checksumMode(checksum)));
          } catch (AwsServiceException e) {
            if (e.statusCode() == 404) return Optional.empty();
            throw e;
          }
        });
  }

  private static Artifact artifact(String s3Uri, HeadObjectResponse head) {
    String eTag = head.eTag() == null ? "" : head.eTag().replace("\"", "");
    // Of what was sent in parts there may be a checksum of the parts' checksums, which depends on
    // how it was sent. Without a type it is told by its "-n".
    boolean whole = head.checksumType() != ChecksumType.COMPOSITE;
    return new Artifact(
        s3Uri,
        eTag,
        new Fingerprint(
            head.contentLength() == null ? 0 : head.contentLength(),
            MD5.matcher(eTag).matches() && plain(head) ? eTag : null,
            whole ? unlessComposite(head.checksumSHA256()) : null,
            whole ? unlessComposite(head.checksumCRC64NVME()) : null));
  }

  /** With a customer's key the entity tag is not the MD5 of the bytes. */
  private static boolean plain(HeadObjectResponse head) {
    return head.sseCustomerAlgorithm() == null
        && (head.serverSideEncryption() == null
            || head.serverSideEncryption() == ServerSideEncryption.AES256);
  }

  private static @Nullable String unlessComposite(@Nullable String checksum) {
    return checksum == null || checksum.contains("-") ? null : checksum;
  }
}
