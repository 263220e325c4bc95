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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.web.server.PortInUseException;

/** Alone, since it counts threads. */
@Isolated
class DrainTests {

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
