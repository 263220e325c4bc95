package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.PerCaller;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/**
 * What somebody can do who knows no more than an access key's id, and what others then can. There
 * is room for one such body.
 */
class ClaimedBodiesTests {

  private static final String BODY = "x".repeat(1_000_000);

  private static RunningProxy small(String readTimeout) {
    return RunningProxy.behind(
        List.of("127.0.0.1"),
        Map.of(
            "listeners",
            1,
            "max-body",
            "1MB",
            "body-memory",
            "2MB",
            "read-timeout",
            readTimeout,
            "drain",
            "100ms"));
  }

  @Test
  void theyKeepNobodyWaitingWhoSignsTheBodysHash() {
    try (RunningProxy proxy = small("60s");
        SageMakerRuntimeClient sdk =
            SageMakerRuntimeClient.builder()
                .endpointOverride(proxy.uri(""))
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                            RunningProxy.ACCESS_KEY, RunningProxy.SECRET_KEY)))
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(it -> it.retryStrategy(r -> r.maxAttempts(1)))
                .build()) {
      List<RawCaller> strangers = strangers(proxy, "192.0.2.1", "192.0.2.1", "192.0.2.1");
      assertThat(
              sdk.invokeEndpoint(request ->
                      request
                          .endpointName("prod-fraud-detector")
                          .body(SdkBytes.fromUtf8String(BODY)))
                  .body()
                  .asUtf8String())
          .isEqualTo(BODY);
      assertThat(gauge(proxy, "in.flight"))
          .as("nobody had to make room")
          .isEqualTo(strangers.size());
      strangers.forEach(RawCaller::close);
    }
  }

  @Test
  void theyKeepOthersWaitingForTheirOwnTurnAlone() {
    try (RunningProxy proxy = small("20s");
        var victim = new RawCaller(proxy)) {
      List<RawCaller> strangers = strangers(proxy, "192.0.2.1", "192.0.2.1");
      victim.write(RawCaller.signedHead(BODY) + "\r\n" + BODY);
      assertThat(victim.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      assertThat(strangers.getFirst().readUntil("x-amz-content-sha256."))
          .as("whose turn it was")
          .startsWith("HTTP/1.1 503 ")
          .contains("Other signed bodies waited for the room of this one");
      strangers.forEach(RawCaller::close);
    }
  }

  @Test
  void whoHasManyAddressesOfOneNetworkHasOneTurn() {
    try (RunningProxy proxy = small("8s");
        var victim = new RawCaller(proxy)) {
      List<RawCaller> strangers = strangers(proxy, "2001:db8::1", "2001:db8::2");
      victim.write(RawCaller.signedHead(BODY) + "\r\n" + BODY);
      assertThat(victim.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      await().until(() -> gauge(proxy, "in.flight") <= 1);
      assertThat(gauge(proxy, "in.flight")).as("whose turn is not over").isEqualTo(1);
      strangers.forEach(RawCaller::close);
    }
  }

  @Test
  void aWrongSignatureOfAHashIsRefusedBeforeTheBodyComes() {
    try (RunningProxy proxy = small("60s");
        var stranger = new RawCaller(proxy)) {
      stranger.write(head(RunningProxy.ACCESS_KEY, "slk_guess", BODY, true) + "\r\n");
      assertThat(stranger.readUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 403 ")
          .containsIgnoringCase("x-amzn-errortype: InvalidSignatureException");
    }
  }

  @Test
  void anotherBodyThanThatOfTheSignedHashIsRefused() {
    try (RunningProxy proxy = small("60s")) {
      for (String other : List.of("y" + BODY.substring(1), BODY.substring(1) + "y")) {
        try (var caller = new RawCaller(proxy)) {
          caller.write(
              head(RunningProxy.ACCESS_KEY, RunningProxy.SECRET_KEY, BODY, true) + "\r\n" + other);
          assertThat(caller.readUntil("computed.")).startsWith("HTTP/1.1 403 ");
        }
      }
      assertThat(proxy.upstream.asked).isEmpty();
      assertThat(proxy.denied)
          .hasSize(2)
          .allSatisfy(denial -> assertThat(denial.reason()).isEqualTo("SIGNATURE_WRONG"));
    }
  }

  @Test
  void aBodyUnderWayWhoseHashIsSignedCountsAsUnanswered() {
    try (RunningProxy proxy = small("60s");
        var first = new RawCaller(proxy);
        var second = new RawCaller(proxy)) {
      proxy.rules(new TrafficRules(new PerCaller(null, null, 1), null, null, null, null));
      String head = head(RunningProxy.ACCESS_KEY, RunningProxy.SECRET_KEY, BODY, true) + "\r\n";
      first.write(head);
      await().until(() -> gauge(proxy, "body.bytes") > 0);
      assertThat(second.write(head + BODY).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 429 ");
      assertThat(first.write(BODY).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }
  }

  /** Those who send the head of a large body, in the name of a key, and no more; from where. */
  private static List<RawCaller> strangers(RunningProxy proxy, String... addresses) {
    List<RawCaller> strangers = new ArrayList<>();
    for (String address : addresses) {
      strangers.add(
          new RawCaller(proxy)
              .write(head(RunningProxy.ACCESS_KEY_OF_DEV, "slk_guess", BODY, false))
              .write("X-Forwarded-For: " + address + "\r\n\r\n"));
      await().until(() -> gauge(proxy, "in.flight") == strangers.size());
      // The first one has its turn before the next one comes.
      await().until(() -> gauge(proxy, "body.bytes") > 0);
    }
    return strangers;
  }

  /** The head of a prediction that is signed, without the line that ends it. */
  private static String head(String key, String secret, String body, boolean withHash) {
    MultiMap headers = HttpHeaders.headers().add("content-length", "" + body.length());
    if (withHash) {
      headers.add("x-amz-content-sha256", SdkCaller.sha256(body));
    }
    var head = new StringBuilder("POST %s HTTP/1.1\r\n".formatted(RunningProxy.NAMED));
    new SdkCaller(Instant.now())
        .with(key, secret)
        .at("x")
        .sign(body, headers)
        .head()
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.toString();
  }

  private static double gauge(RunningProxy proxy, String what) {
    return proxy.registry.get("slipway.proxy." + what).gauge().value();
  }
}
