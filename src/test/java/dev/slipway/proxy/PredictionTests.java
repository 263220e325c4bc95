package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.endpoint.Route.Serving;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.vertx.core.MultiMap;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PredictionTests {

  @AutoClose private final RunningProxy proxy = RunningProxy.start();
  private final TestUpstream upstream = proxy.upstream;

  @AfterEach
  void everyCallWasSignedAsTheSdkWould() {
    assertThat(upstream.asked).extracting(TestUpstream.Asked::complaint).containsOnly("");
    upstream.asked.clear();
    upstream.always(TestUpstream::echo);
    proxy.serves(new Serving(7, "v2"));
    proxy.database(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {RunningProxy.NAMED, RunningProxy.LOGICAL})
  void eitherDoorReachesTheServingRelease(String path) {
    HttpResponse<String> answer =
        proxy.predict(path, "1,2,3", r -> r.header("Content-Type", "text/csv"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("1,2,3");
    assertThat(header(answer, "content-type")).isEqualTo("text/echo");
    assertThat(header(answer, "x-amzn-invoked-production-variant")).isEqualTo("primary");
    assertThat(header(answer, "x-amzn-requestid")).isEqualTo("upstream-request");
    assertThat(header(answer, "x-slipway-request-id")).hasSize(36);
    assertThat(header(answer, "x-slipway-release")).isEqualTo("7");
    assertThat(header(answer, "x-slipway-model-version")).isEqualTo("v2");
    assertThat(answer.headers().map()).doesNotContainKeys("x-slipway-releases", "x-private");
    assertThat(asked().path()).isEqualTo("/endpoints/physical-7/invocations");
    assertThat(asked().headers().get("content-type")).isEqualTo("text/csv");
  }

  @Test
  void anInvokerOfTheEnvironmentIsServed() {
    for (String path : List.of(RunningProxy.NAMED, RunningProxy.LOGICAL)) {
      HttpRequest request =
          HttpRequest.newBuilder(proxy.uri(path))
              .header("Authorization", "Bearer " + RunningProxy.INVOKER_OF_PROD)
              .POST(BodyPublishers.ofString("x"))
              .build();
      assertThat(proxy.send(request).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void bothReleasesAreNamedWhileEitherMayAnswer() {
    proxy.serves(new Serving(7, "v2"), new Serving(8, "v3"));
    await()
        .untilAsserted(() ->
            assertThat(header(proxy.predict(RunningProxy.NAMED, "x"), "x-slipway-releases"))
                .isEqualTo("7,8"));
    assertThat(proxy.predict(RunningProxy.NAMED, "x").headers().map())
        .doesNotContainKeys("x-slipway-release", "x-slipway-model-version");
  }

  @Test
  void whatTheProxyTellsNobodyElseSays() {
    proxy.upstream.then((request, body) -> {
      request
          .response()
          .putHeader("x-slipway-fallback", "fixed")
          .putHeader("X-Slipway-Releases", "1,2")
          .putHeader("x-slipway-release", "1")
          .putHeader("x-slipway-request-id", "another")
          .putHeader("x-slipway-of-tomorrow", "1");
      TestUpstream.echo(request, body);
    });
    HttpResponse<String> answer = proxy.predict(RunningProxy.NAMED, "x");
    assertThat(answer.headers().map())
        .doesNotContainKeys("x-slipway-fallback", "x-slipway-releases", "x-slipway-of-tomorrow")
        .containsEntry("x-slipway-release", List.of("7"));
    assertThat(answer.headers().allValues("x-slipway-request-id"))
        .hasSize(1)
        .doesNotContain("another");
  }

  @Test
  void sageMakersRequestHeadersArePassedAndOthersAreNot() {
    proxy.predict(
        RunningProxy.NAMED,
        "x",
        request ->
            request
                .header("Accept", "application/json")
                .header("X-Amzn-SageMaker-Custom-Attributes", "c000b4f9-df62-4c85  a,b;")
                .header("X-Amzn-SageMaker-Target-Model", "m.tar.gz")
                .header("X-Amzn-SageMaker-Target-Variant", "primary")
                .header("X-Amzn-SageMaker-Target-Container-Hostname", "second")
                .header("X-Amzn-SageMaker-Inference-Id", "id-1")
                .header("X-Amzn-SageMaker-Enable-Explanations", "`true`")
                .header("X-Amzn-SageMaker-Inference-Component", "component")
                .header("X-Amzn-SageMaker-Session-Id", "NEW_SESSION")
                .header("Cookie", "mine=1")
                .header("X-Forwarded-For", "10.0.0.1"));

    MultiMap headers = asked().headers();
    assertThat(headers.get("accept")).isEqualTo("application/json");
    assertThat(headers.get("x-amzn-sagemaker-custom-attributes"))
        .isEqualTo("c000b4f9-df62-4c85  a,b;");
    assertThat(headers.get("x-amzn-sagemaker-target-model")).isEqualTo("m.tar.gz");
    assertThat(headers.get("x-amzn-sagemaker-target-variant")).isEqualTo("primary");
    assertThat(headers.get("x-amzn-sagemaker-target-container-hostname")).isEqualTo("second");
    assertThat(headers.get("x-amzn-sagemaker-inference-id")).isEqualTo("id-1");
    assertThat(headers.get("x-amzn-sagemaker-enable-explanations")).isEqualTo("`true`");
    assertThat(headers.get("x-amzn-sagemaker-inference-component")).isEqualTo("component");
    assertThat(headers.get("x-amzn-sagemaker-session-id")).isEqualTo("NEW_SESSION");
    assertThat(headers.contains("cookie")).isFalse();
    assertThat(headers.contains("x-forwarded-for")).isFalse();
    assertThat(headers.getAll("authorization")).hasSize(1);
    assertThat(headers.contains("content-type")).isFalse();
  }

  @Test
  void anImportedEndpointIsCalledByItsOwnNameToo() {
    HttpResponse<String> answer = proxy.predict("/endpoints/spare-as-imported/invocations", "x");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(release(answer)).isEqualTo("3");
    assertThat(asked().path()).isEqualTo("/endpoints/physical-spare/invocations");
  }

  @Test
  void anEmptyBodyIsABody() {
    assertThat(proxy.predict(RunningProxy.NAMED, "").statusCode()).isEqualTo(200);
    assertThat(asked().headers().get("content-length")).isEqualTo("0");
  }

  @Test
  void largeAndChunkedBodiesGoThroughWhole() throws Exception {
    byte[] large = new byte[20 * 1024 * 1024];
    Arrays.fill(large, (byte) 'x');
    var calls = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 4; i++) {
      calls.add(
          proxy.sendAsync(
              proxy
                  .post(
                      RunningProxy.LOGICAL,
                      i % 2 == 0
                          ? BodyPublishers.ofByteArray(large)
                          : BodyPublishers.ofInputStream(
                              () -> new java.io.ByteArrayInputStream(large)))
                  .build()));
    }
    for (var call : calls) {
      HttpResponse<String> answer = call.get();
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).hasSize(large.length);
    }
  }

  @Test
  void knownRoutesAndCallersAreServedWhileTheDatabaseIsDown() {
    assertThat(proxy.predict(RunningProxy.NAMED, "x").statusCode()).isEqualTo(200);
    proxy.database(false);

    for (int i = 0; i < 20; i++) {
      assertThat(proxy.predict(RunningProxy.NAMED, "x").statusCode()).isEqualTo(200);
    }
    HttpResponse<String> stranger =
        proxy.predict(RunningProxy.NAMED, "x", r -> r.setHeader("Authorization", "Bearer new"));
    assertThat(stranger.statusCode()).isEqualTo(503);
    assertThat(header(stranger, "retry-after")).isEqualTo("1");
  }

  @Test
  void twoHundredAtOnceAreServedOverFewConnections() throws Exception {
    upstream.always(
        (request, body) -> upstream.vertx().setTimer(20, _ -> TestUpstream.echo(request, body)));
    int before = upstream.connections.get();
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<HttpResponse<String>>> calls =
          IntStream.range(0, 200)
              .mapToObj(i ->
                  proxy.sendAsync(
                      proxy.post(RunningProxy.NAMED, BodyPublishers.ofString("n" + i)).build()))
              .toList();
      for (int i = 0; i < 200; i++) {
        assertThat(calls.get(i).get().statusCode()).isEqualTo(200);
        assertThat(calls.get(i).get().body()).isEqualTo("n" + i);
      }
    }
    assertThat(upstream.connections.get() - before).isLessThanOrEqualTo(256);
  }

  @Test
  void callsInARowShareOneConnectionPerEventLoop() {
    int before = upstream.connections.get();
    for (int i = 0; i < 50; i++) {
      assertThat(proxy.predict(RunningProxy.NAMED, "x").statusCode()).isEqualTo(200);
    }
    assertThat(upstream.connections.get() - before).isLessThanOrEqualTo(2);
  }

  @Test
  void predictionsAreCountedAndTimed() {
    proxy.predict(RunningProxy.NAMED, "x");
    await()
        .ignoreException(MeterNotFoundException.class)
        .untilAsserted(() -> {
          for (String name : List.of("requests", "upstream", "overhead")) {
            assertThat(
                    proxy
                        .registry
                        .get("slipway.proxy." + name)
                        .tags("environment", "prod", "model", "fraud-detector")
                        .tags("release", "7", "variant", "primary", "status", "200")
                        .timer()
                        .count())
                .isPositive();
          }
        });
  }

  private static String release(HttpResponse<String> answer) {
    return header(answer, "x-slipway-release");
  }

  @Test
  void aTraceIsContinuedAndASessionIsKept() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-";
    upstream.always((request, body) ->
        request.response().putHeader("X-Amzn-SageMaker-New-Session-Id", "s-1").end(body));
    HttpResponse<String> answer =
        proxy.predict(
            RunningProxy.NAMED,
            "x",
            request ->
                request
                    .header("traceparent", trace + "00f067aa0ba902b7-01")
                    .header("tracestate", "vendor=1")
                    .header("X-Amzn-SageMaker-Session-Id", "NEW_SESSION"));
    assertThat(header(answer, "x-amzn-sagemaker-new-session-id")).isEqualTo("s-1");
    assertThat(asked().headers().get("x-amzn-sagemaker-session-id")).isEqualTo("NEW_SESSION");
    assertThat(asked().headers().get("traceparent"))
        .startsWith(trace)
        .doesNotContain("00f067aa0ba902b7");
    assertThat(asked().headers().get("tracestate")).isEqualTo("vendor=1");
  }

  @Test
  void aContainerThatNamesItsReleaseIsBelieved() {
    proxy.serves(new Serving(7, "v2"), new Serving(8, "v3"));
    upstream.always((request, body) ->
        request
            .response()
            .putHeader("X-Amzn-SageMaker-Custom-Attributes", "a=b, slipway-release=8")
            .end(body));
    await()
        .untilAsserted(() -> {
          HttpResponse<String> answer = proxy.predict(RunningProxy.NAMED, "x");
          assertThat(header(answer, "x-slipway-release")).isEqualTo("8");
          assertThat(header(answer, "x-slipway-model-version")).isEqualTo("v3");
          assertThat(answer.headers().map()).doesNotContainKey("x-slipway-releases");
          assertThat(
                  proxy
                      .registry
                      .find("slipway.proxy.requests")
                      .tags("release", "8", "status", "200")
                      .timer())
              .isNotNull();
        });
    upstream.always((request, body) ->
        request
            .response()
            .putHeader("X-Amzn-SageMaker-Custom-Attributes", "slipway-release=9")
            .end(body));
    assertThat(header(proxy.predict(RunningProxy.NAMED, "x"), "x-slipway-releases"))
        .as("a release that does not serve is not believed")
        .isEqualTo("7,8");
  }

  @Test
  void aCallersOwnPatienceIsKept() {
    upstream.always(TestUpstream::silence);
    HttpResponse<String> answer =
        proxy.predict(
            RunningProxy.LOGICAL, "x", request -> request.header("x-slipway-timeout-ms", "3000"));
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("did not answer within");
    HttpResponse<String> nonsense =
        proxy.predict(
            RunningProxy.LOGICAL, "x", request -> request.header("x-slipway-timeout-ms", "1s"));
    assertThat(nonsense.statusCode()).isEqualTo(400);
  }

  private TestUpstream.Asked asked() {
    return upstream.asked.getLast();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
