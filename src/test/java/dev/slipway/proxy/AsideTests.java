package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.Captured;
import dev.slipway.traffic.Compared;
import dev.slipway.traffic.Compared.Verdict;
import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Capture;
import dev.slipway.traffic.TrafficRules.Mirror;
import io.vertx.core.http.HttpServerResponse;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Mirrored and captured predictions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsideTests {

  private static final Mirror ALL = new Mirror("prod-spare", null, 0.01);

  /** In milliseconds. */
  private static final int LATE = 200;

  private static final Duration OUTAGE = Duration.ofMinutes(10);

  @AutoClose
  private final RunningProxy proxy = RunningProxy.start(Faults.impatient(Map.of("deadline", "4s")));

  private final TestUpstream upstream = proxy.upstream;

  @AfterEach
  void calm() {
    proxy.rules(TrafficRules.NONE);
    proxy.database(true);
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
    assertThat(upstream.asked)
        .filteredOn(asked -> asked.path().contains("spare"))
        .hasSize(1)
        .allSatisfy(asked -> {
          assertThat(asked.complaint()).isEmpty();
          assertThat(asked.length()).isEqualTo(14);
        });
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

    shadowed((request, body) -> request.response().setChunked(true).end(body));
    predict("x");
    assertThat(compared(5).getLast().verdict()).isEqualTo(Verdict.NOT_COMPARED);
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

  @Test
  void aCaptureIsRedactedAndKnowsItsRelease() {
    capture(new Capture(1.0, 5, 100, List.of("ssn"), null));
    predict("{\"ssn\": \"123\", \"score\": 1}");
    Captured one = captured(1).getFirst();
    assertThat(one.release()).isEqualTo("7");
    assertThat(one.variant()).isEqualTo("primary");
    assertThat(one.caller()).isEqualTo("token:test");
    assertThat(one.status()).isEqualTo(200);
    assertThat(one.requestId()).hasSize(36);
    assertThat(one.request()).isEqualTo("{\"ssn\": \"[redacted]\", \"score\": 1}");
    assertThat(one.answer()).isEqualTo("{\"ssn\": \"[redacted]\", \"score\": 1}");
    assertThat(one.answerType()).isEqualTo("text/echo");
    assertThat(one.keep()).isEqualTo(5);

    predict("x".repeat(101));
    Captured large = captured(2).getLast();
    assertThat(large.request()).isNull();
    assertThat(large.answer()).isNull();
  }

  @Test
  void whatAContainersErrorRepeatsIsRedactedInItsCapture() {
    capture(new Capture(1.0, null, null, List.of("ssn"), null));
    upstream.always(TestUpstream.modelError("prod-x", 500, "{\"ssn\": 987654}"));
    assertThat(predict("{}").statusCode()).isEqualTo(424);
    assertThat(captured(1).getFirst().answer())
        .contains("{\\\"ssn\\\": \\\"[redacted]\\\"}")
        .doesNotContain("987654");
  }

  @Test
  void whatCannotBeStoredYetIsStoredLater() {
    predict("makes the caller known");
    capture(new Capture(1.0, null, null, null, null));
    proxy.database(false);
    int told = proxy.toldOfCaptures.get();
    Instant before = Instant.now();
    predict("later");
    await().until(() -> proxy.toldOfCaptures.get() > told);
    assertThat(proxy.captured).isEmpty();
    proxy.pass(OUTAGE);
    proxy.database(true);
    Captured one = captured(1).getFirst();
    assertThat(one.request()).isEqualTo("later");
    assertThat(one.capturedAt())
        .as("when it was answered, not when it could be stored")
        .isBetween(before.minusSeconds(1), Instant.now());
  }

  @Test
  void largeBodiesThatCannotBeStoredYetAreHeldBySizeAndNotOnlyByNumber() {
    predict("makes the caller known");
    capture(new Capture(1.0, null, 65_536, null, null));
    int many = 100;
    String large = "x".repeat(60_000);
    // Request and answer, two bytes a character.
    int most = 16 * 1024 * 1024 / (4 * large.length());
    double dropped = dropped();
    proxy.database(false);
    for (int i = 0; i < many; i++) predict(large);
    await().untilAsserted(() -> assertThat(dropped() - dropped).isEqualTo(many - most));
    proxy.database(true);
    captured(most);

    proxy.captured.clear();
    for (int i = 0; i < many; i++) predict(large);
    // As many that can be stored.
    captured(many);
  }

  private double dropped() {
    return proxy.registry.get("slipway.proxy.observations.dropped").counter().count();
  }

  @Test
  void capturesGoIntoS3ManyToAnObjectAndTwiceToNone() {
    predict("makes the caller known");
    capture(new Capture(1.0, null, null, List.of("ssn"), "s3://captures/slipway"));
    proxy.store(false);
    for (int i = 0; i < 3; i++) predict("{\"ssn\": \"123\", \"call\": %d}".formatted(i));
    proxy.store(true);
    await()
        .untilAsserted(() ->
            assertThat(proxy.deposited.values().stream().flatMap(String::lines))
                .hasSize(3)
                .allSatisfy(line ->
                    assertThat(line)
                        .contains("\"endpoint\":\"prod-fraud-detector\"")
                        .contains("\"release\":\"7\"")
                        .contains("\"captured_at\":\"20")
                        .contains("\\\"ssn\\\": \\\"[redacted]\\\"")));
    assertThat(proxy.deposited.keySet())
        .allSatisfy(uri ->
            assertThat(uri)
                .matches(
                    "s3://captures/slipway/prod-fraud-detector/\\d{4}-\\d\\d-\\d\\d/\\d\\d/"
                        + "[0-9a-f-]{36}\\.jsonl"));
    assertThat(proxy.captured).isEmpty();
  }

  private void mirror(Mirror rule) {
    proxy.rules(new TrafficRules(null, null, null, rule, null));
  }

  private void capture(Capture rule) {
    proxy.rules(new TrafficRules(null, null, null, null, rule));
  }

  /** The other endpoint behaves so, and this one echoes. */
  private void shadowed(TestUpstream.Behaviour behaviour) {
    upstream.always((request, body) -> {
      boolean shadow = String.valueOf(request.path()).contains("spare");
      TestUpstream.Behaviour whose = shadow ? behaviour : TestUpstream::echo;
      whose.answer(request, body);
    });
  }

  private List<Compared> compared(int many) {
    await().untilAsserted(() -> assertThat(proxy.compared).hasSize(many));
    return proxy.compared;
  }

  private List<Captured> captured(int many) {
    await().untilAsserted(() -> assertThat(proxy.captured).hasSize(many));
    return proxy.captured;
  }

  private HttpResponse<String> predict(String body) {
    return proxy.predict(RunningProxy.NAMED, body);
  }
}
