package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the proxy's own part is said to be, when others take most of the time. */
class OverheadTests {

  private static final int LONG = 2_000;
  private static final int SHORT = 300;

  @AutoClose private final RunningProxy proxy = RunningProxy.start();
  private final TestUpstream upstream = proxy.upstream;

  /** What happens once in a process happens to another endpoint. */
  @BeforeEach
  void warm() {
    proxy.predict("/predict/prod/spare", "x");
  }

  @Test
  void theTimeOfAStreamIsNotTheProxys() {
    upstream.always((request, _) -> {
      request.response().setChunked(true).writeHead();
      upstream
          .vertx()
          .setTimer(
              LONG / 2,
              _ -> {
                request.response().write("one");
                upstream.vertx().setTimer(LONG / 2, _ -> request.response().end("two"));
              });
    });
    proxy.predict("/endpoints/prod-fraud-detector/invocations-response-stream", "x");
    assertThat(millis("overhead", "200")).isLessThan(SHORT);
    assertThat(millis("upstream", "200")).isGreaterThanOrEqualTo(LONG);
  }

  @Test
  void neitherIsThatOfASmallAnswersBody() {
    upstream.always((request, _) -> {
      request.response().putHeader("content-length", "2").write("o");
      upstream.vertx().setTimer(LONG, _ -> request.response().end("k"));
    });
    proxy.predict(RunningProxy.LOGICAL, "x");
    assertThat(millis("overhead", "200")).isLessThan(SHORT);
    assertThat(millis("upstream", "200")).isGreaterThanOrEqualTo(LONG);
  }

  @Test
  void norIsThePauseBeforeARepetition() {
    TestUpstream.Behaviour busy = TestUpstream.error(503, "ServiceUnavailable", "busy");
    upstream.then(busy).then(busy);
    proxy.predict(RunningProxy.LOGICAL, "x");
    // At least 50 ms and 100 ms of pauses.
    assertThat(millis("overhead", "200")).isLessThan(millis("requests", "200") - 140);
  }

  @Test
  void theTimeForWhichSageMakerWasSilentIsSageMakers() {
    upstream.always(TestUpstream::silence);
    impatient();
    assertThat(millis("overhead", "504")).isLessThan(SHORT);
    assertThat(millis("upstream", "504")).isBetween(1.0 * SHORT, millis("requests", "504"));
  }

  @Test
  void soIsThatOfAnAnswerThatBrokeOff() {
    upstream.always((request, _) -> {
      request.response().putHeader("content-length", "2").write("o");
      upstream.vertx().setTimer(LONG, _ -> request.connection().close());
    });
    proxy.predict(RunningProxy.LOGICAL, "x");
    assertThat(millis("upstream", "502")).isBetween(1.0 * LONG, millis("requests", "502"));
  }

  @Test
  void bothCallsCountWhereARepetitionIsSilentAndThePauseBeforeItDoesNot() {
    upstream.then((request, body) ->
        upstream
            .vertx()
            .setTimer(
                SHORT,
                _ -> TestUpstream.error(503, "ServiceUnavailable", "busy").answer(request, body)));
    upstream.always(TestUpstream::silence);
    impatient();
    // At least 50 ms of a pause.
    assertThat(millis("upstream", "504")).isBetween(SHORT + 50.0, millis("requests", "504") - 49);
  }

  private void impatient() {
    proxy.predict(
        RunningProxy.LOGICAL, "x", r -> r.header("x-slipway-timeout-ms", Integer.toString(LONG)));
  }

  @Test
  void whatWasNeverReadWhollyHasNone() {
    assertThat(
            proxy
                .predict(
                    RunningProxy.LOGICAL, "x", r -> r.setHeader("Authorization", "Bearer nobody"))
                .statusCode())
        .isEqualTo(401);
    assertThat(timer("requests", "401").count()).isOne();
    assertThat(timer("overhead", "401").count()).isZero();
  }

  private static String model(String status) {
    return status.equals("401") ? "none" : "fraud-detector";
  }

  private double millis(String what, String status) {
    Timer timer = timer(what, status);
    await().untilAsserted(() -> assertThat(timer.count()).isPositive());
    return timer.totalTime(TimeUnit.MILLISECONDS);
  }

  private Timer timer(String what, String status) {
    await()
        .ignoreException(MeterNotFoundException.class)
        .untilAsserted(() ->
            assertThat(
                    proxy
                        .registry
                        .get("slipway.proxy.requests")
                        .tags("model", model(status), "status", status)
                        .timer()
                        .count())
                .isPositive());
    return proxy
        .registry
        .get("slipway.proxy." + what)
        .tags("model", model(status), "status", status)
        .timer();
  }
}
