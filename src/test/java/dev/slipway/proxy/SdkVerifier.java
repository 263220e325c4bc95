package dev.slipway.proxy;

import dev.slipway.cloud.Upstream;
import io.vertx.core.MultiMap;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/** Verifies a request's signature as AWS would: by what the AWS SDK's own signer signs it with. */
@SuppressWarnings("deprecation")
final class SdkVerifier {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

  private SdkVerifier() {}

  /**
   * What is wrong with the signature of a request to SageMaker; empty for nothing.
   *
   * @param keys those that should have signed
   */
  static String complaint(
      String uri, MultiMap headers, byte[] body, Upstream.Keys keys, String region) {
    String authorization = String.valueOf(headers.get("authorization"));
    String date = headers.get("x-amz-date");
    if (date == null) {
      return "no date";
    }
    SdkHttpFullRequest.Builder unsigned =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create(uri))
            .contentStreamProvider(() -> new ByteArrayInputStream(body));
    String names = authorization.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (List.of(names.split(";", -1)).contains(name)
          && !List.of("host", "x-amz-date", "x-amz-security-token").contains(name)) {
        unsigned.putHeader(header.getKey(), header.getValue());
      }
    }
    Instant at = LocalDateTime.parse(date, TIME).toInstant(ZoneOffset.UTC);
    String expected =
        Aws4Signer.create()
            .sign(
                unsigned.build(),
                Aws4SignerParams.builder()
                    .awsCredentials(credentials(keys))
                    .signingName("sagemaker")
                    .signingRegion(Region.of(region))
                    .signingClockOverride(Clock.fixed(at, ZoneOffset.UTC))
                    .build())
            .firstMatchingHeader("Authorization")
            .orElse("");
    return expected.equals(authorization) ? "" : expected + " is not " + authorization;
  }

  private static AwsCredentials credentials(Upstream.Keys keys) {
    String token = keys.sessionToken();
    return token == null
        ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
        : AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), token);
  }
}
