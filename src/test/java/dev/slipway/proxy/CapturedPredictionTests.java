package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.Captured;
import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Capture;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Captured predictions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CapturedPredictionTests {

  private static final Duration OUTAGE = Duration.ofMinutes(10);

  @AutoClose
  private final RunningProxy proxy = RunningProxy.start(Faults.impatient(Map.of("deadline", "4s")));

  private final TestUpstream upstream = proxy.upstream;

  @AfterEach
  void calm() {
    proxy.rules(TrafficRules.NONE);
    proxy.database(true);
    upstream.always(TestUpstream::echo);
    proxy.captured.clear();
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
  void aDefectThatOneRoundMeetsEndsNeitherTheNextOnesNorWhatItWasToPutThere() {
    capture(new Capture(1.0, null, null, null, "s3://captures/defect"));
    proxy.meets(new LinkageError("found in the middle"));
    predict("the first");
    await().untilAsserted(() -> assertThat(proxy.met).hasPositiveValue());
    proxy.meets(null);
    predict("the second");
    await()
        .untilAsserted(() ->
            assertThat(String.join("", proxy.deposited.values()))
                .contains("the first", "the second"));
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

  private void capture(Capture rule) {
    proxy.rules(new TrafficRules(null, null, null, null, rule));
  }

  private List<Captured> captured(int many) {
    await().untilAsserted(() -> assertThat(proxy.captured).hasSize(many));
    return proxy.captured;
  }

  private HttpResponse<String> predict(String body) {
    return proxy.predict(RunningProxy.NAMED, body);
  }
}
