package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.endpoint.Route.Serving;
import dev.slipway.traffic.Compared;
import dev.slipway.traffic.Compared.Verdict;
import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Capture;
import dev.slipway.traffic.TrafficRules.Mirror;
import io.vertx.core.http.HttpServerResponse;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mirrored predictions, and what share of them is kept aside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsideTests {

  private static final Mirror ALL = new Mirror("prod-spare", null, 0.01);

  /** In milliseconds. */
  private static final int LATE = 200;

  @AutoClose
  private final RunningProxy proxy = RunningProxy.start(Faults.impatient(Map.of("deadline", "4s")));

  private final TestUpstream upstream = proxy.upstream;

  @AfterEach
  void calm() {
    proxy.rules(TrafficRules.NONE);
    // What is still to be put on record would be taken for the next test's.
    await().until(() -> proxy.compared.size() >= mirrored().size());
    upstream.always(TestUpstream::echo);
    upstream.asked.clear();
    proxy.compared.clear();
    proxy.captured.clear();
  }

  @Test
  void anotherEndpointIsAskedTheSameAndItsAnswerIsCompared() {
    mirror(ALL);
    HttpResponse<String> answer = predict("{\"score\": 0.5}");
    assertThat(answer.body()).isEqualTo("{\"score\": 0.5}");
    Compared one = compared(1).getFirst();
    assertThat(one.endpoint()).isEqualTo("prod-fraud-detector");
    assertThat(one.shadow()).isEqualTo("prod-spare");
    assertThat(one.release()).isEqualTo("7");
    assertThat(one.shadowRelease()).isEqualTo("3");
    assertThat(one.verdict()).isEqualTo(Verdict.AGREED);
    assertThat(one.millis()).isPositive();
    assertThat(one.shadowMillis()).isPositive();
    assertThat(mirrored())
        .hasSize(1)
        .allSatisfy(asked -> {
          assertThat(asked.complaint()).isEmpty();
          assertThat(asked.length()).isEqualTo(14);
        });
  }

  @Test
  void whatIsComparedTellsByWhichToleranceAndOfWhichReleasesWhereTwoMayHaveAnswered() {
    proxy.serves(new Serving(7, "v2"), new Serving(8, "v3"));
    mirror(ALL);
    predict("{\"score\": 0.5}");
    proxy.serves(new Serving(7, "v2"));
    Compared one = compared(1).getFirst();
    assertThat(one.tolerance()).isEqualTo(0.01);
    assertThat(one.release()).as("another update is about others").isEqualTo("7,8");
  }

  @Test
  void aDifferentAnswerAnErrorAndSilenceAreToldApart() {
    mirror(ALL);
    shadowed((request, body) -> request.response().end("{\"score\": 0.9}"));
    assertThat(predict("{\"score\": 0.5}").body()).isEqualTo("{\"score\": 0.5}");
    assertThat(compared(1).getLast().verdict()).isEqualTo(Verdict.DIFFERED);

    shadowed((request, body) -> request.response().end("{\"score\": 0.5001}"));
    predict("{\"score\": 0.5}");
    assertThat(compared(2).getLast().verdict())
        .as("within the tolerance")
        .isEqualTo(Verdict.AGREED);

    shadowed(TestUpstream.error(500, "InternalFailure", "no"));
    predict("x");
    assertThat(compared(3).getLast().verdict()).isEqualTo(Verdict.FAILED);

    shadowed(TestUpstream::reset);
    assertThat(predict("x").statusCode()).isEqualTo(200);
    assertThat(compared(4).getLast().verdict()).isEqualTo(Verdict.FAILED);

    shadowed((request, body) ->
        TestUpstream.say(request, "HTTP/1.1 102 Processing\r\nContent-Length: 0\r\n\r\n"));
    predict("x");
    assertThat(compared(5).getLast().verdict())
        .as("no answer but an interim one")
        .isEqualTo(Verdict.FAILED);

    shadowed((request, body) -> request.response().setChunked(true).end(body));
    predict("x");
    assertThat(compared(6).getLast().verdict()).isEqualTo(Verdict.NOT_COMPARED);
  }

  @Test
  void ofTwoErrorsThoseOfTheContainersAreComparedByWhatTheySaid() {
    mirror(ALL);
    refusing(TestUpstream.modelError("prod-spare", 500, "no"));
    predict("x");
    assertThat(compared(1).getLast().verdict()).isEqualTo(Verdict.AGREED);

    refusing(TestUpstream.modelError("prod-spare", 500, "yes"));
    predict("x");
    assertThat(compared(2).getLast().verdict()).isEqualTo(Verdict.DIFFERED);

    upstream.always(TestUpstream.error(400, "ValidationError", "no"));
    predict("x");
    assertThat(compared(3).getLast().verdict())
        .as("no model has spoken")
        .isEqualTo(Verdict.NOT_COMPARED);

    behaving(TestUpstream.error(503, "ServiceUnavailable", "no"), TestUpstream::echo);
    predict("x");
    assertThat(compared(4).getLast().verdict())
        .as("the first one's has not, and the other's answer is beside nothing")
        .isEqualTo(Verdict.NOT_COMPARED);

    refusing(TestUpstream.error(503, "ServiceUnavailable", "no"));
    predict("x");
    assertThat(compared(5).getLast().verdict())
        .as("the other one's has not")
        .isEqualTo(Verdict.NOT_COMPARED);
  }

  @Test
  void theOtherEndpointIsTimedToTheEndOfItsAnswerAsTheFirstOneIs() {
    mirror(ALL);
    // Its head comes at once, and the rest later.
    shadowed((request, body) -> {
      HttpServerResponse response = request.response().putHeader("content-length", "5");
      response.write(body.slice(0, 1));
      upstream.vertx().setTimer(LATE, _ -> response.end(body.slice(1, 5)));
    });
    predict("score");
    Compared one = compared(1).getFirst();
    assertThat(one.verdict()).isEqualTo(Verdict.AGREED);
    assertThat(one.shadowMillis()).isGreaterThanOrEqualTo(LATE - 1.0);
  }

  @Test
  void anAnswerThatIsNotComparedCostsNoConnection() {
    mirror(ALL);
    shadowed((request, body) -> request.response().end("x".repeat(200_000)));
    predict("x");
    compared(1);
    int before = upstream.connections.get();
    for (int i = 2; i <= 6; i++) {
      predict("x");
      compared(i);
    }
    assertThat(upstream.connections).as("one for each event loop").hasValueLessThan(before + 3);
    assertThat(proxy.compared).allMatch(one -> one.verdict() == Verdict.NOT_COMPARED);
  }

  @Test
  void oneThatDoesNotEndIsGivenUp() {
    mirror(ALL);
    shadowed((request, body) -> {
      HttpServerResponse response = request.response().setChunked(true);
      long drip = upstream.vertx().setPeriodic(50, _ -> response.write("x"));
      response.closeHandler(_ -> upstream.vertx().cancelTimer(drip));
    });
    predict("x");
    assertThat(compared(1).getFirst().verdict()).isEqualTo(Verdict.NOT_COMPARED);
    assertThat(proxy.compared.getFirst().shadowMillis()).as("to its head").isLessThan(3_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "100"})
  void oneThatFallsSilentAfterItsHeadIsGivenUp(String length) {
    mirror(ALL);
    shadowed((request, body) -> {
      HttpServerResponse response = request.response().setChunked(length.isEmpty());
      if (!length.isEmpty()) response.putHeader("content-length", length);
      response.write("x");
    });
    predict("x");
    Compared one = compared(1).getFirst();
    assertThat(one.verdict()).isEqualTo(length.isEmpty() ? Verdict.NOT_COMPARED : Verdict.FAILED);
  }

  @Test
  void nobodyWaitsForTheOtherEndpointAndItIsNotFlooded() {
    mirror(ALL);
    AtomicInteger unanswered = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    shadowed((request, body) -> {
      most.accumulateAndGet(unanswered.incrementAndGet(), Math::max);
      request.connection().closeHandler(gaveUp -> unanswered.decrementAndGet());
    });
    for (int i = 0; i < 100; i++) {
      assertThat(predict("x").statusCode()).isEqualTo(200);
    }
    assertThat(most.get()).isBetween(1, 2 * Aside.UNANSWERED);
    assertThat(proxy.registry.get("slipway.proxy.mirror.skipped").counter().count()).isPositive();
    assertThat(predict("x".repeat(100_000)).statusCode()).isEqualTo(200);
    upstream.always(TestUpstream::echo);
    // The silent ones are given up, and mirroring goes on.
    await()
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> {
          predict("y");
          assertThat(proxy.compared).anyMatch(one -> one.verdict() == Verdict.AGREED);
        });
  }

  @Test
  void aShareIsMirroredAndCaptured() {
    proxy.rules(
        new TrafficRules(
            null,
            null,
            null,
            new Mirror("prod-spare", 0.2, null),
            new Capture(0.2, null, null, null, null)));
    for (int i = 0; i < 300; i++) predict("x");
    await()
        .untilAsserted(() -> {
          assertThat(proxy.compared).hasSizeBetween(20, 120);
          assertThat(proxy.captured).hasSizeBetween(20, 120);
        });
  }

  private List<TestUpstream.Asked> mirrored() {
    return upstream.asked.stream().filter(asked -> asked.path().contains("spare")).toList();
  }

  private void mirror(Mirror rule) {
    proxy.rules(new TrafficRules(null, null, null, rule, null));
  }

  /** The other endpoint behaves so, and this one echoes. */
  private void shadowed(TestUpstream.Behaviour behaviour) {
    behaving(TestUpstream::echo, behaviour);
  }

  /** The other endpoint behaves so, and this one's container fails. */
  private void refusing(TestUpstream.Behaviour behaviour) {
    behaving(TestUpstream.modelError("prod-fraud-detector-7", 500, "no"), behaviour);
  }

  private void behaving(TestUpstream.Behaviour one, TestUpstream.Behaviour other) {
    upstream.always((request, body) -> {
      boolean shadow = String.valueOf(request.path()).contains("spare");
      TestUpstream.Behaviour whose = shadow ? other : one;
      whose.answer(request, body);
    });
  }

  private List<Compared> compared(int many) {
    await().untilAsserted(() -> assertThat(proxy.compared).hasSize(many));
    return proxy.compared;
  }

  private HttpResponse<String> predict(String body) {
    return proxy.predict(RunningProxy.NAMED, body);
  }
}
