package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler.Visitor;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelStreamErrorException;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * The AWS SDK for Java's streaming and asynchronous calls, through the proxy, with its own keys.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkStreamTests {

  private final RunningProxy proxy = RunningProxy.start();
  private final SageMakerRuntimeAsyncClient sdk =
      SageMakerRuntimeAsyncClient.builder()
          .endpointOverride(proxy.uri(""))
          .region(Region.EU_WEST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create(RunningProxy.ACCESS_KEY, RunningProxy.SECRET_KEY)))
          .overrideConfiguration(o -> o.retryStrategy(retries -> retries.maxAttempts(1)))
          .build();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<HttpServerResponse> stream = new CompletableFuture<>();

  @BeforeEach
  void aModelThatStreams() {
    heard.clear();
    stream = new CompletableFuture<>();
    proxy.upstream.asked.clear();
    proxy.upstream.always(this::begin);
  }

  @AfterAll
  void stop() {
    sdk.close();
    proxy.close();
  }

  private void begin(HttpServerRequest request, Buffer body) {
    HttpServerResponse response =
        request
            .response()
            .setChunked(true)
            .putHeader("content-type", "application/vnd.amazon.eventstream")
            .putHeader("x-Amzn-Invoked-Production-Variant", "primary")
            .putHeader("X-Amzn-SageMaker-Content-Type", "text/plain");
    response.writeHead();
    stream.complete(response);
  }

  private CompletableFuture<Void> invoke() {
    CompletableFuture<Void> whole =
        sdk.invokeEndpointWithResponseStream(
            r ->
                r.endpointName("prod-fraud-detector")
                    .contentType("text/csv")
                    .accept("text/plain")
                    .body(SdkBytes.fromUtf8String("tell me")),
            InvokeEndpointWithResponseStreamResponseHandler.builder()
                .onResponse(response -> heard.add(response.invokedProductionVariant()))
                .subscriber(
                    Visitor.builder()
                        .onPayloadPart(part -> heard.add(part.bytes().asUtf8String()))
                        .build())
                .build());
    await().until(() -> stream.isDone() || whole.isDone());
    return whole;
  }

  @Test
  void eachPartArrivesBeforeTheNextIsSaid() {
    CompletableFuture<Void> whole = invoke();
    say(part("once "));
    await().until(() -> heard.equals(List.of("primary", "once ")));
    assertThat(whole).isNotDone();
    say(part("upon "));
    await().until(() -> heard.equals(List.of("primary", "once ", "upon ")));
    end();
    whole.join();

    TestUpstream.Asked asked = proxy.upstream.asked.getFirst();
    assertThat(asked.complaint()).isEmpty();
    assertThat(asked.path()).isEqualTo("/endpoints/physical-7/invocations-response-stream");
    assertThat(asked.headers().get("x-amzn-sagemaker-accept")).isEqualTo("text/plain");
  }

  @Test
  void anErrorOfTheModelInTheMiddleIsTheSdksException() {
    CompletableFuture<Void> whole = invoke();
    say(part("once "));
    await().until(() -> heard.contains("once "));
    say(
        message(
            Map.of(
                ":message-type", "exception",
                ":exception-type", "ModelStreamError",
                ":content-type", "application/json"),
            "{\"Message\":\"gone\",\"ErrorCode\":\"StreamBroken\"}"));
    end();
    assertThatThrownBy(whole::join)
        .cause()
        .isInstanceOfSatisfying(
            ModelStreamErrorException.class,
            error -> assertThat(error.errorCode()).isEqualTo("StreamBroken"));
  }

  /** Told over the wire: the SDK takes an end between two parts for the end. */
  @Test
  void aStreamThatBreaksOffIsNotPassedOnAsWhole() {
    CompletableFuture<HttpResponse<String>> whole =
        proxy.sendAsync(
            proxy
                .post(
                    "/endpoints/prod-fraud-detector/invocations-response-stream",
                    BodyPublishers.ofString("tell me"))
                .build());
    say(part("once "));
    stream.join().reset();
    assertThatThrownBy(whole::join).hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void anAsynchronousCallSaysWhereItsAnswerWillLie() {
    proxy.upstream.always((request, _) ->
        request
            .response()
            .setStatusCode(202)
            .putHeader("content-type", "application/json")
            .putHeader("X-Amzn-SageMaker-OutputLocation", "s3://bucket/out")
            .putHeader("X-Amzn-SageMaker-FailureLocation", "s3://bucket/failed")
            .end("{\"InferenceId\":\"id-1\"}"));
    InvokeEndpointAsyncResponse answer =
        sdk.invokeEndpointAsync(r ->
                r.endpointName("prod-fraud-detector")
                    .contentType("text/csv")
                    .accept("application/json")
                    .inferenceId("id-1")
                    .inputLocation("s3://bucket/in")
                    .requestTTLSeconds(600)
                    .invocationTimeoutSeconds(60))
            .join();
    assertThat(answer.inferenceId()).isEqualTo("id-1");
    assertThat(answer.outputLocation()).isEqualTo("s3://bucket/out");
    assertThat(answer.failureLocation()).isEqualTo("s3://bucket/failed");

    TestUpstream.Asked asked = proxy.upstream.asked.getFirst();
    MultiMap headers = asked.headers();
    assertThat(asked.complaint()).isEmpty();
    assertThat(asked.path()).isEqualTo("/endpoints/physical-7/async-invocations");
    assertThat(headers.get("x-amzn-sagemaker-inputlocation")).isEqualTo("s3://bucket/in");
    assertThat(headers.get("x-amzn-sagemaker-content-type")).isEqualTo("text/csv");
    assertThat(headers.get("x-amzn-sagemaker-accept")).isEqualTo("application/json");
    assertThat(headers.get("x-amzn-sagemaker-requestttlseconds")).isEqualTo("600");
    assertThat(headers.get("x-amzn-sagemaker-invocationtimeoutseconds")).isEqualTo("60");
  }

  private void say(Buffer message) {
    stream.join().write(message);
  }

  private void end() {
    stream.join().end();
  }

  private static Buffer part(String text) {
    return message(
        Map.of(
            ":message-type", "event",
            ":event-type", "PayloadPart",
            ":content-type", "application/octet-stream"),
        text);
  }

  private static Buffer message(Map<String, String> headers, String payload) {
    Map<String, HeaderValue> values =
        headers.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, header -> HeaderValue.fromString(header.getValue())));
    var out = new ByteArrayOutputStream();
    new Message(values, payload.getBytes(StandardCharsets.UTF_8)).encode(out);
    return Buffer.buffer(out.toByteArray());
  }
}
