package dev.slipway.simulator.s3;

import static dev.slipway.simulator.SimulatorClients.ANY_KEY;
import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3Tests {

  private static final byte[] MODEL = new byte[200_000];

  @AutoClose private Simulator simulator = Simulator.start(SimulatorOptions.builder().build());
  private S3Client s3 = client(S3Client.builder(), simulator.uri());

  @BeforeEach
  void bucket() {
    for (int i = 0; i < MODEL.length; i++) {
      MODEL[i] = (byte) (i * 31);
    }
    s3.createBucket(r -> r.bucket("models"));
  }

  @Test
  void anObjectComesBackAsItWasPut() {
    String eTag =
        s3.putObject(
                r ->
                    r.bucket("models")
                        .key("fraud detector/v1+2/model.tar.gz")
                        .contentType("application/gzip")
                        .metadata(Map.of("team", "risk")),
                RequestBody.fromBytes(MODEL))
            .eTag();

    ResponseBytes<GetObjectResponse> got =
        s3.getObjectAsBytes(r -> r.bucket("models").key("fraud detector/v1+2/model.tar.gz"));
    assertThat(got.asByteArray()).isEqualTo(MODEL);
    assertThat(got.response().eTag()).isEqualTo(eTag).matches("\"[0-9a-f]{32}\"");
    assertThat(got.response().contentType()).isEqualTo("application/gzip");
    assertThat(got.response().metadata()).containsEntry("team", "risk");
    assertThat(got.response().lastModified()).isNotNull();
    assertThat(simulator.buckets().read("models", "fraud detector/v1+2/model.tar.gz"))
        .contains(MODEL);
  }

  @Test
  void aSha256ThatWasSentAlongIsToldAgain() {
    s3.putObject(
        r -> r.bucket("models").key("m").checksumAlgorithm(ChecksumAlgorithm.SHA256),
        RequestBody.fromBytes(MODEL));
    String expected = Checksums.sha256(MODEL);

    HeadObjectResponse head =
        s3.headObject(r -> r.bucket("models").key("m").checksumMode(ChecksumMode.ENABLED));
    assertThat(head.checksumSHA256()).isEqualTo(expected);
    assertThat(head.contentLength()).isEqualTo(MODEL.length);
    assertThat(s3.headObject(r -> r.bucket("models").key("m")).checksumSHA256()).isNull();
    var attributes =
        s3.getObjectAttributes(r ->
            r.bucket("models")
                .key("m")
                .objectAttributes(
                    ObjectAttributes.CHECKSUM,
                    ObjectAttributes.E_TAG,
                    ObjectAttributes.OBJECT_SIZE));
    assertThat(attributes.checksum().checksumSHA256()).isEqualTo(expected);
    assertThat(attributes.objectSize()).isEqualTo(MODEL.length);
    assertThat(attributes.eTag()).isEqualTo(head.eTag().replace("\"", ""));
  }

  @Test
  void bytesThatDoNotMatchTheirChecksumAreRefused() {
    assertThatThrownBy(() ->
            s3.putObject(
                r -> r.bucket("models").key("m").checksumSHA256(Checksums.sha256(new byte[] {1})),
                RequestBody.fromBytes(MODEL)))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("SHA256");
    assertThatThrownBy(() -> s3.headObject(r -> r.bucket("models").key("m")))
        .isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void aPartOfAnObjectCanBeRead() {
    s3.putObject(r -> r.bucket("models").key("m"), RequestBody.fromBytes(MODEL));

    ResponseBytes<GetObjectResponse> part =
        s3.getObjectAsBytes(r -> r.bucket("models").key("m").range("bytes=10-19"));
    assertThat(part.asByteArray()).hasSize(10).startsWith(MODEL[10]);
    assertThat(part.response().contentRange()).isEqualTo("bytes 10-19/200000");
  }

  @Test
  void aCopyHasTheSameBytesAndCanGetAChecksum() {
    s3.putObject(r -> r.bucket("models").key("dev/m 1"), RequestBody.fromBytes(MODEL));

    var copied =
        s3.copyObject(r ->
            r.sourceBucket("models")
                .sourceKey("dev/m 1")
                .destinationBucket("models")
                .destinationKey("prod/m 1")
                .checksumAlgorithm(ChecksumAlgorithm.SHA256));

    assertThat(copied.copyObjectResult().checksumSHA256()).isEqualTo(Checksums.sha256(MODEL));
    assertThat(s3.getObjectAsBytes(r -> r.bucket("models").key("prod/m 1")).asByteArray())
        .isEqualTo(MODEL);
  }

  @Test
  void listingsHavePagesPrefixesAndGroups() {
    for (String key : List.of("a/1", "a/2", "a/b/3", "c & d", "z")) {
      s3.putObject(r -> r.bucket("models").key(key), RequestBody.fromString(key));
    }

    assertThat(
            s3.listObjectsV2Paginator(r -> r.bucket("models").maxKeys(2)).contents().stream()
                .map(S3Object::key))
        .containsExactly("a/1", "a/2", "a/b/3", "c & d", "z");
    ListObjectsV2Response grouped =
        s3.listObjectsV2(r -> r.bucket("models").prefix("a/").delimiter("/"));
    assertThat(grouped.contents()).extracting(S3Object::key).containsExactly("a/1", "a/2");
    assertThat(grouped.commonPrefixes())
        .singleElement()
        .satisfies(group -> assertThat(group.prefix()).isEqualTo("a/b/"));
    assertThat(grouped.contents().getFirst().size()).isEqualTo(3);
  }

  @Test
  void pagesThatEndOnKeysToBeEncodedAreFollowed() {
    List<String> keys = List.of("a b.tar.gz", "a%2Bb.tar.gz", "a+b.tar.gz", "ä&b.tar.gz");
    for (String key : keys) {
      s3.putObject(r -> r.bucket("models").key(key), RequestBody.fromString(key));
    }
    List<String> read = new ArrayList<>();
    for (String marker = ""; marker != null && read.size() < 2 * keys.size(); ) {
      String from = marker;
      ListObjectsResponse page =
          s3.listObjects(
              r -> r.bucket("models").marker(from).maxKeys(1).delimiter("+/").encodingType("url"));
      page.contents().forEach(object -> read.add(object.key()));
      assertThat(page.marker()).isEqualTo(from);
      assertThat(page.delimiter()).isEqualTo("+/");
      marker = page.nextMarker();
    }

    assertThat(read).containsExactlyElementsOf(keys);
    ListObjectsV2Response after =
        s3.listObjectsV2(
            r -> r.bucket("models").startAfter("a+b.tar.gz").delimiter("+/").encodingType("url"));
    assertThat(after.contents()).extracting(S3Object::key).containsExactly("ä&b.tar.gz");
    assertThat(after.startAfter()).isEqualTo("a+b.tar.gz");
    assertThat(after.delimiter()).isEqualTo("+/");
  }

  @Test
  void theNextMarkerIsToldOnlyWithADelimiter() {
    for (String key : List.of("a", "b")) {
      s3.putObject(r -> r.bucket("models").key(key), RequestBody.fromString(key));
    }

    ListObjectsResponse page = s3.listObjects(r -> r.bucket("models").maxKeys(1));
    assertThat(page.isTruncated()).isTrue();
    assertThat(page.nextMarker()).isNull();
    assertThat(s3.listObjects(r -> r.bucket("models").maxKeys(1).delimiter("/")).nextMarker())
        .isEqualTo("a");
  }

  @Test
  void whatIsMissingIsSaidToBe() {
    assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket("models").key("none")))
        .isInstanceOf(NoSuchKeyException.class)
        .hasMessageContaining("The specified key does not exist.");
    assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket("nowhere").key("none")))
        .isInstanceOf(NoSuchBucketException.class);
    assertThatThrownBy(() -> s3.headBucket(r -> r.bucket("nowhere")))
        .isInstanceOf(NoSuchBucketException.class);
    s3.deleteObject(r -> r.bucket("models").key("none"));
  }

  @Test
  void bucketsAreEmptiedBeforeTheyAreDeletedAndNamesAreShared() {
    s3.putObject(r -> r.bucket("models").key("m"), RequestBody.fromString("m"));

    assertThatThrownBy(() -> s3.deleteBucket(r -> r.bucket("models")))
        .hasMessageContaining("not empty");
    S3Client other =
        client(
            S3Client.builder(),
            simulator.uri(),
            AwsBasicCredentials.create("999999999999", ANY_KEY.secretAccessKey()),
            _ -> {});
    assertThatThrownBy(() -> other.createBucket(r -> r.bucket("models")))
        .isInstanceOf(BucketAlreadyExistsException.class);
    s3.deleteObject(r -> r.bucket("models").key("m"));
    s3.deleteBucket(r -> r.bucket("models"));
    assertThat(s3.listBuckets().buckets()).isEmpty();
  }

  @Test
  void objectsSurviveARestart(@TempDir Path directory) {
    simulator.close();
    SimulatorOptions options = SimulatorOptions.builder().directory(directory).build();
    simulator = Simulator.start(options);
    s3 = client(S3Client.builder(), simulator.uri());
    s3.createBucket(r -> r.bucket("kept"));
    s3.putObject(
        r -> r.bucket("kept").key("m").metadata(Map.of("a", "b")), RequestBody.fromBytes(MODEL));
    simulator.close();

    simulator = Simulator.start(options);
    s3 = client(S3Client.builder(), simulator.uri());

    ResponseBytes<GetObjectResponse> got = s3.getObjectAsBytes(r -> r.bucket("kept").key("m"));
    assertThat(got.asByteArray()).isEqualTo(MODEL);
    assertThat(got.response().metadata()).containsEntry("a", "b");
  }
}
