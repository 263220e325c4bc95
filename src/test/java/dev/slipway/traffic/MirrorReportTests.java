package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.base.WallClock;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import dev.slipway.traffic.Compared.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What is counted of mirrored predictions, together with what, and since when. */
@Conforming
class MirrorReportTests {

  private static final String ENDPOINT = "prod-fraud-detector";
  private static final String SPARE = "spare-fraud-detector";
  private static final String REPORT = "/v1/endpoints/" + ENDPOINT + "/mirror-report";
  private static final Instant AT = Instant.parse("2026-01-31T12:00:00.123456Z");
  private static final Instant BEFORE = AT.minusSeconds(600);

  @AutoClose private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.unpaced();
    rehearsal.environment("spare");
    rehearsal.live("v1");
    rehearsal.untilEnd(rehearsal.promote("v1", "spare"));
  }

  @BeforeEach
  void nothingIsCounted() {
    mirror("{}");
    rehearsal.api().bean(JdbcClient.class).sql("delete from mirror_window").update();
  }

  @Test
  void mirroredPredictionsAreSummedUpByPairsOfReleases() {
    assertThat(report().at("/comparisons")).isEmpty();
    add(
        compared(AT, 0, "1", Verdict.AGREED),
        compared(AT, 0, "1", Verdict.AGREED),
        compared(AT, 0, "1", Verdict.DIFFERED),
        compared(AT, 0, "1,2", Verdict.FAILED));
    // Another proxy could not store these at once.
    add(compared(BEFORE, 0, "1", Verdict.AGREED), compared(AT, 0, "1", Verdict.NOT_COMPARED));
    add(compared(BEFORE, 0, "1,2", Verdict.FAILED));

    assertThat(report().at("/comparisons")).hasSize(2);
    JsonNode one =
        comparisons().stream()
            .filter(it -> it.at("/release").asString().equals("1"))
            .findFirst()
            .orElseThrow();
    assertThat(one.at("/agreed").asInt()).isEqualTo(3);
    assertThat(one.at("/differed").asInt()).isEqualTo(1);
    assertThat(one.at("/not_compared").asInt()).isEqualTo(1);
    assertThat(one.at("/first_at").asString()).isEqualTo(BEFORE.toString());
    assertThat(one.at("/last_at").asString()).isEqualTo(AT.toString());
    assertThat(one.at("/agreement").asDouble()).isEqualTo(0.75);
    assertThat(one.at("/latency/p50_ms").asDouble()).isBetween(10.0, 12.0);
    assertThat(one.at("/shadow_latency/p50_ms").asDouble()).isBetween(20.0, 24.0);
  }

  @Test
  void whatIsComparedInAnotherWayIsCountedApartAndTheReportSaysSinceWhen() {
    assertThat(report().has("since")).as("nothing is mirrored").isFalse();
    Instant first = mirror(0.1);
    add(compared(first, 0.1, "1", Verdict.AGREED));
    Instant second = mirror(0.01);
    add(
        compared(second, 0.01, "1", Verdict.DIFFERED),
        // A proxy hears of the change later.
        compared(second, 0.1, "1", Verdict.AGREED));
    Instant third = mirror(0.1);
    add(compared(third, 0.1, "1", Verdict.DIFFERED));

    assertThat(comparisons())
        .extracting(
            it -> it.at("/tolerance").asDouble(),
            it -> Instant.parse(it.at("/since").asString()),
            it -> it.at("/agreement").asDouble())
        .containsExactlyInAnyOrder(
            tuple(0.1, first, 1.0), tuple(0.01, second, 0.0), tuple(0.1, third, 0.0));
  }

  @Test
  void whatDoesNotChangeTheComparisonGoesOnCounting() {
    Instant since = mirror("{\"mirror\": {\"endpoint\": \"%s\"}}".formatted(SPARE));
    assertThat(
            mirror(
                "{\"mirror\": {\"endpoint\": \"%s\", \"share\": 0.5, \"tolerance\": 0}}"
                    .formatted(SPARE)))
        .isEqualTo(since);
  }

  @Test
  void itCanBeResetAndCountsFromThen() {
    Instant since = mirror(0.1);
    add(
        compared(since, 0.1, "1", Verdict.AGREED),
        compared(since, 0.1, "1", Verdict.AGREED),
        compared(since, 0.5, "1", Verdict.AGREED));

    Answer reset = reset();

    assertThat(reset.status()).as(reset.http().body()).isEqualTo(204);
    Instant anew = Instant.parse(report().at("/since").asString());
    assertThat(anew).isAfter(since);
    assertThat(comparisons()).isEmpty();
    add(
        compared(anew.minusMillis(1), 0.1, "1", Verdict.AGREED),
        compared(anew.minusMillis(1), 0.5, "1", Verdict.AGREED));
    assertThat(comparisons()).as("what was compared before").isEmpty();
    add(compared(anew, 0.1, "1", Verdict.DIFFERED));
    assertThat(comparisons())
        .singleElement()
        .satisfies(it -> assertThat(it.at("/agreement").asDouble()).isZero());

    JsonNode event =
        rehearsal
            .api()
            .get(
                "/v1/audit-events?subject_type=endpoint&subject="
                    + ENDPOINT
                    + "&type=endpoint.mirror-report-reset")
            .json()
            .at("/items/0");
    assertThat(event.at("/data/comparisons").asInt()).isEqualTo(3);
    assertThat(event.at("/actor").asString()).isEqualTo("token:admin");
  }

  @Test
  void proxiesCountWhileTheReportIsResetAndAllEnds() throws Exception {
    double[] tolerances = {0.1, 0.2, 0.3};
    var ended = new AtomicBoolean();
    var counted = new ArrayList<Future<Integer>>();
    try (var proxies = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int proxy = 0; proxy < 3; proxy++) {
        var random = new Random(proxy);
        counted.add(
            proxies.submit(() -> {
              int times = 0;
              while (!ended.get() || times == 0) {
                Instant now = WallClock.system().now();
                add(
                    random
                        .ints(5, 0, tolerances.length)
                        .mapToObj(i -> compared(now, tolerances[i], "1", Verdict.AGREED))
                        .toArray(Compared[]::new));
                times++;
              }
              return times;
            }));
      }
      try {
        for (int i = 0; i < 12; i++) {
          assertThat(reset().status()).isEqualTo(204);
          mirror(tolerances[i % tolerances.length]);
        }
      } finally {
        ended.set(true);
      }
    }
    for (Future<Integer> times : counted) {
      assertThat(times.get()).isPositive();
    }
  }

  @Test
  void proxiesThatSawTheSameEndpointsInAnotherOrderLoseNothingAndCountNothingTwice()
      throws Exception {
    Compared one = compared(AT, 0, "1", Verdict.AGREED);
    var other = new Compared(AT, SPARE, ENDPOINT, 0, "2", "1", Verdict.AGREED, 10, 20);
    int times = 40;
    try (var proxies = Executors.newVirtualThreadPerTaskExecutor()) {
      var counted =
          Stream.of(List.of(one, other), List.of(other, one))
              .map(seen ->
                  proxies.submit(() -> {
                    for (int i = 0; i < times; i++) add(seen.toArray(Compared[]::new));
                  }))
              .toList();
      for (Future<?> each : counted) {
        each.get();
      }
    }
    assertThat(comparisons())
        .singleElement()
        .satisfies(it -> assertThat(it.at("/agreed").asInt()).isEqualTo(2 * times));
  }

  private static Answer reset() {
    return rehearsal
        .api()
        .send("DELETE", REPORT, null, "Authorization", "Bearer " + ApiServer.TOKEN);
  }

  private static JsonNode report() {
    Answer report = rehearsal.api().get(REPORT);
    assertThat(report.status()).as(report.http().body()).isEqualTo(200);
    return report.json();
  }

  private static List<JsonNode> comparisons() {
    return report().at("/comparisons").valueStream().toList();
  }

  private static void add(Compared... some) {
    rehearsal.api().bean(MirrorReports.class).add(List.of(some));
  }

  private static Compared compared(Instant at, double tolerance, String release, Verdict verdict) {
    return new Compared(at, ENDPOINT, SPARE, tolerance, release, "2", verdict, 10, 20);
  }

  /** Mirrors with a tolerance, and tells since when the report then counts. */
  private static Instant mirror(double tolerance) {
    return mirror(
        "{\"mirror\": {\"endpoint\": \"%s\", \"tolerance\": %s}}".formatted(SPARE, tolerance));
  }

  private static Instant mirror(String rules) {
    Answer put =
        rehearsal
            .api()
            .send(
                "PUT",
                "/v1/endpoints/" + ENDPOINT + "/traffic-rules",
                rules,
                "Authorization",
                "Bearer " + ApiServer.TOKEN,
                "If-Match",
                "*");
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
    JsonNode since = report().path("since");
    return since.isMissingNode() ? Instant.EPOCH : Instant.parse(since.asString());
  }
}
