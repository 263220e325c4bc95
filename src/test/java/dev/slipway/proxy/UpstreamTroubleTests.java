package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTroubleTests {

  /** More than the system takes for somebody who reads nothing. */
  private static final int LARGE = 20_000_000;

  /** Has one connection to SageMaker. */
  private static final Map<String, ?> NARROW =
      Map.of("listeners", 1, "connections", 1, "deadline", "20s");

  @AutoClose
  private final RunningProxy proxy =
      RunningProxy.start(Map.of("listeners", 1, "read-timeout", "3s", "deadline", "3s"));

  private final TestUpstream upstream = proxy.upstream;

  @Test
  void aKeptConnectionThatFallsAtOnceIsReplaced() {
    // On a slow machine it may fall too late.
    await()
        .untilAsserted(() -> {
          assertThat(named("x").statusCode()).isEqualTo(200);
          upstream.asked.clear();
          upstream.then(TestUpstream::reset);
          assertThat(named("y").body()).isEqualTo("y");
          assertThat(upstream.asked).hasSize(2);
        });
  }

  @Test
  void whatAModelMayHaveWorkedOnIsNotRepeated() {
    upstream.always(TestUpstream::reset);
    HttpResponse<String> aws = named("x");
    assertThat(aws.statusCode()).isEqualTo(503);
    assertThat(header(aws, "x-amzn-errortype")).isEqualTo("ServiceUnavailable");
    assertThat(upstream.asked).as("on a connection of its own").hasSize(1);
    assertThat(problem(logical()).getString("code")).isEqualTo("upstream-unreachable");
    assertThat(upstream.asked).hasSize(2);

    upstream.always(TestUpstream::echo);
    assertThat(logical().statusCode()).isEqualTo(200);
    upstream.always(
        (request, body) -> upstream.vertx().setTimer(300, _ -> TestUpstream.reset(request, body)));
    assertThat(logical().statusCode()).isEqualTo(502);
    assertThat(upstream.asked).as("after it may have been worked on").hasSize(4);
  }

  @Test
  void asynchronousCallsAndThoseThatOpenASessionAreNotRepeatedOnceSent() {
    for (String path :
        new String[] {"/endpoints/prod-fraud-detector/async-invocations", RunningProxy.NAMED}) {
      upstream.always(TestUpstream::echo);
      assertThat(named("x").statusCode()).isEqualTo(200);
      upstream.asked.clear();
      upstream.always(TestUpstream::reset);
      proxy.predict(path, "x", r -> r.header("X-Amzn-SageMaker-Session-Id", "NEW_SESSION"));
      assertThat(upstream.asked).hasSize(1);
    }
    upstream.always(TestUpstream::echo);
    assertThat(named("x").statusCode()).isEqualTo(200);
    upstream.asked.clear();
    upstream.always(TestUpstream::reset);
    proxy.predict("/endpoints/prod-fraud-detector/async-invocations", "x");
    assertThat(upstream.asked).hasSize(1);
  }

  @Test
  void whoeverCannotWaitForARepetitionHasSageMakersAnswer() {
    upstream.always(TestUpstream.error(429, "ThrottlingException", "Rate exceeded"));
    // On a slow machine even that may take too long.
    await()
        .untilAsserted(() -> {
          upstream.asked.clear();
          HttpResponse<String> answer =
              proxy.predict(RunningProxy.LOGICAL, "x", r -> r.header("x-slipway-timeout-ms", "49"));
          assertThat(answer.statusCode()).isEqualTo(429);
          assertThat(answer.body()).contains("Rate exceeded");
          assertThat(upstream.asked).hasSize(1);
        });
  }

  @Test
  void aModelsErrorIsItsAnswerAndIsNotRepeated() {
    upstream.then(TestUpstream.error(424, "ModelError", "Received server error (500)"));
    HttpResponse<String> answer = named("x");
    assertThat(answer.statusCode()).isEqualTo(424);
    assertThat(header(answer, "x-amzn-errortype")).isEqualTo("ModelError");
    assertThat(answer.body()).isEqualTo("{\"Message\":\"Received server error (500)\"}");
    assertThat(header(answer, "x-slipway-release")).isEqualTo("7");
    assertThat(upstream.asked).hasSize(1);
  }

  @Test
  void sageMakersInternalFailureIsNotRepeatedEither() {
    upstream.then(TestUpstream.error(500, "InternalFailure", "no"));
    assertThat(logical().statusCode()).isEqualTo(500);
    assertThat(upstream.asked).hasSize(1);
  }

  @Test
  void aThrottledCallIsTriedAgain() {
    upstream
        .then(TestUpstream.error(429, "ThrottlingException", "Rate exceeded"))
        .then(TestUpstream.error(400, "ThrottlingException:http://x", "Rate exceeded"));
    assertThat(named("x").statusCode()).isEqualTo(200);
    assertThat(upstream.asked).hasSize(3);
    assertThat(upstream.connections).hasValue(1);
  }

  @Test
  void throttlingThatLastsIsPassedOnAndTheBudgetEnds() {
    upstream.always(TestUpstream.error(503, "ServiceUnavailable", "busy"));
    for (int i = 0; i < 20; i++) {
      HttpResponse<String> answer = named("x");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("busy");
    }
    // Twenty requests, the ten repetitions saved up, and a tenth of twenty more.
    assertThat(upstream.asked).hasSizeBetween(30, 33);
  }

  @Test
  void silenceEndsIn504AndItsConnectionIsClosed() {
    upstream.always(TestUpstream::silence);
    HttpResponse<String> aws = named("x");
    assertThat(aws.statusCode()).isEqualTo(503);
    assertThat(header(aws, "x-amzn-errortype")).isEqualTo("ServiceUnavailable");
    assertThat(problem(logical()).getString("code")).isEqualTo("upstream-timeout");
    assertThat(upstream.asked).hasSize(2);
    await().untilAsserted(() -> assertThat(upstream.open).hasValue(0));
  }

  @Test
  void anAnswerThatBreaksOffEarlyIs502() {
    upstream.then((request, _) -> {
      request.response().putHeader("content-length", "100").write("only this");
      upstream.vertx().setTimer(50, _ -> request.connection().close());
    });
    HttpResponse<String> answer = logical();
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(problem(answer).getString("code")).isEqualTo("upstream-unreachable");
    assertThat(upstream.asked).hasSize(1);
  }

  @Test
  void anAnswerThatBreaksOffLateIsNeverMistakenForAWholeOne() {
    upstream.then((request, _) -> {
      request.response().setChunked(true).write("only this");
      upstream.vertx().setTimer(50, _ -> request.connection().close());
    });
    assertThatThrownBy(() -> named("x")).isInstanceOf(java.io.UncheckedIOException.class);
    assertThat(named("y").body()).isEqualTo("y");
  }

  @ParameterizedTest
  @ValueSource(ints = {413, 429})
  void aConnectionOnWhichABodyWasNotReadIsNotKept(int early) {
    try (var narrow = RunningProxy.start(NARROW)) {
      narrow.upstream.beforeTheBody(
          request -> request.response().setStatusCode(early).end("not that"));
      HttpResponse<String> answer = narrow.predict(RunningProxy.NAMED, "x".repeat(LARGE));
      assertThat(answer.statusCode()).isEqualTo(early == 429 ? 200 : early);
      assertThat(narrow.predict(RunningProxy.NAMED, "y").body()).isEqualTo("y");
      assertThat(narrow.upstream.connections).hasValue(2);
    }
  }

  @Test
  void whoeverWaitsIsNotGivenTheConnectionOnWhichABodyWasNotRead() {
    var refusing = new CompletableFuture<HttpServerResponse>();
    try (var narrow = RunningProxy.start(Map.of("listeners", 1, "connections", 1, "retries", 0))) {
      narrow.upstream.beforeTheBody(request -> refusing.complete(request.response()));
      var first =
          narrow.sendAsync(
              narrow.post(RunningProxy.NAMED, BodyPublishers.ofString("x".repeat(LARGE))).build());
      HttpServerResponse refusal = refusing.join();
      var second =
          narrow.sendAsync(narrow.post(RunningProxy.NAMED, BodyPublishers.ofString("y")).build());
      await().until(() -> narrow.registry.get("slipway.proxy.in.flight").gauge().value() == 2);
      refusal.setStatusCode(413).end("not that");
      assertThat(first.join().statusCode()).isEqualTo(413);
      assertThat(second.join().body()).isEqualTo("y");
    }
  }

  @Test
  void aBodyThatWasNotReadIsCountedUntilItsLongAnswerHasEnded() {
    var refusing = new CompletableFuture<HttpServerResponse>();
    try (var narrow = RunningProxy.start(NARROW);
        var caller = new RawCaller(narrow)) {
      narrow.upstream.beforeTheBody(request -> {
        refusing.complete(request.response().setStatusCode(413).setChunked(true));
        request.response().write("so much");
      });
      caller.write(RawCaller.head("Content-Length: " + LARGE) + "\r\n").write(new byte[LARGE]);
      assertThat(caller.readUntil("so much")).startsWith("HTTP/1.1 413 ");
      assertThat(bodyBytes(narrow)).isEqualTo(LARGE);
      refusing.join().end(" is too much");
      caller.readUntil(" is too much");
      await().untilAsserted(() -> assertThat(bodyBytes(narrow)).isZero());
      assertThat(narrow.predict(RunningProxy.NAMED, "y").body()).isEqualTo("y");
      assertThat(narrow.upstream.connections).hasValue(2);
    }
  }

  private static double bodyBytes(RunningProxy proxy) {
    return proxy.registry.get("slipway.proxy.body.bytes").gauge().value();
  }

  @Test
  void aBodyThatDoesNotArriveIs408() throws Exception {
    try (var socket = slowCaller(proxy)) {
      var answer = new String(socket.getInputStream().readNBytes(20), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 408 ");
    }
    assertThat(upstream.asked).isEmpty();
  }

  @Test
  void aCallerWhoLeavesStopsTheCallToSageMaker() throws Exception {
    var closed = new AtomicInteger();
    // One that by itself would wait for SageMaker longer than this test does.
    try (var patient = RunningProxy.start(Map.of("listeners", 1))) {
      patient.upstream.always(
          (request, _) -> request.connection().closeHandler(_ -> closed.incrementAndGet()));
      for (int i = 0; i < 5; i++) {
        int seen = i + 1;
        try (var socket = slowCaller(patient)) {
          socket.getOutputStream().write("x".repeat(90).getBytes(StandardCharsets.US_ASCII));
          await()
              .pollInterval(Duration.ofMillis(10))
              .untilAsserted(() -> assertThat(patient.upstream.asked).hasSize(seen));
        }
        await()
            .pollInterval(Duration.ofMillis(10))
            .untilAsserted(() -> assertThat(closed).hasValue(seen));
      }
      await()
          .untilAsserted(() ->
              assertThat(patient.registry.get("slipway.proxy.in.flight").gauge().value()).isZero());
    }
  }

  /** Announces a hundred bytes and sends ten. */
  private static Socket slowCaller(RunningProxy proxy) throws java.io.IOException {
    var socket = new Socket("127.0.0.1", proxy.proxy.port());
    socket
        .getOutputStream()
        .write(
            "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 100\r\n\r\n0123456789"
                .formatted(RunningProxy.NAMED, RunningProxy.TOKEN)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private HttpResponse<String> named(String body) {
    return proxy.predict(RunningProxy.NAMED, body);
  }

  private HttpResponse<String> logical() {
    return proxy.predict(RunningProxy.LOGICAL, "x");
  }

  private static JsonObject problem(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
