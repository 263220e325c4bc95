package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Breaker;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.FixedAnswer;
import dev.slipway.traffic.TrafficRules.PerCaller;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traffic rules at work: limits of callers, the circuit breaker and what stands in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SafeguardTests {

  private static final Breaker QUICK = new Breaker(0.5, 4, 600, 600);
  private static final Fallback FIXED =
      new Fallback(null, new FixedAnswer("application/json", "{\"score\": 0}"));

  private static final Map<String, ?> ONE_LOOP = Map.of("listeners", 1, "retries", 0);

  @AutoClose private final RunningProxy proxy = RunningProxy.start(ONE_LOOP);
  private final TestUpstream upstream = proxy.upstream;

  @BeforeEach
  void calm() {
    upstream.always(TestUpstream::echo);
    upstream.keys(true);
    proxy.rules(TrafficRules.NONE);
    proxy.predict(RunningProxy.NAMED, "x");
    upstream.asked.clear();
  }

  @Test
  void whoeverAsksTooOftenIsToldWhenToComeBack() {
    proxy.rules(rules(new PerCaller(0.02, 2, null), null, null));
    assertThat(named("x").statusCode()).isEqualTo(200);
    assertThat(named("x").statusCode()).isEqualTo(200);
    HttpResponse<String> aws = named("x");
    assertThat(aws.statusCode()).isEqualTo(429);
    assertThat(header(aws, "x-amzn-errortype")).isEqualTo("ThrottlingException");
    assertThat(Integer.parseInt(header(aws, "retry-after"))).isBetween(45, 50);
    HttpResponse<String> logical = proxy.predict(RunningProxy.LOGICAL, "x");
    assertThat(logical.statusCode()).isEqualTo(429);
    assertThat(new JsonObject(logical.body()).getString("code")).isEqualTo("rate-limited");

    HttpResponse<String> another =
        proxy.predict(
            RunningProxy.NAMED,
            "x",
            r -> r.setHeader("Authorization", "Bearer " + RunningProxy.INVOKER_OF_PROD));
    assertThat(another.statusCode()).as("others are not held back").isEqualTo(200);
    assertThat(upstream.asked).hasSize(3);
    proxy.limits.sweep();
    assertThat(proxy.limits.size()).isEqualTo(2);
  }

  @Test
  void whoeverSignsAndHasAskedTooMuchNeedNotSendTheBodyAndAStrangerTakesNothing() {
    try (RunningProxy other = RunningProxy.start(ONE_LOOP)) {
      other.rules(rules(new PerCaller(0.02, 1, null), null, null));
      for (int i = 0; i < 3; i++) {
        assertThat(signed(other, "x", "y")).as("knows the id alone").startsWith("HTTP/1.1 403 ");
      }
      assertThat(signed(other, "x", "x")).startsWith("HTTP/1.1 200 ");
      assertThat(signed(other, "x".repeat(1_000_000), ""))
          .startsWith("HTTP/1.1 429 ")
          .containsIgnoringCase("x-amzn-errortype: ThrottlingException");
      assertThat(other.upstream.asked).hasSize(1);
    }
  }

  @Test
  void whoeverOnlySaysWhoTheyAreLeavesRoomForTheBodiesOfOthers() {
    String body = "x".repeat(1_000_000);
    try (RunningProxy small =
            RunningProxy.start(
                Map.of("listeners", 1, "max-body", "1MB", "body-memory", "2MB", "drain", "100ms"));
        var first = new RawCaller(small);
        var second = new RawCaller(small)) {
      first.write(RawCaller.signedHead(body) + "\r\n");
      await().until(() -> gauge(small, "body.bytes") > 0);
      second.write(RawCaller.signedHead(body) + "\r\n");
      await().until(() -> gauge(small, "in.flight") == 2);
      assertThat(small.predict(RunningProxy.NAMED, body).statusCode()).isEqualTo(200);

      first.write(body);
      assertThat(first.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      second.write(body);
      assertThat(second.readUntil("\r\n\r\n")).as("its turn").startsWith("HTTP/1.1 200 ");
    }
  }

  private static double gauge(RunningProxy proxy, String what) {
    return proxy.registry.get("slipway.proxy." + what).gauge().value();
  }

  /** The answer to a call that was signed for one body, and of which another is sent. */
  private static String signed(RunningProxy proxy, String meant, String sent) {
    try (var caller = new RawCaller(proxy)) {
      return caller.write(RawCaller.signedHead(meant) + "\r\n" + sent).readUntil("\r\n\r\n");
    }
  }

  @Test
  void onlySoManyOfACallersPredictionsMayBeUnanswered() throws Exception {
    proxy.rules(rules(new PerCaller(null, null, 1), null, null));
    var release = new CompletableFuture<@Nullable Void>();
    upstream.then((request, body) ->
        release.thenRun(
            () -> upstream.vertx().runOnContext(_ -> TestUpstream.echo(request, body))));
    CompletableFuture<HttpResponse<String>> first =
        proxy.sendAsync(proxy.post(RunningProxy.NAMED, BodyPublishers.ofString("1")).build());
    await().untilAsserted(() -> assertThat(upstream.asked).hasSize(1));
    assertThat(named("2").statusCode()).isEqualTo(429);
    release.complete(null);
    assertThat(first.get().statusCode()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(named("3").statusCode()).isEqualTo(200));
  }

  @Test
  void aSageMakerInTroubleIsGivenARest() {
    proxy.rules(rules(null, QUICK, null));
    upstream.always(TestUpstream.error(500, "InternalFailure", "no"));
    for (int i = 0; i < 4; i++) {
      assertThat(named("x").statusCode()).isEqualTo(500);
    }
    HttpResponse<String> aws = named("x");
    assertThat(aws.statusCode()).isEqualTo(503);
    assertThat(header(aws, "x-amzn-errortype")).isEqualTo("ServiceUnavailable");
    assertThat(Integer.parseInt(header(aws, "retry-after"))).isBetween(560, 600);
    HttpResponse<String> logical = proxy.predict(RunningProxy.LOGICAL, "x");
    assertThat(new JsonObject(logical.body()).getString("code")).isEqualTo("circuit-open");
    assertThat(upstream.asked).hasSize(4);

    proxy.rules(rules(null, new Breaker(0.5, 5, 600, 600), null));
    assertThat(named("x").statusCode()).as("another rule begins anew").isEqualTo(500);
  }

  @Test
  void whoeverGivesLessTimeThanAnswersTakeDoesNotSpeakAgainstSageMaker() {
    proxy.rules(rules(null, QUICK, null));
    upstream.always(after(150));
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 8; j++) {
        assertThat(within(50).statusCode()).isEqualTo(504);
      }
      assertThat(named("x").statusCode()).as("others go on").isEqualTo(200);
    }
  }

  @Test
  void whoeverGivesAmpleTimeDoes() {
    learnHowLongAnswersTake(null);
    proxy.rules(rules(null, new Breaker(0.5, 2, 600, 600), null));
    upstream.always(TestUpstream::silence);
    assertThat(within(900).statusCode()).isEqualTo(504);
    assertThat(within(900).statusCode()).isEqualTo(504);
    assertThat(within(900).statusCode()).isEqualTo(503);
  }

  @Test
  void aHangIsSeenThroughTheTimeThatIsKeptForWhatStandsInThoughOneAnswerTookLong() {
    learnHowLongAnswersTake(new Fallback("prod-spare", null));
    upstream.then(after(400));
    within(1000);
    proxy.rules(rules(null, new Breaker(0.5, 3, 600, 600), new Fallback("prod-spare", null)));
    upstream.always((request, body) -> {
      if (String.valueOf(request.path()).contains("spare")) {
        TestUpstream.echo(request, body);
      }
    });
    for (int i = 0; i < 3; i++) {
      // What is kept may be too little for the other one on a slow machine.
      within(1000);
    }
    upstream.asked.clear();
    assertThat(header(within(1000), "x-slipway-fallback")).isEqualTo("prod-spare");
    assertThat(upstream.asked)
        .extracting(TestUpstream.Asked::path)
        .as("nobody waits for it any more, and what was learnt outlives the rule")
        .containsExactly("/endpoints/physical-spare/invocations");
  }

  @Test
  void howSoonStreamsBeginSaysNothingOfAnswersInOnePiece() {
    proxy.rules(rules(null, QUICK, null));
    for (int i = 0; i < 4; i++) {
      proxy.predict(RunningProxy.NAMED + "-response-stream", "x");
    }
    upstream.always(after(300));
    for (int i = 0; i < 8; i++) {
      assertThat(within(100).statusCode()).isEqualTo(504);
    }
    assertThat(named("x").statusCode()).isEqualTo(200);
  }

  /** Of many answers, so that one of them may be slow: a machine may have other things to do. */
  private void learnHowLongAnswersTake(@Nullable Fallback fallback) {
    proxy.rules(rules(null, QUICK, fallback));
    for (int i = 0; i < 20; i++) {
      named("x");
    }
  }

  private TestUpstream.Behaviour after(int millis) {
    return (request, body) ->
        upstream.vertx().setTimer(millis, _ -> TestUpstream.echo(request, body));
  }

  private HttpResponse<String> within(int millis) {
    return proxy.predict(
        RunningProxy.LOGICAL, "x", r -> r.header("x-slipway-timeout-ms", Integer.toString(millis)));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 422})
  void whatAContainerFindsWrongWithARequestDoesNotSpeakAgainstSageMaker(int original) {
    proxy.rules(rules(null, QUICK, null));
    upstream.always(TestUpstream.modelError("physical-7", original, "no"));
    for (int i = 0; i < 8; i++) {
      assertThat(named("malformed").statusCode()).isEqualTo(424);
    }
    upstream.always(TestUpstream::echo);
    assertThat(named("x").statusCode()).as("others go on").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 408, 429, 500, 503})
  void whatAContainerFailsInDoes(int original) {
    proxy.rules(rules(null, QUICK, null));
    upstream.always(TestUpstream.modelError("physical-7", original, "no"));
    for (int i = 0; i < 4; i++) {
      assertThat(named("x").statusCode()).isEqualTo(424);
    }
    assertThat(named("x").statusCode()).isEqualTo(503);
  }

  @Test
  void soDoesAModelErrorThatDoesNotSayWhatItWas() {
    proxy.rules(rules(null, QUICK, null));
    upstream.then(TestUpstream.error(424, "ModelError", "\",,"));
    upstream.always(TestUpstream.error(424, "ModelError", "no"));
    for (int i = 0; i < 4; i++) {
      assertThat(named("x").statusCode()).isEqualTo(424);
    }
    assertThat(named("x").statusCode()).isEqualTo(503);
  }

  @Test
  void aFixedAnswerStandsInAndIsMarked() {
    proxy.rules(rules(null, QUICK, FIXED));
    upstream.always(TestUpstream::reset);
    for (int i = 0; i < 6; i++) {
      HttpResponse<String> answer = named("x");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"score\": 0}");
      assertThat(header(answer, "content-type")).isEqualTo("application/json");
      assertThat(header(answer, "x-slipway-fallback")).isEqualTo("fixed");
      assertThat(answer.headers().map()).doesNotContainKey("x-slipway-release");
    }
    assertThat(upstream.asked).as("four to the breaker's opening").hasSize(4);
    assertThat(
            proxy
                .registry
                .find("slipway.proxy.requests")
                .tags("model", "fraud-detector", "release", "fallback", "status", "200")
                .timers())
        .isNotEmpty();
  }

  @Test
  void itStandsInWhereThereAreNoKeysWhichDoesNotSpeakAgainstSageMaker() {
    proxy.rules(rules(null, QUICK, FIXED));
    upstream.keys(false);
    for (int i = 0; i < 6; i++) {
      HttpResponse<String> answer = named("x");
      assertThat(answer.body()).isEqualTo("{\"score\": 0}");
      assertThat(header(answer, "x-slipway-fallback")).isEqualTo("fixed");
    }
    assertThat(upstream.asked).isEmpty();
    upstream.keys(true);
    assertThat(named("x").body()).as("the breaker is closed").isEqualTo("x");
  }

  @Test
  void anotherEndpointStandsInAndIsMarked() {
    proxy.rules(rules(null, QUICK, new Fallback("prod-spare", null)));
    upstream.then(TestUpstream::reset);
    HttpResponse<String> answer = named("hello");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(header(answer, "x-slipway-fallback")).isEqualTo("prod-spare");
    assertThat(header(answer, "x-slipway-release")).isEqualTo("3");
    assertThat(upstream.asked.getLast().path()).isEqualTo("/endpoints/physical-spare/invocations");

    assertThat(named("x").headers().map()).doesNotContainKey("x-slipway-fallback");
  }

  @Test
  void aModelsErrorIsAnAnswerAndNothingStandsIn() {
    proxy.rules(rules(null, null, FIXED));
    upstream.always(TestUpstream.error(424, "ModelError", "no"));
    assertThat(named("x").statusCode()).isEqualTo(424);
  }

  private static TrafficRules rules(
      @Nullable PerCaller perCaller, @Nullable Breaker breaker, @Nullable Fallback fallback) {
    return new TrafficRules(perCaller, breaker, fallback, null, null);
  }

  private HttpResponse<String> named(String body) {
    return proxy.predict(RunningProxy.NAMED, body);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
