package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Breaker;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.FixedAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A SageMaker that begins to answer and stops in the middle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StallTests {

  private static final String STREAM = "/endpoints/prod-fraud-detector/invocations-response-stream";
  private static final String ASYNC = "/endpoints/prod-fraud-detector/async-invocations";
  private static final String WAITS = "x-slipway-timeout-ms";
  private static final int LARGE = 8 * 1024 * 1024;
  private static final int TAIL = 1024;

  @AutoClose private final RunningProxy proxy = RunningProxy.start(Faults.impatient());
  private final TestUpstream upstream = proxy.upstream;

  @AfterEach
  void nothingIsLeft() {
    upstream.always(TestUpstream::echo);
    proxy.rules(TrafficRules.NONE);
    await()
        .untilAsserted(() ->
            assertThat(proxy.registry.get("slipway.proxy.in.flight").gauge().value()).isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {RunningProxy.LOGICAL, ASYNC})
  void aSmallAnswerThatDoesNotEndIsToldInTime(String path) {
    var closed = new AtomicInteger();
    upstream.always((request, _) ->
        counted(request.response(), closed).putHeader("content-length", "100").write("only this"));
    HttpResponse<String> answer = ask(path, 800);
    assertThat(answer.statusCode()).isGreaterThanOrEqualTo(503);
    assertThat(answer.body()).contains("SageMaker Runtime did not answer within");
    await().untilAsserted(() -> assertThat(closed).hasValue(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {RunningProxy.LOGICAL, STREAM})
  void aLongAnswerThatDoesNotGoOnEndsBothConnections(String path) {
    var closed = new AtomicInteger();
    upstream.always(
        (request, _) -> begin(counted(request.response(), closed)).write("x".repeat(100_000)));
    Instant asked = Instant.now();
    assertThatThrownBy(() -> ask(path, 800)).isInstanceOf(UncheckedIOException.class);
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(8));
    await().untilAsserted(() -> assertThat(closed).hasValue(1));
  }

  @Test
  void aLongAnswerOfWhichNothingCameIsTold() {
    upstream.always((request, _) -> begin(request.response()).writeHead());
    HttpResponse<String> answer = ask(RunningProxy.LOGICAL, 800);
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("upstream-timeout");
  }

  @Test
  void aStreamMayTakeAsLongAsItLikesWhileItGoesOn() {
    upstream.always((request, _) -> say(begin(request.response()), 8));
    // On a slow machine a part may come too late.
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(ask(STREAM, 900).body()).isEqualTo("part ".repeat(8)));
  }

  @Test
  void theTimeThatTheCallerTakesIsNotSageMakers() {
    Map<String, ?> oneLoop = Faults.impatient(Map.of("listeners", 1, "deadline", "4s"));
    try (RunningProxy other = RunningProxy.start(oneLoop)) {
      // On a slow machine SageMaker's own time may run out.
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(readAfterAPause(other)).isEqualTo(LARGE));
    }
  }

  /** How much of a large answer a caller gets who reads only when SageMaker's time is long over. */
  private static int readAfterAPause(RunningProxy other) {
    var goesOn = new CompletableFuture<@Nullable Void>();
    other.upstream.always((request, body) -> {
      if (body.length() > 0) {
        HttpServerResponse answer = request.response().putHeader("content-length", "" + LARGE);
        answer.write(Buffer.buffer(new byte[LARGE - TAIL]));
        goesOn.thenRun(
            () -> other.upstream.vertx().runOnContext(_ -> answer.end(new String(new byte[TAIL]))));
      }
    });
    try (var slow = new RawCaller(other)) {
      slow.write(RawCaller.head("Content-Length: 1", "Connection: close") + "\r\nx");
      assertThat(slow.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      // Another one's time ends later, and so does that of the first one.
      assertThat(other.predict(RunningProxy.LOGICAL, "").statusCode()).isEqualTo(504);
      assertThat(other.registry.get("slipway.proxy.in.flight").gauge().value())
          .as("the answer does not fit into what lies between")
          .isEqualTo(1);
      int read = slow.read(LARGE - TAIL);
      // It looks at the first one's time every second, on the same event loop.
      assertThat(other.predict(RunningProxy.LOGICAL, "", r -> r.header(WAITS, "1100")).statusCode())
          .isEqualTo(504);
      goesOn.complete(null);
      return read + slow.readAll().length();
    }
  }

  @Test
  void theBreakerHearsOfAnAnswerWhenItIsWhole() {
    proxy.rules(rules(new Breaker(0.5, 2, 600, 600), null));
    upstream.always(
        (request, _) -> request.response().putHeader("content-length", "100").write("only this"));
    // Each event loop judges by what it sees: of three calls one sees two. That a caller has less
    // patience than the proxy would not speak against SageMaker.
    for (int i = 0; i < 3; i++) proxy.predict(RunningProxy.LOGICAL, "x");
    assertThat(
            IntStream.range(0, 8)
                .mapToObj(_ -> proxy.predict(RunningProxy.LOGICAL, "x").body())
                .anyMatch(body -> "circuit-open".equals(new JsonObject(body).getString("code"))))
        .isTrue();
  }

  @Test
  void somethingStandsInForAnAnswerThatDoesNotEnd() {
    proxy.rules(rules(null, new Fallback(null, new FixedAnswer("text/plain", "instead"))));
    upstream.always(
        (request, _) -> request.response().putHeader("content-length", "100").write("only this"));
    assertThat(ask(RunningProxy.LOGICAL, 800).body()).isEqualTo("instead");
  }

  private HttpResponse<String> ask(String path, int patience) {
    return proxy.predict(path, "x", r -> r.header(WAITS, Integer.toString(patience)));
  }

  /** One whose connection to SageMaker counts when it closes before the answer has ended. */
  private static HttpServerResponse counted(HttpServerResponse response, AtomicInteger closed) {
    return response.closeHandler(_ -> closed.incrementAndGet());
  }

  private static HttpServerResponse begin(HttpServerResponse response) {
    return response.setChunked(true);
  }

  private void say(HttpServerResponse response, int parts) {
    if (parts == 0) {
      response.end();
    } else {
      response.write("part ");
      upstream.vertx().setTimer(150, _ -> say(response, parts - 1));
    }
  }

  private static TrafficRules rules(@Nullable Breaker breaker, @Nullable Fallback fallback) {
    return new TrafficRules(null, breaker, fallback, null, null);
  }
}
