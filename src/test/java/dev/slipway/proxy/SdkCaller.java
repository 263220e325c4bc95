package dev.slipway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.Aws4UnsignedPayloadSigner;
import software.amazon.awssdk.auth.signer.params.Aws4PresignerParams;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;

/**
 * Signs as the AWS SDK for Java does, with the test's access key unless with another one. Where the
 * time matters, a client of the SDK would not do: each mends the clock of all in its process.
 */
@SuppressWarnings("deprecation")
final class SdkCaller {

  private static final AwsBasicCredentials KEYS =
      AwsBasicCredentials.create(RunningProxy.ACCESS_KEY, RunningProxy.SECRET_KEY);

  private final Instant at;
  private final String host;
  private final AwsBasicCredentials keys;

  /**
   * @param at its clock, which stands still
   */
  SdkCaller(Instant at) {
    this(at, "proxy.example.com:8081", KEYS);
  }

  private SdkCaller(Instant at, String host, AwsBasicCredentials keys) {
    this.at = at;
    this.host = host;
    this.keys = keys;
  }

  /** The same one, asking another host. */
  SdkCaller at(String other) {
    return new SdkCaller(at, other, keys);
  }

  /** The same one with another access key. */
  SdkCaller with(String accessKeyId, String secret) {
    return new SdkCaller(at, host, AwsBasicCredentials.create(accessKeyId, secret));
  }

  /** Asks the proxy for a prediction. */
  HttpResponse<String> ask(RunningProxy proxy) {
    SdkCaller caller = at("127.0.0.1:" + proxy.proxy.port());
    return send(proxy, caller.signLogical("x").head(), "x");
  }

  /** Sends what was signed, with this body. */
  static HttpResponse<String> send(RunningProxy proxy, Head head, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                proxy.uri(head.path() + (head.query().isEmpty() ? "" : "?" + head.query())))
            .POST(BodyPublishers.ofString(body));
    head.headers()
        .forEach((name, value) -> {
          if (!List.of("host", "content-length").contains(name.toLowerCase(Locale.ROOT)))
            request.header(name, value);
        });
    return proxy.send(request.build());
  }

  /** A request as it is sent. */
  record Signed(Head head) {}

  /** The same with its body, in which there is more than was meant. */
  record Chunked(Head head, String body) {}

  Signed sign(String body, MultiMap headers) {
    return signed(Aws4Signer.create().sign(request(body, headers), parameters()));
  }

  /** At the other door. */
  Signed signLogical(String body) {
    return signAt(RunningProxy.LOGICAL, body);
  }

  /** At a path as it is sent. */
  Signed signAt(String path, String body) {
    return signed(
        Aws4Signer.create()
            .sign(
                request(body, HttpHeaders.headers()).toBuilder().encodedPath(path).build(),
                parameters()));
  }

  /**
   * In chunks, as for S3: with signatures or without, with a checksum after them or without.
   *
   * @return the request with its body as it is sent
   */
  Chunked signInChunks(String body, boolean signatures, boolean checksum) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    SdkHttpFullRequest request =
        request(
                body,
                HttpHeaders.headers()
                    .add("content-type", "text/csv")
                    .add("content-length", Integer.toString(bytes.length)))
            .toBuilder()
            // It leaves nothing unsigned over http.
            .protocol(signatures ? "http" : "https")
            .build();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(it -> {
              it.identity(keys)
                  .request(request)
                  .payload(() -> new ByteArrayInputStream(bytes))
                  .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sagemaker")
                  .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                  .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true)
                  .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, signatures)
                  .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
              if (checksum) {
                it.putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
              }
            });
    return new Chunked(
        signed(
                SdkHttpFullRequest.builder()
                    .uri(request.getUri())
                    .method(SdkHttpMethod.POST)
                    .headers(signed.request().headers())
                    .build())
            .head(),
        sent(signed));
  }

  private static String sent(SignedRequest signed) {
    try (var body = signed.payload().orElseThrow().newStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With {@code UNSIGNED-PAYLOAD}. */
  Signed signUnsigned(MultiMap headers) {
    return signed(
        Aws4UnsignedPayloadSigner.create()
            .sign(request("", headers).toBuilder().protocol("https").build(), parameters()));
  }

  Signed presign(String body, Duration good) {
    return signed(
        Aws4Signer.create()
            .presign(
                request(body, HttpHeaders.headers()),
                Aws4PresignerParams.builder()
                    .awsCredentials(keys)
                    .signingName("sagemaker")
                    .signingRegion(Region.EU_WEST_1)
                    .signingClockOverride(Clock.fixed(at, ZoneOffset.UTC))
                    .expirationTime(at.plus(good))
                    .build()));
  }

  static String sha256(String body) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private SdkHttpFullRequest request(String body, MultiMap headers) {
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("http://" + host + RunningProxy.NAMED))
            .contentStreamProvider(
                () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    headers.forEach(header -> request.appendHeader(header.getKey(), header.getValue()));
    return request.build();
  }

  private Aws4SignerParams parameters() {
    return Aws4SignerParams.builder()
        .awsCredentials(keys)
        .signingName("sagemaker")
        .signingRegion(Region.EU_WEST_1)
        .signingClockOverride(Clock.fixed(at, ZoneOffset.UTC))
        .build();
  }

  private Signed signed(SdkHttpFullRequest request) {
    MultiMap headers = HttpHeaders.headers();
    request.headers().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
    headers.set("host", host);
    return new Signed(
        new Head(
            "POST", request.encodedPath(), request.encodedQueryParameters().orElse(""), headers));
  }
}
