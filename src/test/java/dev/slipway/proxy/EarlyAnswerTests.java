package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Callers who send all of a large body before they read the answer, which was given long before. A
 * connection that was closed by then would be reset, and its answer lost.
 */
class EarlyAnswerTests {

  private static final int LARGE = 5 * 1024 * 1024;
  private static final String REFUSED =
      RawCaller.head("Content-Length: " + LARGE).replace(RunningProxy.NAMED, "/nowhere") + "\r\n";

  @Test
  void theyReadItInTheTimeOfNotice() throws Exception {
    try (RunningProxy proxy = RunningProxy.start(Map.of("notice", "2s"));
        var caller = new RawCaller(proxy)) {
      caller.write(RawCaller.head("Content-Length: 1") + "\r\nx").readUntil("\r\n\r\nx");
      var stopped = new CompletableFuture<Void>();
      proxy.proxy.stop(() -> stopped.complete(null));
      caller.write(REFUSED).write(new byte[LARGE]);
      assertIsTheLast(caller.readAll());
      stopped.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void theyReadItWhenTheTimeOfNoticeIsOverMeanwhile() throws Exception {
    try (RunningProxy proxy = RunningProxy.start(Map.of("listeners", 1));
        var caller = new RawCaller(proxy);
        var idle = new RawCaller(proxy)) {
      caller.write(REFUSED).write(new byte[LARGE / 2]);
      await().until(() -> refused(proxy) == 1);
      await().until(() -> connections(proxy) == 2);
      var stopped = new CompletableFuture<Void>();
      proxy.proxy.stop(() -> stopped.complete(null));
      assertThat(idle.readAll()).as("what is idle is closed").isEmpty();
      caller.write(new byte[LARGE - LARGE / 2]);
      assertThat(caller.readAll()).startsWith("HTTP/1.1 404 ").endsWith("}");
      stopped.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void theyReadItAlsoWhereNobodyCanTellWhereTheRequestEnds() {
    try (RunningProxy proxy = RunningProxy.start();
        var caller = new RawCaller(proxy)) {
      caller
          .write(RawCaller.head("X-Large: " + "x".repeat(20_000), "Content-Length: " + LARGE))
          .write("\r\n")
          .write(new byte[LARGE]);
      assertThat(caller.readAll())
          .startsWith("HTTP/1.")
          .contains(" 400 ", "The headers may have")
          .endsWith("}");
    }
  }

  private static void assertIsTheLast(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 404 ")
        .containsIgnoringCase("\r\nconnection: close\r\n")
        .endsWith("}");
  }

  private static double connections(RunningProxy proxy) {
    return proxy.registry.get("slipway.proxy.connections").gauge().value();
  }

  private static long refused(RunningProxy proxy) {
    return proxy.registry.find("slipway.proxy.requests").tag("status", "404").timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }
}
