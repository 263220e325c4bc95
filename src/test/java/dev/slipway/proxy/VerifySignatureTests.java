package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.SigV4Secret;
import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verifier against the AWS SDK's own signer. */
class VerifySignatureTests {

  private static final String SIGNED = "2026-03-01T10:00:00Z";
  private final SdkCaller caller = new SdkCaller(Instant.parse(SIGNED));

  private static SignatureSettings settings(List<String> hosts, List<String> regions) {
    return new SignatureSettings(Duration.ofMinutes(5), hosts, regions);
  }

  private final SignatureSettings usual = settings(List.of(), List.of());

  @Test
  void whatTheSdkSignsIsAcceptedAndNothingOfItCanBeChanged() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      String body = text(random, random.nextInt(200));
      SdkCaller.Signed signed = caller.sign(body, headers(random));
      assertThat(verify(usual, signed.head(), body)).isEqualTo(body);

      assertRefused(signed.head(), body + "x");
      assertRefused(changed(signed.head(), headers -> headers.set("content-type", "other")), body);
      assertRefused(
          changed(signed.head(), headers -> headers.remove("x-amzn-sagemaker-inference-id")), body);
      assertRefused(changed(signed.head(), headers -> headers.set("host", "elsewhere")), body);
      assertRefused(path(signed.head(), "/endpoints/other/invocations", ""), body);
      assertRefused(path(signed.head(), signed.head().path(), "a=b"), body);
    }
  }

  @Test
  void whatTheSdkPresignsIsAcceptedForAsLongAsItSays() {
    Head head = caller.presign("a body", Duration.ofMinutes(20)).head();
    assertThat(verify(usual, head, "a body")).isEqualTo("a body");
    assertThat(verify(usual, head, "a body", SIGNED.replace("10:00", "10:20"))).isEqualTo("a body");
    assertThatThrownBy(() -> verify(usual, head, "a body", "2026-03-01T10:20:01Z"))
        .isInstanceOfSatisfying(Refusal.class, is(Reason.SIGNATURE_UNTIMELY));
    assertRefused(head, "another");
    assertRefused(
        path(head, head.path(), head.query().replace("X-Amz-Expires=1200", "X-Amz-Expires=1201")),
        "a body");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T10:05:00Z, true",
    "2026-03-01T10:05:01Z, false",
    "2026-03-01T09:55:00Z, true",
    "2026-03-01T09:54:59Z, false"
  })
  void aSignatureIsGoodForFiveMinutesEitherWay(String now, boolean good) {
    SdkCaller.Signed signed = caller.sign("x", MultiMap.caseInsensitiveMultiMap());
    if (good) {
      assertThat(verify(usual, signed.head(), "x", now)).isEqualTo("x");
    } else {
      assertThatThrownBy(() -> verify(usual, signed.head(), "x", now))
          .hasMessageMatching("Signature (expired|not yet current): 20260301T100000Z is .*")
          .isInstanceOfSatisfying(Refusal.class, is(Reason.SIGNATURE_UNTIMELY));
    }
  }

  @Test
  void whereHostsAreConfiguredTheseAreSignedAndNoOther() {
    SdkCaller.Signed outside = caller.at("predict.example.com").sign("x", headers(new Random(1)));
    Head rewritten = changed(outside.head(), headers -> headers.set("host", "10.0.0.7:8081"));
    SignatureSettings behind =
        settings(List.of("other.example.com", "predict.example.com"), List.of());
    assertThat(verify(behind, rewritten, "x")).isEqualTo("x");
    assertThat(verify(behind, outside.head(), "x")).isEqualTo("x");
    Head elsewhere = caller.at("elsewhere").sign("x", headers(new Random(1))).head();
    assertThat(verify(usual, elsewhere, "x")).isEqualTo("x");
    assertThatThrownBy(() -> verify(behind, elsewhere, "x"))
        .hasMessageContaining("for the host other.example.com or predict.example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, '', true",
    "us-gov-west-1, '', true",
    "nowhere, '', false",
    "eu-west-1, us-east-1, false",
    "us-east-1, us-east-1, true"
  })
  void theRegionMustBeOneThatMayBeSigned(String region, String allowed, boolean good) {
    assertThat(settings(List.of(), allowed.isEmpty() ? List.of() : List.of(allowed)).allows(region))
        .isEqualTo(good);
  }

  @Test
  void aPayloadThatIsNotSignedMayBeAnything() {
    MultiMap headers = HttpHeaders.headers().add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    Head head = caller.sign("", headers).head();
    // The SDK's plain signer hashes; what it signs is told apart by this header alone.
    assertThatThrownBy(() -> verify(usual, head, "x"))
        .isInstanceOfSatisfying(Refusal.class, is(Reason.SIGNATURE_WRONG));
    Head unsigned = caller.signUnsigned(HttpHeaders.headers()).head();
    assertThat(verify(usual, unsigned, "whatever")).isEqualTo("whatever");
    assertRefused(changed(unsigned, all -> all.remove("x-amz-content-sha256")), "whatever");
  }

  @Test
  void aHashThatIsSaidMustBeThatOfTheBody() {
    MultiMap said = HttpHeaders.headers().add("x-amz-content-sha256", SdkCaller.sha256("x"));
    Head head = caller.sign("x", said).head();
    assertThat(verify(usual, head, "x")).isEqualTo("x");
    assertThatThrownBy(() -> verify(usual, head, "y")).hasMessageContaining("x-amz-content-sha256");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=A/20260301/eu-west-1/sagemaker/aws4_request",
        "AWS4-HMAC-SHA256 Credential=A/20260301/eu-west-1/sagemaker, SignedHeaders=host,"
            + " Signature=0",
        "AWS4-HMAC-SHA256 Credential=A/20260301/eu-west-1/sagemaker/aws5, SignedHeaders=host,"
            + " Signature=0",
        "AWS4-HMAC-SHA256 Credential=A/20260301/eu-west-1/sagemaker/aws4_request,"
            + " SignedHeaders=Host, Signature=0",
        "AWS4-HMAC-SHA256 ,,,=,=",
        "AWS4-ECDSA-P256-SHA256 Credential=A/20260301/sagemaker/aws4_request, SignedHeaders=host,"
            + " Signature=0"
      })
  void whatIsIncompleteIsToldSo(String authorization) {
    Head head =
        new Head(
            "POST",
            RunningProxy.NAMED,
            "",
            HttpHeaders.headers()
                .add("authorization", authorization)
                .add("host", "h")
                .add("x-amz-date", "20260301T100000Z"));
    assertThat(StatedSignature.isIn(head.headers().getAll("authorization"), head.query())).isTrue();
    assertThatThrownBy(() -> StatedSignature.of(head))
        .isInstanceOfSatisfying(Refusal.class, is(Reason.SIGNATURE_INCOMPLETE));
  }

  @Test
  void theScopeMustBeOfThisServiceAndOfTheDayOfTheRequest() {
    Head head = caller.sign("x", headers(new Random(1))).head();
    String said = String.valueOf(head.headers().get("authorization"));
    for (String other :
        List.of(
            said.replace("/sagemaker/", "/s3/"),
            said.replace("/20260301/", "/20260302/"),
            said.replace("/eu-west-1/", "/somewhere else/"),
            said.replace("SignedHeaders=", "SignedHeaders=x-unsent;"),
            said.replace(";x-amz-date", ""),
            said.replace("host;", ""))) {
      assertThat(other).isNotEqualTo(said);
      assertRefused(changed(head, headers -> headers.set("authorization", other)), "x");
    }
  }

  @Test
  void aSessionTokenAndTwoWaysAtOnceAreRefused() {
    Head head = caller.sign("x", headers(new Random(1))).head();
    assertThatThrownBy(
            () -> verify(usual, changed(head, h -> h.set("x-amz-security-token", "t")), "x"))
        .hasMessageContaining("AWS_SESSION_TOKEN")
        .isInstanceOfSatisfying(Refusal.class, is(Reason.ACCESS_KEY_UNKNOWN));
    Head both = caller.presign("x", Duration.ofMinutes(1)).head();
    both.headers().set("authorization", head.headers().get("authorization"));
    assertThatThrownBy(() -> verify(usual, both, "x"))
        .hasMessageStartingWith("Only one auth mechanism is allowed");
  }

  @Test
  void whoeverSignsForAnotherRegionIsToldForWhichToSign() {
    Head head = new SdkCaller(Instant.parse(SIGNED)).sign("x", headers(new Random(1))).head();
    assertThatThrownBy(
            () -> verify(settings(List.of(), List.of("us-east-1", "us-west-2")), head, "x"))
        .isInstanceOfSatisfying(Refusal.class, is(Reason.SIGNATURE_WRONG))
        .hasMessage(
            "Credential should be scoped to a valid region, not 'eu-west-1': sign for us-east-1 or"
                + " us-west-2.");
    String authorization = Objects.requireNonNull(head.headers().get("authorization"));
    Head odd =
        changed(
            head,
            headers ->
                headers.set("authorization", authorization.replace("eu-west-1", "nowhere'")));
    assertThatThrownBy(() -> verify(usual, odd, "x"))
        .hasMessage(
            "Credential should be scoped to a valid region, not 'nowhere?': any is, in the form of"
                + " eu-west-1.");
  }

  private void assertRefused(Head head, String body) {
    assertThatThrownBy(() -> verify(usual, head, body))
        .isInstanceOfSatisfying(Refusal.class, is(Reason.SIGNATURE_WRONG));
  }

  private static Consumer<Refusal> is(Reason reason) {
    return refusal -> assertThat(refusal.reason()).isEqualTo(reason);
  }

  private static String verify(SignatureSettings settings, Head head, String body) {
    return verify(settings, head, body, SIGNED);
  }

  private static String verify(SignatureSettings settings, Head head, String body, String now) {
    var verify = new VerifySignature(settings, new WallClock(() -> Instant.parse(now)));
    StatedSignature stated = StatedSignature.of(head);
    verify.requireScope(stated);
    var secret = new SigV4Secret(RunningProxy.SECRET_KEY);
    var came = new Body(Buffer.buffer(body), SdkCaller.sha256(body));
    if (VerifySignature.tellsOfBody(head, stated)) {
      verify.verify(head, stated, secret);
    } else {
      verify.verify(head, stated, secret, came);
    }
    return verify.body(head, stated, secret, came).bytes().toString(StandardCharsets.UTF_8);
  }

  private static MultiMap headers(Random random) {
    return HttpHeaders.headers()
        .add("Content-Type", "text/csv")
        .add("X-Amzn-SageMaker-Inference-Id", "id" + random.nextInt(9))
        .add("X-Amzn-SageMaker-Custom-Attributes", "a  b " + text(random, 5).strip() + "c");
  }

  private static Head changed(Head head, Consumer<MultiMap> change) {
    MultiMap headers = HttpHeaders.headers().addAll(head.headers());
    change.accept(headers);
    return new Head(head.method(), head.path(), head.query(), headers);
  }

  private static Head path(Head head, String path, String query) {
    return new Head(head.method(), path, query, head.headers());
  }

  private static String text(Random random, int length) {
    return random
        .ints(length, ' ', '~')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
