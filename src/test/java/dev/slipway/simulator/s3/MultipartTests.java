package dev.slipway.simulator.s3;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Crc64;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Uploads in parts, the first version of listing, and deletion of many. */
class MultipartTests {

  private static final byte[] LARGE = bytes(5 * 1024 * 1024, 1);
  private static final byte[] SMALL = bytes(100, 2);

  @TempDir private Path directory;
  @AutoClose private Simulator simulator = Simulator.start(SimulatorOptions.builder().build());
  private S3Client s3 = client(S3Client.builder().forcePathStyle(true), simulator.uri());

  @BeforeEach
  void bucket() {
    s3.createBucket(r -> r.bucket("models"));
  }

  @Test
  void anUploadInPartsReplacesAnObjectOnlyWhereItIsAsTheCallerSays() {
    String first =
        s3.putObject(r -> r.bucket("models").key("m"), RequestBody.fromBytes(SMALL)).eTag();
    s3.putObject(r -> r.bucket("models").key("m"), RequestBody.fromBytes(LARGE));
    String id = s3.createMultipartUpload(r -> r.bucket("models").key("m")).uploadId();
    String part =
        s3.uploadPart(
                r -> r.bucket("models").key("m").uploadId(id).partNumber(1),
                RequestBody.fromBytes(SMALL))
            .eTag();

    assertThatThrownBy(() ->
            s3.completeMultipartUpload(r ->
                r.bucket("models")
                    .key("m")
                    .uploadId(id)
                    .ifMatch(first)
                    .multipartUpload(
                        m -> m.parts(CompletedPart.builder().partNumber(1).eTag(part).build()))))
        .isInstanceOfSatisfying(
            AwsServiceException.class, answer -> assertThat(answer.statusCode()).isEqualTo(412));

    assertThat(s3.headObject(r -> r.bucket("models").key("m")).contentLength())
        .isEqualTo(LARGE.length);
  }

  @Test
  void partsAreCopiedFromOneObjectAndTheWholeHasItsChecksum() {
    s3.putObject(
        r -> r.bucket("models").key("source").checksumAlgorithm(ChecksumAlgorithm.CRC32),
        RequestBody.fromBytes(LARGE));
    String source = s3.headObject(r -> r.bucket("models").key("source")).eTag();
    String id =
        s3.createMultipartUpload(r ->
                r.bucket("models")
                    .key("copy")
                    .checksumAlgorithm(ChecksumAlgorithm.CRC64_NVME)
                    .checksumType(ChecksumType.FULL_OBJECT))
            .uploadId();
    String part =
        s3.uploadPartCopy(r ->
                r.sourceBucket("models")
                    .sourceKey("source")
                    .copySourceIfMatch(source)
                    .copySourceRange("bytes=0-" + (LARGE.length - 1))
                    .destinationBucket("models")
                    .destinationKey("copy")
                    .uploadId(id)
                    .partNumber(1))
            .copyPartResult()
            .eTag();
    s3.completeMultipartUpload(r ->
        r.bucket("models")
            .key("copy")
            .uploadId(id)
            .multipartUpload(
                m -> m.parts(CompletedPart.builder().partNumber(1).eTag(part).build())));

    var head =
        s3.headObject(r -> r.bucket("models").key("copy").checksumMode(ChecksumMode.ENABLED));
    assertThat(head.checksumCRC64NVME()).isEqualTo(Crc64.of(LARGE));
    assertThatThrownBy(() ->
            s3.copyObject(r ->
                r.sourceBucket("models")
                    .sourceKey("source")
                    .copySourceIfMatch("\"other\"")
                    .destinationBucket("models")
                    .destinationKey("copy")))
        .isInstanceOfSatisfying(
            AwsServiceException.class, it -> assertThat(it.statusCode()).isEqualTo(412));
  }

  /** The check value of the catalogue of CRC algorithms. */
  @Test
  void theChecksumIsTheOneThatTheCatalogueGives() {
    assertThat(Crc64.of("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(Base64.getEncoder().encodeToString(HexFormat.of().parseHex("ae8b14860a799888")));
  }

  @Test
  void partsBecomeOneObject() {
    String id = begin();
    CompletedPart first = part(id, 1, LARGE);
    CompletedPart second = part(id, 2, SMALL);
    assertThat(s3.listParts(r -> r.bucket("models").key("m").uploadId(id)).parts()).hasSize(2);
    assertThat(s3.listMultipartUploads(r -> r.bucket("models")).uploads()).hasSize(1);

    var done = complete(id, first, second);

    assertThat(done).endsWith("-2\"");
    byte[] read = s3.getObjectAsBytes(r -> r.bucket("models").key("m")).asByteArray();
    assertThat(read).hasSize(LARGE.length + SMALL.length).endsWith(SMALL);
    assertThat(s3.headObject(r -> r.bucket("models").key("m")).contentType())
        .isEqualTo("application/gzip");
    assertThat(s3.listMultipartUploads(r -> r.bucket("models")).uploads()).isEmpty();
  }

  @Test
  void partsSurviveARestart() {
    simulator.close();
    start();
    s3.createBucket(r -> r.bucket("models"));
    String id = begin();
    CompletedPart only = part(id, 1, SMALL);
    simulator.close();

    start();

    String unused = complete(id, only);
    assertThat(s3.getObjectAsBytes(r -> r.bucket("models").key("m")).asByteArray())
        .isEqualTo(SMALL);
  }

  @Test
  void anUploadThatIsGoneOrWrongIsRefused() {
    String id = begin();
    CompletedPart small = part(id, 1, SMALL);
    CompletedPart other = part(id, 2, SMALL);

    refused("EntityTooSmall", () -> complete(id, small, other));
    refused("InvalidPartOrder", () -> complete(id, other, small));
    refused("InvalidPart", () -> complete(id, small.toBuilder().eTag("\"0\"").build()));
    s3.abortMultipartUpload(r -> r.bucket("models").key("m").uploadId(id));
    assertThatThrownBy(() -> part(id, 3, SMALL)).isInstanceOf(NoSuchUploadException.class);
  }

  @Test
  void theFirstVersionOfListingPagesByMarker() {
    for (String key : List.of("a/1", "a/2", "b", "c")) {
      s3.putObject(r -> r.bucket("models").key(key), RequestBody.fromString("x"));
    }

    var first = s3.listObjects(r -> r.bucket("models").maxKeys(2).delimiter("/"));
    assertThat(first.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/");
    assertThat(first.contents()).extracting(S3Object::key).containsExactly("b");
    assertThat(first.isTruncated()).isTrue();
    var second = s3.listObjects(r -> r.bucket("models").delimiter("/").marker(first.nextMarker()));
    assertThat(second.contents()).extracting(S3Object::key).containsExactly("c");

    s3.deleteObjects(r ->
        r.bucket("models")
            .delete(d ->
                d.objects(
                    ObjectIdentifier.builder().key("a/1").build(),
                    ObjectIdentifier.builder().key("missing").build())));
    assertThat(s3.listObjects(r -> r.bucket("models").prefix("a/")).contents()).hasSize(1);
    refused("NoSuchBucket", () -> s3.listObjects(r -> r.bucket("none")));
  }

  private void start() {
    simulator = Simulator.start(SimulatorOptions.builder().directory(directory).build());
    s3 = client(S3Client.builder().forcePathStyle(true), simulator.uri());
  }

  private String begin() {
    return s3.createMultipartUpload(
            r -> r.bucket("models").key("m").contentType("application/gzip"))
        .uploadId();
  }

  private CompletedPart part(String id, int number, byte[] bytes) {
    String eTag =
        s3.uploadPart(
                r -> r.bucket("models").key("m").uploadId(id).partNumber(number),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  private String complete(String id, CompletedPart... parts) {
    return s3.completeMultipartUpload(
            r -> r.bucket("models").key("m").uploadId(id).multipartUpload(u -> u.parts(parts)))
        .eTag();
  }

  private static void refused(String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
