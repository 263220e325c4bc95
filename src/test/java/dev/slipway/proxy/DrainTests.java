package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Capture;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.web.server.PortInUseException;

/** Alone, since it counts threads. */
@Isolated
class DrainTests {

  private static final long AFTER_THE_STOP = 25;

  private static final String PREDICTION = RawCaller.head("Content-Length: 1") + "\r\nx";

  private static final String OLD_PREDICTION =
      PREDICTION.replace(" HTTP/1.1\r\n", " HTTP/1.0\r\nConnection: keep-alive\r\n");

  @Test
  void whatIsInFlightIsFinishedAndNothingIsLeftBehind() throws Exception {
    var group = new ThreadGroup("drained");
    var started = new FutureTask<>(RunningProxy::start);
    new Thread(group, started).start();
    try (RunningProxy proxy = started.get()) {
      TestUpstream upstream = proxy.upstream;
      var release = new CountDownLatch(1);
      upstream.always((request, body) ->
          upstream
              .vertx()
              .executeBlocking(() -> release.await(10, TimeUnit.SECONDS), false)
              .onSuccess(_ -> TestUpstream.echo(request, body)));
      int port = proxy.proxy.port();
      List<CompletableFuture<HttpResponse<String>>> calls =
          IntStream.range(0, 10)
              .mapToObj(i ->
                  proxy.sendAsync(
                      proxy.post(RunningProxy.NAMED, BodyPublishers.ofString("n" + i)).build()))
              .toList();
      await().untilAsserted(() -> assertThat(upstream.asked).hasSize(10));
      assertThat(upstream.open).hasValue(10);

      var stopped = new CompletableFuture<Void>();
      try (var idle = new Socket("127.0.0.1", port)) {
        await()
            .untilAsserted(() ->
                assertThat(proxy.registry.get("slipway.proxy.connections").gauge().value())
                    .as("those of the calls and the idle one")
                    .isEqualTo(11));
        proxy.proxy.stop(() -> stopped.complete(null));
        await().untilAsserted(() -> assertThat(accepts(port)).isFalse());
        assertThat(idle.getInputStream().read()).as("idle connections are closed").isEqualTo(-1);
      }
      assertThat(stopped).isNotDone();
      assertThat(proxy.proxy.isRunning()).isFalse();

      release.countDown();
      for (int i = 0; i < 10; i++) {
        HttpResponse<String> answer = calls.get(i).get(10, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("n" + i);
        assertThat(answer.headers().firstValue("connection")).hasValue("close");
      }
      stopped.get(10, TimeUnit.SECONDS);
      await().untilAsserted(() -> assertThat(upstream.open).hasValue(0));
      await().untilAsserted(() -> assertThat(threads(group)).isEmpty());
    }
  }

  @Test
  void inTheTimeOfNoticeEverythingIsServedOnceMoreOnEachConnection() throws Exception {
    try (RunningProxy proxy = RunningProxy.start(Map.of("notice", "3s"))) {
      int port = proxy.proxy.port();
      try (var kept = new RawCaller(proxy);
          var old = new RawCaller(proxy);
          var idle = new RawCaller(proxy)) {
        assertThat(kept.write(PREDICTION).readUntil("\r\n\r\nx"))
            .contains(" 200 OK\r\n")
            .doesNotContainIgnoringCase("connection: close");
        assertThat(old.write(OLD_PREDICTION).readUntil("\r\n\r\nx"))
            .containsIgnoringCase("\r\nconnection: keep-alive\r\n");
        var stopped = new CompletableFuture<Void>();
        proxy.proxy.stop(() -> stopped.complete(null));

        assertIsItsLastAnswer(kept.write(PREDICTION).readAll(), 200);
        assertIsItsLastAnswer(old.write(OLD_PREDICTION).readAll(), 200);
        try (var fresh = new RawCaller(port);
            var refused = new RawCaller(port);
            var streamed = new RawCaller(port)) {
          assertIsItsLastAnswer(fresh.write(PREDICTION).readAll(), 200);
          assertIsItsLastAnswer(
              refused.write(PREDICTION.replace(RunningProxy.NAMED, "/nowhere")).readAll(), 404);
          proxy.upstream.then(
              (request, _) -> request.response().setChunked(true).end("part by part"));
          assertIsItsLastAnswer(streamed.write(PREDICTION).readAll(), 200);
        }
        assertThat(accepts(port)).as("it still listens").isTrue();

        await().pollInterval(Duration.ofMillis(10)).until(() -> !accepts(port));
        assertThat(stopped).isNotDone();
        // What was accepted last may still be asking.
        assertIsItsLastAnswer(idle.write(PREDICTION).readAll(), 200);
        stopped.get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void noPredictionIsLostInTheTimeOfNotice() throws Exception {
    try (RunningProxy proxy = RunningProxy.start(Map.of("notice", "5s"))) {
      int port = proxy.proxy.port();
      var stopped = new CompletableFuture<Void>();
      var callers = new ArrayList<CompletableFuture<Long>>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 8; i++) {
          boolean keeps = i % 2 == 0;
          callers.add(
              CompletableFuture.supplyAsync(
                  () -> predictions(port, keeps, () -> !proxy.proxy.isRunning()), threads));
        }
        await().untilAsserted(() -> assertThat(proxy.upstream.asked).hasSizeGreaterThan(50));
        proxy.proxy.stop(() -> stopped.complete(null));
        for (CompletableFuture<Long> caller : callers) {
          assertThat(caller.get(30, TimeUnit.SECONDS)).isGreaterThan(AFTER_THE_STOP);
        }
      }
      assertThat(stopped).isNotDone();
      assertThat(accepts(port)).as("the callers ended before the notice").isTrue();
    }
  }

  /**
   * Predicts again and again, until that went on for a while after the end has begun. A connection
   * that is kept is left when an answer says so.
   *
   * @return how many predictions; each of them was answered
   */
  private static long predictions(int port, boolean keeps, BooleanSupplier ending) {
    long made = 0;
    long after = 0;
    while (after < AFTER_THE_STOP) {
      try (var caller = new RawCaller(port)) {
        boolean goesOn = true;
        while (goesOn && after < AFTER_THE_STOP) {
          boolean late = ending.getAsBoolean();
          String answer = caller.write(PREDICTION).readUntil("\r\n\r\nx");
          assertThat(answer).as("prediction %d", made).contains(" 200 OK\r\n").endsWith("x");
          goesOn = keeps && !answer.toLowerCase(Locale.ROOT).contains("connection: close");
          made++;
          if (late) after++;
        }
      }
    }
    return made;
  }

  private static void assertIsItsLastAnswer(String answer, int status) {
    assertThat(answer)
        .startsWith("HTTP/1.")
        .contains(" " + status + " ")
        .containsIgnoringCase("\r\nconnection: close\r\n");
  }

  @Test
  void itsEndIsToldWhateverBecomesOfTheLastCaptures() throws Exception {
    try (RunningProxy proxy = RunningProxy.start(Map.of("deposits-every", "1h"))) {
      proxy.rules(
          new TrafficRules(
              null, null, null, null, new Capture(1.0, null, null, null, "s3://captures")));
      assertThat(proxy.predict(RunningProxy.NAMED, "x").statusCode()).isEqualTo(200);
      proxy.meets(new LinkageError("found at the very end"));
      var stopped = new CompletableFuture<Void>();
      proxy.proxy.stop(() -> stopped.complete(null));
      stopped.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void itCanBeStartedAgain() {
    try (RunningProxy proxy = RunningProxy.start()) {
      assertThat(proxy.predict(RunningProxy.NAMED, "x").statusCode()).isEqualTo(200);
      proxy.proxy.stop();
      proxy.proxy.start();
      assertThat(proxy.predict(RunningProxy.NAMED, "x").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aTakenPortIsSaidAsSuchAndLeavesNoThread() throws IOException {
    try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Map<String, ?> settings = Map.of("port", taken.getLocalPort());
      assertThatThrownBy(() -> RunningProxy.start(settings)).isInstanceOf(PortInUseException.class);
    }
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The proxy's own threads of a group: others of this process may run a proxy, too. */
  private static List<String> threads(ThreadGroup group) {
    Thread[] threads = new Thread[1_000];
    return Arrays.stream(threads, 0, group.enumerate(threads))
        .map(Thread::getName)
        .filter(name -> name.startsWith("slipway-proxy"))
        .toList();
  }
}
