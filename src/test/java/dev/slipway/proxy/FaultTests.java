package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers and a SageMaker that misbehave, many at once; and what is left behind by them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTests {

  private static final int MANY = 40;
  private static final int LARGE = 512 * 1024;

  @AutoClose private final RunningProxy proxy = RunningProxy.start(Faults.impatient());
  private final TestUpstream upstream = proxy.upstream;

  @BeforeAll
  void warm() {
    each(MANY, caller -> answered(caller, "warm"));
    Faults.assertNothingLeft(proxy);
  }

  @AfterEach
  void nothingIsLeftAndTheNextIsServed() {
    upstream.always(TestUpstream::echo);
    Faults.assertNothingLeft(proxy);
    try (var caller = new RawCaller(proxy)) {
      answered(caller, "next");
    }
    Faults.assertNothingLeft(proxy);
  }

  @Test
  void bodiesThatStopHalfwayAreGivenUp() {
    each(
        MANY,
        caller ->
            caller.write(RawCaller.head("Content-Length: " + LARGE) + "\r\n" + "x".repeat(99)),
        caller ->
            assertThat(caller.readAll())
                .startsWith("HTTP/1.1 408 ")
                .containsIgnoringCase("x-amzn-errortype: RequestTimeoutException"));
  }

  @Test
  void bodiesThatNeverEndAreGivenUpToo() {
    each(
        5,
        caller -> {
          caller.write(RawCaller.head("Transfer-Encoding: chunked") + "\r\n");
          await()
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(100))
              .until(() -> {
                caller.write("1\r\nx\r\n");
                return proxy
                        .registry
                        .find("slipway.proxy.requests")
                        .tag("status", "408")
                        .timers()
                        .stream()
                        .mapToLong(timer -> timer.count())
                        .sum()
                    > 0;
              });
        },
        caller -> assertThat(caller.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 408 "));
  }

  @Test
  void headsThatTrickleInAreGivenUp() {
    try (var other = RunningProxy.start(Faults.impatient(Map.of("head-timeout", "2s")));
        var first = new RawCaller(other);
        var next = new RawCaller(other)) {
      answered(next, "first");
      for (RawCaller caller : List.of(first, next)) {
        String head = RawCaller.head("X-Trickles: " + "x".repeat(10_000));
        var sent = new AtomicInteger();
        await()
            .pollInterval(Duration.ofMillis(20))
            .until(() -> caller.isHungUpOn(head.charAt(sent.getAndIncrement())));
      }
      Faults.assertNothingLeft(other);
    }
  }

  @Test
  void callersWhoLeaveInTheMiddleOfTheirBody() {
    int asked = upstream.asked.size();
    each(
        MANY,
        caller -> {
          caller.write(RawCaller.head("Content-Length: " + LARGE) + "\r\n");
          caller.write(new byte[LARGE / 2]);
        },
        RawCaller::vanish);
    assertThat(upstream.asked).hasSize(asked);
  }

  @Test
  void callersWhoLeaveWhileTheModelThinks() {
    var closed = new AtomicInteger();
    upstream.always((request, _) -> request.response().closeHandler(_ -> closed.incrementAndGet()));
    int before = upstream.asked.size();
    each(
        MANY,
        caller -> {
          caller.write(RawCaller.head("Content-Length: " + LARGE) + "\r\n");
          caller.write(new byte[LARGE]);
        },
        // Waited for once all have written: who is connected and asks nothing meanwhile is let go.
        _ -> await().pollDelay(Duration.ZERO).until(() -> upstream.asked.size() > before),
        RawCaller::vanish);
    await().untilAsserted(() -> assertThat(closed).hasValue(upstream.asked.size() - before));
  }

  @Test
  void callersWhoLeaveInTheMiddleOfTheAnswer() {
    var endless = Buffer.buffer(new byte[LARGE]);
    var ended = new AtomicInteger();
    upstream.always((request, _) -> {
      request.response().closeHandler(_ -> ended.incrementAndGet());
      request.response().putHeader("content-length", Integer.toString(100 * LARGE)).write(endless);
    });
    each(
        MANY,
        caller -> {
          caller.write(RawCaller.head("Content-Length: 1") + "\r\nx");
          assertThat(caller.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        },
        RawCaller::vanish);
    await().untilAsserted(() -> assertThat(ended).hasValue(MANY));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callersWhoLeaveWithAnswersOnTheirWay(boolean inParts) {
    var answer = Buffer.buffer(new byte[48 * 1024]);
    try (var other = RunningProxy.start(Faults.impatient());
        var caller = new RawCaller(other)) {
      other.upstream.always((request, _) -> request.response().setChunked(inParts).end(answer));
      // Their answers are more than the system takes for somebody who reads nothing.
      caller.write((RawCaller.head("Content-Length: 1") + "\r\nx").repeat(300));
      await()
          .during(Duration.ofMillis(200))
          .until(() -> other.registry.get("slipway.proxy.in.flight").gauge().value() > 1);
      caller.vanish();
      Faults.assertNothingLeft(other);
      assertThat(other.registry.get("slipway.proxy.requests").timers())
          .extracting(timer -> timer.getId().getTag("status"))
          .containsExactlyInAnyOrder("200", "499");
    }
  }

  @Test
  void connectionsResetBeforeTheHead() {
    upstream.always(TestUpstream::reset);
    each(
        10,
        caller -> {
          caller.write(RawCaller.head("Content-Length: " + LARGE) + "\r\n");
          caller.write(new byte[LARGE]);
        },
        caller -> assertThat(caller.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 503 "));
  }

  @Test
  void connectionsResetAfterTheHeadEndTheCallersToo() {
    upstream.always((request, _) -> {
      request.response().putHeader("content-length", Integer.toString(LARGE)).write("a start");
      upstream.vertx().setTimer(20, _ -> request.connection().close());
    });
    each(
        10,
        caller -> caller.write(RawCaller.head("Content-Length: 1") + "\r\nx"),
        caller -> assertThat(caller.readAll()).startsWith("HTTP/1.1 200 ").endsWith("a start"));
  }

  @Test
  void bodiesThatAreTooLargeAreToldSoInTheFormOfAws() {
    try (var other = RunningProxy.start(Faults.impatient(Map.of("read-timeout", "20s")))) {
      for (String head :
          List.of(
              RawCaller.head("Content-Length: 1048577"),
              RawCaller.head("Transfer-Encoding: chunked"))) {
        boolean chunked = head.contains("chunked");
        each(
            other,
            10,
            caller -> {
              caller.write(head + "\r\n");
              if (chunked) {
                caller.write("100001\r\n").write(new byte[0x100001]).write("\r\n0\r\n\r\n");
              }
            },
            caller ->
                assertThat(caller.readUntil("}"))
                    .startsWith("HTTP/1.1 400 ")
                    .containsIgnoringCase("x-amzn-errortype: ValidationError")
                    .containsIgnoringCase("connection: close")
                    .contains("{\"Message\":\"A request body may have 1048576 bytes at most.\"}"));
      }
      Faults.assertNothingLeft(other);
    }
  }

  @Test
  void floodsOfHeadersAreRefused() {
    for (String flood : List.of("A: b\r\n".repeat(50_000), "X: " + "y".repeat(500_000) + "\r\n")) {
      each(
          5,
          caller -> {
            try {
              caller.write(RawCaller.head() + flood + "\r\n");
            } catch (java.io.UncheckedIOException _) {
              // Hung up on before all of it was written, which is as well.
            }
          },
          RawCaller::readAll);
    }
    assertThat(upstream.asked).noneMatch(asked -> asked.headers().contains("x"));
  }

  @Test
  void requestsSentAheadAreAnsweredInTheirOrder() {
    upstream.always((request, body) -> {
      int late = body.toString().endsWith("0") ? 50 : 1;
      upstream.vertx().setTimer(late, _ -> TestUpstream.echo(request, body));
    });
    each(
        5,
        caller -> {
          var ahead = new StringBuilder();
          for (int i = 0; i < 20; i++) {
            ahead
                .append(RawCaller.head("Content-Length: 9", i == 19 ? "Connection: close" : "A: b"))
                .append("\r\n<call-%02d>".formatted(i));
          }
          caller.write(ahead.toString());
        },
        caller -> {
          String answers = caller.readAll();
          assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(21);
          var bodies = new ArrayList<String>();
          java.util.regex.Pattern.compile("<call-(\\d\\d)>")
              .matcher(answers)
              .results()
              .forEach(match -> bodies.add(match.group(1)));
          assertThat(bodies).hasSize(20).isSorted();
        });
  }

  private interface Act {
    void with(RawCaller caller);
  }

  /** So many callers act at once: all take the first step before any takes the next one. */
  private void each(int callers, Act... steps) {
    each(proxy, callers, steps);
  }

  private static void each(RunningProxy proxy, int callers, Act... steps) {
    List<RawCaller> all = new ArrayList<>();
    try {
      for (int i = 0; i < callers; i++) {
        all.add(new RawCaller(proxy));
      }
      for (Act step : steps) {
        all.forEach(step::with);
      }
    } finally {
      all.forEach(RawCaller::close);
    }
  }

  private static void answered(RawCaller caller, String body) {
    caller.write(RawCaller.head("Content-Length: " + body.length()) + "\r\n" + body);
    assertThat(caller.readUntil(body)).startsWith("HTTP/1.1 200 ");
  }
}
