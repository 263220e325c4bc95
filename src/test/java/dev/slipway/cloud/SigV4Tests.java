package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Sha256;
import dev.slipway.cloud.Upstream.Keys;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

class SigV4Tests {

  private static final String HOST = "runtime.sagemaker.us-east-1.amazonaws.com";

  private final SigV4 signer = new SigV4("sagemaker");
  private final Random random = new Random(20260101);

  @Test
  void itSignsManyRandomRequestsAsTheSdkDoes() throws Exception {
    for (int i = 0; i < 3000; i++) {
      String path = randomPath();
      byte[] body = new byte[random.nextInt(200)];
      random.nextBytes(body);
      Keys keys =
          new Keys(
              "AKIA" + random.nextInt(1000),
              "secret/" + random.nextInt(1000),
              random.nextBoolean() ? "token+/=" + random.nextInt() : null);
      String region = pick("us-east-1", "eu-central-1", "us-gov-west-1");
      Instant at = Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000));
      Map<String, String> headers = randomHeaders(body);

      Map<String, String> added =
          signer.sign("POST", path, headers, sha256(body), keys, region, at);

      Map<String, String> expected = signedBySdk("POST", path, headers, body, keys, region, at);
      assertThat(added)
          .as("request %s: %s %s", i, path, headers)
          .containsExactlyInAnyOrderEntriesOf(expected);
    }
  }

  @Test
  void whatIsPreparedSignsForManyThreadsAtOnce() {
    Keys keys = new Keys("AKIA1", "secret", "token+/=".repeat(100));
    Instant at = Instant.parse("2026-01-31T23:59:59Z");
    Map<String, String> headers = Map.of("host", HOST, "accept", "text/csv");
    PreparedSignature prepared = signer.prepare("POST", "/a?b=1", headers, keys, "us-east-1", at);

    List<String> together =
        IntStream.range(0, 5000)
            .parallel()
            .mapToObj(i -> new String(prepared.authorization(hash(i)), StandardCharsets.UTF_8))
            .toList();

    for (int i = 0; i < together.size(); i++) {
      Map<String, String> signed = new LinkedHashMap<>(prepared.headers());
      signed.put("Authorization", together.get(i));
      assertThat(signed)
          .isEqualTo(signer.sign("POST", "/a?b=1", headers, hash(i), keys, "us-east-1", at));
    }
  }

  private static String hash(int i) {
    return Sha256.hex(Integer.toString(i));
  }

  @Test
  void itSignsAwsPublishedExample() {
    // "get-vanilla-query-order-key-case" of AWS's signature version 4 test suite.
    Map<String, String> added =
        new SigV4("service")
            .sign(
                "GET",
                "/?Param2=value2&Param1=value1",
                Map.of("Host", "example.amazonaws.com"),
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                new Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null),
                "us-east-1",
                Instant.parse("2015-08-30T12:36:00Z"));

    assertThat(added)
        .containsEntry("X-Amz-Date", "20150830T123600Z")
        .containsEntry(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders=host;x-amz-date, Signature="
                + "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  }

  @Test
  void aRequestWithoutAHostIsNotSigned() {
    assertThatThrownBy(() ->
            signer.sign(
                "POST",
                "/",
                Map.of("accept", "*/*"),
                "00",
                new Keys("AKIA", "secret", null),
                "us-east-1",
                Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysNeverPrintTheirSecrets() {
    assertThat(new Keys("AKIA1", "hidden", "veiled").toString())
        .contains("AKIA1")
        .doesNotContain("hidden", "veiled");
  }

  private String randomPath() {
    StringBuilder path = new StringBuilder();
    int segments = 1 + random.nextInt(4);
    for (int i = 0; i < segments; i++) {
      path.append('/')
          .append(
              pick(
                  "endpoints",
                  "fraud-detector",
                  "a b",
                  "ünï",
                  "x.y",
                  ".hidden",
                  "..",
                  ".",
                  "",
                  "1=2",
                  "50%",
                  "~tilde",
                  "a:b@c"));
    }
    if (random.nextInt(4) == 0) path.append('/');
    String encoded = encodeSegments(path.toString());
    if (random.nextInt(3) > 0) return encoded;
    StringBuilder query = new StringBuilder("?");
    int parameters = 1 + random.nextInt(4);
    for (int i = 0; i < parameters; i++) {
      if (i > 0) query.append('&');
      query.append(pick("a", "b", "A", "a%20b", "%C3%BC", "z-._~")).append(random.nextInt(3));
      if (random.nextInt(5) > 0) query.append('=').append(pick("", "1", "%2F", "x%3Dy", "a+b"));
    }
    return encoded + query;
  }

  private static String encodeSegments(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "/-._~:@=".indexOf(c) >= 0);
      if (plain) encoded.append(c);
      else encoded.append(String.format("%%%02X", (int) c));
    }
    return encoded.toString();
  }

  private Map<String, String> randomHeaders(byte[] body) throws Exception {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", HOST);
    headers.put("x-amz-content-sha256", sha256(body));
    if (random.nextBoolean()) headers.put("Content-Type", pick("text/csv", "application/json"));
    if (random.nextBoolean()) {
      headers.put("X-Amzn-SageMaker-Custom-Attributes", pick("a  b", " lead", "trail ", "t\tab"));
    }
    if (random.nextBoolean()) headers.put("X-Amzn-SageMaker-Target-Variant", "AllTraffic");
    if (random.nextBoolean()) headers.put("User-Agent", "curl/8");
    if (random.nextBoolean()) headers.put("Connection", "keep-alive");
    if (random.nextBoolean()) headers.put("X-Amzn-Trace-Id", "Root=1");
    if (random.nextBoolean()) headers.put("Accept", "   ");
    return headers;
  }

  private static String sha256(byte[] body) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
  }

  private static Map<String, String> signedBySdk(
      String method,
      String path,
      Map<String, String> headers,
      byte[] body,
      Keys keys,
      String region,
      Instant at) {
    String token = keys.sessionToken();
    AwsCredentials credentials =
        token == null
            ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
            : AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), token);
    int question = path.indexOf('?');
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(URI.create("https://" + HOST + path))
            .encodedPath(question < 0 ? path : path.substring(0, question));
    headers.forEach(request::putHeader);
    Map<String, List<String>> signed =
        AwsV4HttpSigner.create()
            .sign(it ->
                it.identity(credentials)
                    .request(request.build())
                    .payload(() -> new ByteArrayInputStream(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sagemaker")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
            .request()
            .headers();
    Map<String, String> added = new LinkedHashMap<>();
    signed.forEach((name, values) -> {
      if (List.of("Authorization", "X-Amz-Date", "X-Amz-Security-Token").contains(name)) {
        added.put(name, String.join(",", values));
      }
    });
    return added;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
