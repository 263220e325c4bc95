package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.FixedAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

/** The AWS SDK for Java, of which only the URL and the keys are changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedCallTests {

  static final AwsCredentials KEYS =
      AwsBasicCredentials.create(RunningProxy.ACCESS_KEY, RunningProxy.SECRET_KEY);

  private final RunningProxy proxy = RunningProxy.start();
  private final SageMakerRuntimeClient sdk = client(proxy, KEYS);

  @AfterEach
  void asBefore() {
    assertThat(proxy.upstream.asked)
        .as("signed anew")
        .allSatisfy(asked -> assertThat(asked.complaint()).isEmpty());
    proxy.upstream.asked.clear();
    proxy.upstream.always(TestUpstream::echo);
    proxy.database(true);
  }

  @AfterAll
  void stop() {
    sdk.close();
    proxy.close();
  }

  @Test
  void invokeEndpointWorksAsWithSageMaker() {
    InvokeEndpointResponse answer =
        sdk.invokeEndpoint(request ->
            request
                .endpointName("prod-fraud-detector")
                .contentType("text/csv")
                .accept("application/json")
                .customAttributes("a  b")
                .inferenceId("id-1")
                .body(SdkBytes.fromUtf8String("1,2,3")));
    assertThat(answer.body().asUtf8String()).isEqualTo("1,2,3");
    assertThat(answer.invokedProductionVariant()).isEqualTo("primary");
    MultiMap sent = proxy.upstream.asked.getFirst().headers();
    assertThat(sent.get("content-type")).isEqualTo("text/csv");
    assertThat(sent.get("x-amzn-sagemaker-inference-id")).isEqualTo("id-1");
    assertThat(sent.get("authorization")).doesNotContain(RunningProxy.ACCESS_KEY);
  }

  @Test
  void whatALaterSdkSaysAndIsToldGoesThrough() {
    proxy.upstream.always((request, body) -> {
      request
          .response()
          .putHeader("X-Amzn-SageMaker-Of-Tomorrow", "told")
          .putHeader("x-amzn-later", "1");
      TestUpstream.echo(request, body);
    });
    InvokeEndpointResponse answer =
        sdk.invokeEndpoint(request ->
            request
                .endpointName("prod-fraud-detector")
                .body(SdkBytes.fromUtf8String("x"))
                .overrideConfiguration(later ->
                    later
                        .putHeader("X-Amzn-SageMaker-Of-Tomorrow", List.of("a  b", "c"))
                        .putHeader("X-Amzn-SageMaker-Session-Id", "s-1")
                        .putHeader("X-Amzn-Other", "1")
                        .putHeader("X-Amzn-SageMaker-not_a.header", "1")));
    MultiMap sent = proxy.upstream.asked.getFirst().headers();
    assertThat(sent.get("x-amzn-sagemaker-of-tomorrow")).isIn("a  b,c", "a b,c");
    assertThat(sent.get("authorization"))
        .contains("x-amzn-sagemaker-of-tomorrow;x-amzn-sagemaker-session-id");
    assertThat(sent.names()).doesNotContain("x-amzn-other", "x-amzn-sagemaker-not_a.header");
    assertThat(answer.sdkHttpResponse().firstMatchingHeader("x-amzn-sagemaker-of-tomorrow"))
        .contains("told");
    assertThat(answer.sdkHttpResponse().firstMatchingHeader("x-amzn-later")).contains("1");
  }

  @Test
  void largeBodiesAreSignedToo() {
    String body = "x".repeat(20 * 1024 * 1024);
    assertThat(invoke(sdk, body).body().asUtf8String()).isEqualTo(body);
  }

  @Test
  void whatTheModelRefusesIsTheModelsException() {
    proxy.upstream.always(TestUpstream.error(424, "ModelError", "out of memory"));
    assertThatThrownBy(() -> invoke(sdk, "x"))
        .isInstanceOf(ModelErrorException.class)
        .hasMessageContaining("out of memory");
  }

  @Test
  void anAnswerThatStandsInHasARequestIdAsSageMakersHas() {
    proxy.rules(
        new TrafficRules(
            null,
            null,
            new Fallback(null, new FixedAnswer("application/json", "{\"score\": 0}")),
            null,
            null));
    proxy.upstream.keys(false);
    try {
      InvokeEndpointResponse answer = invoke(sdk, "x");
      assertThat(answer.body().asUtf8String()).isEqualTo("{\"score\": 0}");
      assertThat(answer.responseMetadata().requestId())
          .isEqualTo(
              answer.sdkHttpResponse().firstMatchingHeader("x-slipway-request-id").orElseThrow());
    } finally {
      proxy.upstream.keys(true);
      proxy.rules(TrafficRules.NONE);
    }
  }

  @Test
  void aWrongSecretAnUnknownKeyAndASessionAreRefusedInAwssWords() {
    refused(
        AwsBasicCredentials.create(RunningProxy.ACCESS_KEY, "slk_other"),
        403,
        "InvalidSignatureException",
        "The request signature we calculated does not match");
    refused(
        AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", RunningProxy.SECRET_KEY),
        403,
        "UnrecognizedClientException",
        "The access key is not one of Slipway's");
    refused(
        AwsSessionCredentials.create(RunningProxy.ACCESS_KEY, RunningProxy.SECRET_KEY, "session"),
        403,
        "UnrecognizedClientException",
        "Leave the session token");
    refused(
        AwsBasicCredentials.create(RunningProxy.ACCESS_KEY_OF_DEV, RunningProxy.SECRET_KEY),
        403,
        "AccessDeniedException",
        "This needs the role invoker");
    assertThat(proxy.upstream.asked).isEmpty();
  }

  @Test
  void nothingIsToldOfEndpointsToWhoeverSignsWrongly() {
    try (SageMakerRuntimeClient wrong =
        client(proxy, AwsBasicCredentials.create(RunningProxy.ACCESS_KEY, "slk_other"))) {
      assertThatThrownBy(() -> wrong.invokeEndpoint(r -> r.endpointName("no-such-endpoint")))
          .isInstanceOfSatisfying(SageMakerRuntimeException.class, is("InvalidSignatureException"));
    }
    assertThatThrownBy(() -> sdk.invokeEndpoint(r -> r.endpointName("no-such-endpoint")))
        .hasMessageContaining("Endpoint no-such-endpoint of account 123456789012 not found");
  }

  @Test
  void aCallerWhoseClockIsWrongIsToldTheTimeAndMendsIt() {
    try (RunningProxy other = RunningProxy.start();
        SageMakerRuntimeClient client = client(other, KEYS)) {
      other.pass(Duration.ofHours(1));
      assertThat(invoke(client, "x").body().asUtf8String()).isEqualTo("x");
    }
  }

  @Test
  void aKnownKeyGoesOnWhileTheDatabaseIsDownAndARevokedOneEndsInFiveSeconds() {
    invoke(sdk, "x");
    proxy.database(false);
    invoke(sdk, "x");
    proxy.database(true);
    proxy.revokeKey(true);
    proxy.pass(Duration.ofSeconds(5));
    try {
      await()
          .untilAsserted(() ->
              assertThatThrownBy(() -> invoke(sdk, "x"))
                  .isInstanceOfSatisfying(
                      SageMakerRuntimeException.class, is("UnrecognizedClientException")));
    } finally {
      proxy.revokeKey(false);
      // By then it is looked up again.
      proxy.pass(Duration.ofSeconds(30));
    }
  }

  @Test
  void theLogicalDoorTakesSignaturesTooAndTellsOfThemAsItDoes() {
    SdkCaller caller = new SdkCaller(Instant.now()).at("127.0.0.1:" + proxy.proxy.port());
    HttpResponse<String> answer = SdkCaller.send(proxy, caller.signLogical("x").head(), "x");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("x");

    HttpResponse<String> other = SdkCaller.send(proxy, caller.signLogical("x").head(), "y");
    assertThat(other.statusCode()).isEqualTo(403);
    JsonObject problem = new JsonObject(other.body());
    assertThat(problem.getString("code")).isEqualTo("signature-does-not-match");
    assertThat(problem.getString("type")).isEqualTo("/problems/signature-does-not-match");
    assertThat(other.headers().firstValue("date")).isPresent();
  }

  @Test
  void aPresignedUrlIsACall() {
    SdkCaller caller = new SdkCaller(Instant.now()).at("127.0.0.1:" + proxy.proxy.port());
    Head head = caller.presign("x", Duration.ofHours(1)).head();
    assertThat(SdkCaller.send(proxy, head, "x").body()).isEqualTo("x");
    assertThat(SdkCaller.send(proxy, head, "y").headers().firstValue("x-amzn-errortype"))
        .contains("InvalidSignatureException");
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "true, false, STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "false, true, STREAMING-UNSIGNED-PAYLOAD-TRAILER"
  })
  void aBodyInChunksIsForwardedWithoutThem(boolean signatures, boolean checksum, String form) {
    SdkCaller caller = new SdkCaller(Instant.now()).at("127.0.0.1:" + proxy.proxy.port());
    String meant = "1,2,3;".repeat(40_000);
    SdkCaller.Chunked call = caller.signInChunks(meant, signatures, checksum);
    assertThat(call.head().headers().get("x-amz-content-sha256")).isEqualTo(form);

    HttpResponse<String> answer = SdkCaller.send(proxy, call.head(), call.body());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(meant);
    assertThat(proxy.upstream.asked.getFirst().headers().contains("content-encoding")).isFalse();

    HttpResponse<String> changed =
        SdkCaller.send(proxy, call.head(), call.body().replaceFirst("1,2", "2,1"));
    assertThat(changed.statusCode()).isEqualTo(signatures ? 403 : 400);
    assertThat(proxy.upstream.asked).hasSize(1);
  }

  private void refused(AwsCredentials keys, int status, String type, String message) {
    try (SageMakerRuntimeClient client = client(proxy, keys)) {
      assertThatThrownBy(() -> invoke(client, "x"))
          .hasMessageContaining(message)
          .isInstanceOfSatisfying(SageMakerRuntimeException.class, is(type))
          .extracting(failure -> ((SageMakerRuntimeException) failure).statusCode())
          .isEqualTo(status);
    }
  }

  static Consumer<SageMakerRuntimeException> is(String type) {
    return failure -> assertThat(failure.awsErrorDetails().errorCode()).isEqualTo(type);
  }

  private static InvokeEndpointResponse invoke(SageMakerRuntimeClient client, String body) {
    return client.invokeEndpoint(
        request -> request.endpointName("prod-fraud-detector").body(SdkBytes.fromUtf8String(body)));
  }

  private static SageMakerRuntimeClient client(RunningProxy proxy, AwsCredentials keys) {
    return client(proxy.uri(""), keys);
  }

  static SageMakerRuntimeClient client(URI url, AwsCredentials keys) {
    return SageMakerRuntimeClient.builder()
        .endpointOverride(url)
        .region(Region.EU_WEST_1)
        .credentialsProvider(StaticCredentialsProvider.create(keys))
        .httpClientBuilder(ApacheHttpClient.builder())
        .build();
  }
}
