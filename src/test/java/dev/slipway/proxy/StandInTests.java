package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.Mirror;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another endpoint is told of a prediction that was not meant for it, and when. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandInTests {

  private static final List<String> NAMES_OF_THE_ENDPOINT =
      List.of(
          "x-amzn-sagemaker-target-model",
          "x-amzn-sagemaker-target-variant",
          "x-amzn-sagemaker-target-container-hostname",
          "x-amzn-sagemaker-inference-component",
          // Nobody knows what it names.
          "x-amzn-sagemaker-of-tomorrow");

  @AutoClose private final RunningProxy proxy = RunningProxy.start(Faults.impatient());
  private final TestUpstream upstream = proxy.upstream;

  @BeforeEach
  void calm() {
    upstream.always(TestUpstream::echo);
    proxy.rules(TrafficRules.NONE);
    // On a slow machine the first prediction of all may take longer than any may.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> proxy.predict(RunningProxy.NAMED, "x").statusCode() == 200);
    upstream.asked.clear();
    proxy.compared.clear();
  }

  @Test
  void anEndpointThatStandsInIsNotAskedForThingsOfTheOther() {
    standIn();
    primary(TestUpstream::reset);
    HttpResponse<String> answer =
        proxy.predict(
            RunningProxy.NAMED,
            "x",
            request -> named(request).header("X-Amzn-SageMaker-Session-Id", "s-1"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(upstream.asked.getFirst().headers().names())
        .map(name -> name.toLowerCase(java.util.Locale.ROOT))
        .containsAll(NAMES_OF_THE_ENDPOINT)
        .contains("x-amzn-sagemaker-session-id");
    assertNamesNothing(upstream.asked.getLast());
  }

  @Test
  void neitherIsTheMirror() {
    proxy.rules(new TrafficRules(null, null, null, new Mirror("prod-spare", null, null), null));
    proxy.predict(RunningProxy.NAMED, "x", StandInTests::named);
    await().untilAsserted(() -> assertThat(proxy.compared).hasSize(1));
    assertNamesNothing(
        upstream.asked.stream()
            .filter(asked -> asked.path().contains("spare"))
            .findFirst()
            .orElseThrow());

    double skipped = skipped();
    proxy.predict(RunningProxy.NAMED, "x", r -> r.header("X-Amzn-SageMaker-Session-Id", "s-1"));
    assertThat(skipped()).as("a session's calls").isEqualTo(skipped + 1);
    assertThat(upstream.asked).filteredOn(asked -> asked.path().contains("spare")).hasSize(1);
  }

  @Test
  void somethingOfTheCallersTimeIsKeptForTheOtherEndpoint() {
    standIn();
    primary(TestUpstream::silence);
    // On a slow machine what is kept may be too little.
    await()
        .untilAsserted(() -> {
          HttpResponse<String> answer =
              proxy.predict(
                  RunningProxy.LOGICAL, "x", r -> r.header("x-slipway-timeout-ms", "1600"));
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(answer.headers().firstValue("x-slipway-fallback")).contains("prod-spare");
        });
  }

  @Test
  void nothingIsKeptForOneThatIsNoMore() {
    proxy.rules(new TrafficRules(null, null, new Fallback("prod-retired", null), null, null));
    upstream.always(TestUpstream::silence);
    // Three quarters of the time would be 1425 ms. A slow machine may need more for itself.
    await()
        .untilAsserted(() -> {
          HttpResponse<String> answer =
              proxy.predict(
                  RunningProxy.LOGICAL, "x", r -> r.header("x-slipway-timeout-ms", "1900"));
          assertThat(answer.statusCode()).isEqualTo(504);
          assertThat(new JsonObject(answer.body()).getString("detail"))
              .matches("SageMaker Runtime did not answer within 1[5-9]\\d\\d ms\\.");
        });
  }

  @Test
  void bothTogetherHaveTheTimeOfOne() {
    standIn();
    upstream.always(TestUpstream::silence);
    // A slow machine may add to it.
    await()
        .untilAsserted(() -> {
          upstream.asked.clear();
          Instant asked = Instant.now();
          assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(504);
          assertThat(Duration.between(asked, Instant.now()))
              .isBetween(Duration.ofMillis(1900), Duration.ofMillis(3200));
          assertThat(upstream.asked).hasSize(2);
        });
  }

  @Test
  void whenItFailsTooTheCallerIsToldOfBothAndNothingIsSaidToStandIn() {
    standIn();
    upstream.always(TestUpstream::silence);
    HttpResponse<String> answer =
        proxy.predict(RunningProxy.LOGICAL, "x", r -> r.header("x-slipway-timeout-ms", "1600"));
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.headers().map()).doesNotContainKey("x-slipway-fallback");
    assertThat(new JsonObject(answer.body()).getString("detail"))
        .matches(
            "SageMaker Runtime did not answer within \\d+ ms\\. prod-spare, which stands in,"
                + " failed too: .+");
    await().untilAsserted(() -> assertThat(timed("7", "504")).isNotEmpty());
    assertThat(timed("fallback", "504")).isEmpty();
  }

  @Test
  void whatTheEndpointItselfFailedInIsTheReason() {
    standIn();
    primary(TestUpstream::reset, TestUpstream::silence);
    HttpResponse<String> answer = proxy.predict(RunningProxy.LOGICAL, "x");
    assertThat(answer.statusCode()).isEqualTo(502);
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getString("code")).isEqualTo("upstream-unreachable");
    assertThat(problem.getString("detail"))
        .contains("could not be reached", "prod-spare, which stands in, failed too: ");
  }

  @Test
  void anAnswerThatBreaksOffBeforeItsFirstByteIsNone() {
    standIn();
    primary(TestUpstream::reset, StandInTests::headAlone);
    // On a slow machine not even the head may come in time.
    await()
        .untilAsserted(() -> {
          HttpResponse<String> answer =
              proxy.predict(
                  RunningProxy.LOGICAL, "x", r -> r.header("x-slipway-timeout-ms", "800"));
          assertThat(answer.statusCode()).isEqualTo(502);
          assertThat(answer.headers().map())
              .doesNotContainKey("x-slipway-fallback")
              .containsEntry("x-slipway-release", List.of("7"));
          JsonObject problem = new JsonObject(answer.body());
          assertThat(problem.getString("code")).isEqualTo("upstream-unreachable");
          assertThat(problem.getString("detail"))
              .contains(
                  "could not be reached",
                  "prod-spare, which stands in, failed too: ",
                  "did not answer within");
        });
    await().untilAsserted(() -> assertThat(timed("7", "502")).isNotEmpty());
    assertThat(timed("fallback", "502")).isEmpty();
  }

  /** Nothing of it has reached the caller. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverStandsInAnswersWhereALongAnswerBreaksOffBeforeItsFirstByte(boolean lengthSaid) {
    standIn();
    primary((request, body) -> {
      HttpServerResponse answer = request.response();
      answer.putHeader("x-Amzn-Invoked-Production-Variant", "broken");
      (lengthSaid ? answer.putHeader("content-length", "100000") : answer.setChunked(true))
          .writeHead()
          .onSuccess(_ -> TestUpstream.tear(request, body));
    });
    HttpResponse<String> answer = proxy.predict(RunningProxy.LOGICAL, "x");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("x");
    assertThat(answer.headers().firstValue("x-slipway-fallback")).contains("prod-spare");
    await().untilAsserted(() -> assertThat(timed("fallback", "200")).isNotEmpty());
    assertThat(timed("fallback", "200"))
        .allSatisfy(timer -> assertThat(timer.getId().getTag("variant")).isEqualTo("primary"));
  }

  @Test
  void aLongAnswerWithoutABodyIsWhole() {
    proxy.upstream.always((request, _) -> request.response().setChunked(true).end());
    HttpResponse<String> answer = proxy.predict(RunningProxy.LOGICAL, "x");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  /** Begins a large answer, and nothing more. */
  static void headAlone(HttpServerRequest request, Buffer body) {
    request.response().putHeader("content-length", "100000").writeHead();
  }

  private void standIn() {
    proxy.rules(new TrafficRules(null, null, new Fallback("prod-spare", null), null, null));
  }

  private void primary(TestUpstream.Behaviour behaviour) {
    primary(behaviour, TestUpstream::echo);
  }

  private void primary(TestUpstream.Behaviour behaviour, TestUpstream.Behaviour ofTheOther) {
    upstream.always((request, body) -> {
      boolean spare = String.valueOf(request.path()).contains("spare");
      (spare ? ofTheOther : behaviour).answer(request, body);
    });
  }

  private Collection<Timer> timed(String release, String status) {
    return proxy
        .registry
        .find("slipway.proxy.requests")
        .tags("model", "fraud-detector", "release", release, "status", status)
        .timers();
  }

  private double skipped() {
    return proxy.registry.get("slipway.proxy.mirror.skipped").counter().count();
  }

  private static HttpRequest.Builder named(HttpRequest.Builder request) {
    NAMES_OF_THE_ENDPOINT.forEach(name -> request.header(name, "something"));
    return request.header("X-Amzn-SageMaker-Custom-Attributes", "a=b");
  }

  private static void assertNamesNothing(TestUpstream.Asked asked) {
    MultiMap headers = asked.headers();
    assertThat(asked.complaint()).isEmpty();
    assertThat(asked.path()).contains("spare");
    assertThat(NAMES_OF_THE_ENDPOINT).noneMatch(headers::contains);
    assertThat(headers.contains("x-amzn-sagemaker-session-id")).isFalse();
    assertThat(headers.get("x-amzn-sagemaker-custom-attributes")).isEqualTo("a=b");
  }
}
