package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Sha256;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.SigV4;
import dev.slipway.cloud.Upstream;
import dev.slipway.endpoint.Route;
import dev.slipway.traffic.TrafficRules;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is signed together with others of its second is signed as if it were alone. */
class SignTests {

  private static final Upstream.Keys FIRST = new Upstream.Keys("AKIAFIRST", "secret/1", null);
  private static final Upstream.Keys SECOND =
      new Upstream.Keys("ASIASECOND", "secret/2", "session" + "+/=".repeat(300));
  private static final Upstream.Keys RENEWED =
      new Upstream.Keys("ASIASECOND", "secret/3", "renewed" + "+/=".repeat(300));

  private final Random random = new Random(20260101);
  private final SigV4 signer = new SigV4("sagemaker");
  private Instant now = Instant.parse("2026-01-31T23:59:58.900Z");
  private final Sign sign = new Sign(signer, new WallClock(() -> now));
  private Upstream.Keys keys = FIRST;
  private final Upstream ireland =
      new Upstream(URI.create("https://runtime.example.com"), "eu-west-1", () -> keys);
  private final Upstream virginia =
      new Upstream(URI.create("http://127.0.0.1:4566/aws"), "us-east-1", () -> keys);

  @Test
  void whateverChangesBetweenTwoPredictionsBothAreSignedRightly() {
    for (int i = 0; i < 3000; i++) {
      switch (random.nextInt(12)) {
        case 0 -> keys = pick(FIRST, SECOND, RENEWED);
        case 1 -> now = now.plusMillis(random.nextInt(1500));
        case 2 -> now = now.minusSeconds(random.nextInt(3));
        default -> {}
      }

      verified(destination(pick(ireland, virginia), pick("fraud", "churn")), said(), body());
    }
  }

  @Test
  void newKeysSignTheNextPrediction() {
    Destination destination = destination(ireland, "fraud");
    keys = SECOND;
    verified(destination, HttpHeaders.headers(), "x");

    keys = RENEWED;
    MultiMap sent = verified(destination, HttpHeaders.headers(), "x");

    assertThat(sent.getAll("X-Amz-Security-Token")).containsExactly(RENEWED.sessionToken());
  }

  @Test
  void aSignatureIsOfItsSecondAlsoWhenTheClockIsSetBack() {
    Destination destination = destination(ireland, "fraud");
    for (String at : List.of("23:59:58.9", "23:59:59.1", "23:59:59.9", "23:59:58")) {
      now = Instant.parse("2026-01-31T" + at + "Z");

      MultiMap sent = verified(destination, HttpHeaders.headers(), "x");

      assertThat(sent.get("X-Amz-Date"))
          .isEqualTo("20260131T" + at.substring(0, 8).replace(":", "") + "Z");
    }
  }

  @Test
  void callersWhoSaySomethingElseEachTimeAreSignedForAllTheSame() {
    Destination destination = destination(ireland, "fraud");
    for (int i = 0; i < 1000; i++) {
      String id = "prediction-" + i;

      MultiMap sent =
          verified(
              destination, HttpHeaders.headers().add("X-Amzn-SageMaker-Inference-Id", id), "x");

      assertThat(sent.getAll("x-amzn-sagemaker-inference-id")).containsExactly(id);
    }
  }

  @Test
  void severalLinesOfAHeaderAreSignedAndSentAsOne() {
    MultiMap said = HttpHeaders.headers().add("Accept", "text/csv").add("accept", "text/plain");

    MultiMap sent = verified(destination(ireland, "fraud"), said, "x");

    assertThat(sent.getAll("accept")).containsExactly("text/csv,text/plain");
  }

  @Test
  void whatPredictionsOfASecondShareIsSignedOnce() {
    var heads = new SignedHeads(signer);
    var fraud = new SignedHeads.Said("/fraud", ireland, FIRST, Map.of("accept", "*/*"));
    var churn = new SignedHeads.Said("/churn", ireland, FIRST, Map.of("accept", "*/*"));
    SignedHeads.Prepared first = heads.of(fraud, now);

    assertThat(heads.of(churn, now)).isNotSameAs(first);
    assertThat(heads.of(fraud, now.plusMillis(99))).isSameAs(first);
    assertThat(heads.of(fraud, now.plusMillis(100))).isNotSameAs(first);
    assertThat(heads.of(fraud, now)).as("nothing older is kept").isNotSameAs(first);
  }

  /** What is sent to SageMaker, its signature found to be right. */
  private MultiMap verified(Destination destination, MultiMap said, String body) {
    MultiMap sent = HttpHeaders.headers();
    Buffer bytes = Buffer.buffer(body);
    boolean elsewhere = random.nextBoolean();

    sign.sign(sent, said, destination, new Body(bytes, Sha256.hex(body)), elsewhere);

    Upstream upstream = Objects.requireNonNull(destination.upstream());
    String uri = upstream.base().getScheme() + "://" + sent.get("host") + destination.path();
    assertThat(SdkVerifier.complaint(uri, sent, bytes.getBytes(), keys, upstream.region()))
        .isEmpty();
    assertThat(sent.get("x-amz-security-token")).isEqualTo(keys.sessionToken());
    assertThat(sent.get("content-length")).isEqualTo(Integer.toString(bytes.length()));
    assertThat(sent.contains("x-amzn-sagemaker-target-variant"))
        .as("another endpoint may not have it")
        .isEqualTo(!elsewhere && said.contains("x-amzn-sagemaker-target-variant"));
    return sent;
  }

  private MultiMap said() {
    MultiMap said = HttpHeaders.headers().add("Authorization", "Bearer slw_1");
    if (random.nextBoolean()) {
      said.add("Content-Type", pick("application/json", "text/csv"));
    }
    if (random.nextBoolean()) {
      said.add("Accept", pick("*/*", "text/csv"));
    }
    if (random.nextInt(4) == 0) {
      said.add("X-Amzn-SageMaker-Custom-Attributes", pick("a  b", "c"));
    }
    if (random.nextInt(4) == 0) {
      said.add("x-amzn-sagemaker-target-variant", "AllTraffic");
    }
    return said;
  }

  private String body() {
    return "x".repeat(random.nextInt(3));
  }

  private static Destination destination(Upstream upstream, String name) {
    return Destination.of(
        new Route("prod-" + name, "prod", name, name, List.of(), RunningProxy.LOCATION, List.of()),
        upstream,
        TrafficRules.NONE);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
