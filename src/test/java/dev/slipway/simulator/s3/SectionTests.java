package dev.slipway.simulator.s3;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Objects read part by part and in ranges, and with other headers than they were put with. */
class SectionTests {

  private static final String KEY = "dir/model 1.tar.gz";
  private static final int FIRST = 5 * 1024 * 1024;
  private static final int SECOND = 100;

  @TempDir private Path directory;
  private Simulator simulator;
  private S3Client s3;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorOptions.builder().directory(directory).build());
    s3 = client(S3Client.builder().forcePathStyle(true), simulator.uri());
    s3.createBucket(r -> r.bucket("models"));
  }

  @AfterEach
  void stop() {
    s3.close();
    simulator.close();
  }

  @Test
  void anObjectIsReadInThePartsThatItWasUploadedIn() {
    String location = upload(1, 3);

    stop();
    start();

    assertThat(location)
        .isEqualTo("https://models.s3.us-east-1.amazonaws.com/dir%2Fmodel%201.tar.gz");
    ResponseBytes<GetObjectResponse> first = get(r -> r.partNumber(1));
    assertThat(first.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    assertThat(first.asByteArray()).hasSize(FIRST).containsOnly(1);
    assertThat(first.response().contentRange()).isEqualTo("bytes 0-5242879/5242980");
    assertThat(first.response().partsCount()).isEqualTo(2);
    ResponseBytes<GetObjectResponse> last = get(r -> r.partNumber(3));
    assertThat(last.asByteArray()).hasSize(SECOND).containsOnly(3);
    assertThat(last.response().contentRange()).isEqualTo("bytes 5242880-5242979/5242980");
    HeadObjectResponse head = head(r -> r.partNumber(3));
    assertThat(head.sdkHttpResponse().statusCode()).isEqualTo(206);
    assertThat(head.contentLength()).isEqualTo(SECOND);
    assertThat(head.partsCount()).isEqualTo(2);
    assertThat(get(_ -> {}).response().partsCount()).isNull();
    assertThat(
            s3.getObjectAttributes(r ->
                    r.bucket("models").key(KEY).objectAttributes(ObjectAttributes.OBJECT_PARTS))
                .objectParts()
                .totalPartsCount())
        .isEqualTo(2);
  }

  @Test
  void aPartThatThereIsNotIsRefused() {
    String unused = upload(1, 3);

    refused(416, "InvalidPartNumber", () -> get(r -> r.partNumber(2)));
    refused(416, "InvalidPartNumber", () -> get(r -> r.partNumber(4)));
    refused(400, "InvalidArgument", () -> get(r -> r.partNumber(0)));
    refused(400, "InvalidRequest", () -> get(r -> r.partNumber(1).range("bytes=0-1")));
    assertThatThrownBy(() -> head(r -> r.partNumber(4)))
        .isInstanceOfSatisfying(
            AwsServiceException.class, e -> assertThat(e.statusCode()).isEqualTo(416));
  }

  @Test
  void anObjectThatWasPutWholeIsItsOwnFirstPart() {
    put("whole");

    ResponseBytes<GetObjectResponse> all = get(r -> r.partNumber(1));
    assertThat(all.asUtf8String()).isEqualTo("whole");
    assertThat(all.response().contentRange()).isEqualTo("bytes 0-4/5");
    assertThat(all.response().partsCount()).isNull();
    refused(416, "InvalidPartNumber", () -> get(r -> r.partNumber(2)));
    put("");
    assertThat(get(r -> r.partNumber(1)).asByteArray()).isEmpty();
  }

  @Test
  void aRangeIsDescribedAsItIsRead() {
    put("whole");

    HeadObjectResponse head = head(r -> r.range("bytes=1-2"));

    assertThat(head.sdkHttpResponse().statusCode()).isEqualTo(206);
    assertThat(head.contentLength()).isEqualTo(2);
    assertThat(head.contentRange()).isEqualTo("bytes 1-2/5");
    assertThat(get(r -> r.range("bytes=1-" + "9".repeat(30))).asUtf8String()).isEqualTo("hole");
    refused(416, "InvalidRange", () -> get(r -> r.range("bytes=" + "9".repeat(30) + "-")));
  }

  @Test
  void headersAreToldAsTheRequestWantsThem() {
    put("whole");
    Instant expires = Instant.parse("2030-01-02T03:04:05Z");

    GetObjectResponse got =
        get(r ->
                r.responseContentType("text/x")
                    .responseContentDisposition("attachment; filename=\"m\"")
                    .responseContentEncoding("identity")
                    .responseContentLanguage("de")
                    .responseCacheControl("no-store")
                    .responseExpires(expires))
            .response();
    HeadObjectResponse head = head(r -> r.responseContentType("text/y").responseExpires(expires));

    assertThat(got.contentType()).isEqualTo("text/x");
    assertThat(got.contentDisposition()).isEqualTo("attachment; filename=\"m\"");
    assertThat(got.contentEncoding()).isEqualTo("identity");
    assertThat(got.contentLanguage()).isEqualTo("de");
    assertThat(got.cacheControl()).isEqualTo("no-store");
    assertThat(got.expiresString()).isEqualTo("Wed, 02 Jan 2030 03:04:05 GMT");
    assertThat(head.contentType()).isEqualTo("text/y");
    assertThat(head.expiresString()).isEqualTo("Wed, 02 Jan 2030 03:04:05 GMT");
    assertThat(get(_ -> {}).response().contentType()).isEqualTo("application/octet-stream");
  }

  @Test
  void aPresignedUrlSaysWhichHeadersItsAnswerHas() throws Exception {
    put("whole");
    try (S3Presigner presigner =
            S3Presigner.builder()
                .endpointOverride(simulator.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")))
                .serviceConfiguration(
                    S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
        HttpClient http = HttpClient.newHttpClient()) {
      URI url =
          presigner
              .presignGetObject(p ->
                  p.signatureDuration(Duration.ofMinutes(5))
                      .getObjectRequest(r ->
                          r.bucket("models")
                              .key(KEY)
                              .responseContentDisposition("attachment; filename=\"a b.csv\"")))
              .url()
              .toURI();

      HttpResponse<String> got =
          http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(got.body()).isEqualTo("whole");
      assertThat(got.headers().firstValue("Content-Disposition"))
          .hasValue("attachment; filename=\"a b.csv\"");
    }
  }

  private void put(String text) {
    s3.putObject(
        r -> r.bucket("models").key(KEY).contentType("application/octet-stream"),
        RequestBody.fromBytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Parts of these numbers, each filled with its number. */
  private String upload(int... numbers) {
    String id = s3.createMultipartUpload(r -> r.bucket("models").key(KEY)).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int number : numbers) {
      byte[] bytes = new byte[parts.isEmpty() ? FIRST : SECOND];
      Arrays.fill(bytes, (byte) number);
      String eTag =
          s3.uploadPart(
                  r -> r.bucket("models").key(KEY).uploadId(id).partNumber(number),
                  RequestBody.fromBytes(bytes))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
    }
    return s3.completeMultipartUpload(
            r -> r.bucket("models").key(KEY).uploadId(id).multipartUpload(m -> m.parts(parts)))
        .location();
  }

  private ResponseBytes<GetObjectResponse> get(Consumer<GetObjectRequest.Builder> how) {
    return s3.getObjectAsBytes(r -> how.accept(r.bucket("models").key(KEY)));
  }

  private HeadObjectResponse head(Consumer<HeadObjectRequest.Builder> how) {
    return s3.headObject(r -> how.accept(r.bucket("models").key(KEY)));
  }

  private static void refused(int status, String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
