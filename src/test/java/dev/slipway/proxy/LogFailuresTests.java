package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.FixedAnswer;
import dev.slipway.traffic.TrafficRules.Mirror;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What the log says of predictions that failed. Alone, since applications that start or stop beside
 * it set the log up anew, and lines are lost meanwhile.
 */
@Isolated
@ExtendWith(OutputCaptureExtension.class)
class LogFailuresTests {

  private static final TrafficRules MIRRORED =
      new TrafficRules(null, null, null, new Mirror("prod-spare", null, null), null);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @AutoClose private final RunningProxy proxy = RunningProxy.start();

  @Test
  void aFailedPredictionIsFoundByItsRequestAndItsTrace(CapturedOutput log) {
    proxy.upstream.always(TestUpstream::reset);
    assertThat(line(log, ask(RunningProxy.NAMED)))
        .contains(" WARN ")
        .contains("A prediction failed: status=503 code=upstream-unreachable")
        .contains(" endpoint=prod-fraud-detector environment=prod model=fraud-detector release=7 ")
        .contains(" trace_id=" + TRACE + " ")
        .containsPattern(" total_ms=\\d+ upstream_ms=\\d+ cause=\".*Closed.*\"");
  }

  @Test
  void soIsAModelsErrorAndWhatSomethingElseAnswered(CapturedOutput log) {
    proxy.upstream.then(TestUpstream.error(424, "ModelError", "no"));
    assertThat(line(log, ask(RunningProxy.LOGICAL))).contains("status=424 code=model-error");

    proxy.rules(
        new TrafficRules(
            null, null, new Fallback(null, new FixedAnswer("text/plain", "0")), null, null));
    proxy.upstream.always(TestUpstream::reset);
    assertThat(line(log, ask(RunningProxy.LOGICAL)))
        .contains("status=200 code=upstream-unreachable")
        .contains(" stood_in=fixed ");
  }

  @Test
  void theReleaseIsThatOfTheEndpointThatFailedAndNotOfTheOneThatStoodIn(CapturedOutput log) {
    proxy.rules(new TrafficRules(null, null, new Fallback("prod-spare", null), null, null));
    proxy.upstream.always((request, body) -> {
      if (String.valueOf(request.path()).contains("spare")) {
        TestUpstream.echo(request, body);
      } else {
        TestUpstream.reset(request, body);
      }
    });
    HttpResponse<String> answer = ask(RunningProxy.LOGICAL);
    assertThat(answer.headers().firstValue("x-slipway-release")).contains("3");
    assertThat(line(log, answer))
        .contains(" endpoint=prod-fraud-detector ")
        .contains(" release=7 ")
        .contains(" stood_in=prod-spare ");
  }

  /** Both are SageMaker's variants: the line must not pair one with the other's release. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theVariantIsToo(boolean fixed, CapturedOutput log) {
    proxy.rules(
        new TrafficRules(
            null,
            null,
            fixed
                ? new Fallback(null, new FixedAnswer("text/plain", "0"))
                : new Fallback("prod-spare", null),
            null,
            null));
    proxy.upstream.always((request, body) -> {
      if (String.valueOf(request.path()).contains("spare")) {
        TestUpstream.echo(request, body);
      } else {
        request.response().putHeader("x-Amzn-Invoked-Production-Variant", "broken");
        tornInTheMiddle(request, body);
      }
    });
    HttpResponse<String> answer = ask(RunningProxy.LOGICAL);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(line(log, answer)).contains(" variant=broken ", " stood_in=");
  }

  @Test
  void nothingElseIsLoggedOfConnectionsThatBreak(CapturedOutput log) {
    List<TestUpstream.Behaviour> broken =
        List.of(
            TestUpstream::tear,
            TestUpstream::babble,
            LogFailuresTests::tornInTheMiddle,
            LogFailuresTests::throttledAndTornInTheMiddle);
    for (TestUpstream.Behaviour each : broken) {
      proxy.upstream.always(each);
      line(log, ask(RunningProxy.LOGICAL));
    }
    proxy.rules(MIRRORED);
    for (TestUpstream.Behaviour each : broken) {
      mirrored(each);
      assertThat(ask(RunningProxy.LOGICAL).statusCode()).isEqualTo(200);
    }
    await().untilAsserted(() -> assertThat(proxy.compared).hasSize(broken.size()));
    assertThat(log.getAll()).doesNotContain("ERROR");
  }

  private static void tornInTheMiddle(HttpServerRequest request, Buffer body) {
    request
        .response()
        .putHeader("content-length", "100")
        .write("x")
        .onSuccess(_ -> TestUpstream.tear(request, body));
  }

  private static void throttledAndTornInTheMiddle(HttpServerRequest request, Buffer body) {
    request.response().setStatusCode(503);
    tornInTheMiddle(request, body);
  }

  @ParameterizedTest
  @ValueSource(ints = {70_000, 2 * Discard.MOST})
  void anAnswerThatIsTooLongToBeComparedIsNoError(int bytes, CapturedOutput log) {
    proxy.rules(MIRRORED);
    mirrored((request, body) -> request.response().end("x".repeat(bytes)));
    assertMirroredInSilence(log);
  }

  @Test
  void neitherIsOneWithoutItsLength(CapturedOutput log) {
    proxy.rules(MIRRORED);
    mirrored((request, body) -> request.response().setChunked(true).end(body));
    assertMirroredInSilence(log);
  }

  private void assertMirroredInSilence(CapturedOutput log) {
    for (int i = 1; i <= 20; i++) {
      int many = i;
      assertThat(ask(RunningProxy.LOGICAL).statusCode()).isEqualTo(200);
      // One by one: what is too much at once is skipped.
      await().untilAsserted(() -> assertThat(proxy.compared).hasSize(many));
    }
    assertThat(log.getOut()).doesNotContain("ERROR");
  }

  /** The other endpoint behaves so, and this one echoes. */
  private void mirrored(TestUpstream.Behaviour behaviour) {
    proxy.upstream.always((request, body) -> {
      if (String.valueOf(request.path()).contains("spare")) {
        behaviour.answer(request, body);
      } else {
        TestUpstream.echo(request, body);
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "100000"})
  void anAnswerThatBreaksOffIsOfTheVariantThatItsHeadNamed(String length, CapturedOutput log) {
    proxy.upstream.always((request, body) ->
        request
            .response()
            .putHeader("content-length", length)
            .putHeader("x-Amzn-Invoked-Production-Variant", "primary")
            .write("x")
            .onSuccess(_ -> TestUpstream.tear(request, body)));
    // Of a small one nothing has reached the caller, who is told.
    assertThat(
            proxy
                .sendAsync(proxy.post(RunningProxy.LOGICAL, BodyPublishers.ofString("x")).build())
                .handle((answer, failure) -> answer != null && answer.statusCode() == 200))
        .succeedsWithin(Duration.ofSeconds(10))
        .isEqualTo(false);
    await()
        .untilAsserted(() -> {
          assertThat(log.getOut()).containsPattern("A prediction failed: .* variant=primary ");
          assertThat(
                  proxy.registry.find("slipway.proxy.requests").tag("variant", "primary").timers())
              .singleElement()
              .satisfies(timer -> assertThat(timer.getId().getTag("status")).isEqualTo("502"));
        });
  }

  @Test
  void whatDidNotAnswerEitherDidNotStandIn(CapturedOutput log) {
    assertStoodNotIn(log, TestUpstream::silence);
  }

  @Test
  void neitherDidWhatBrokeOffBeforeItsFirstByte(CapturedOutput log) {
    assertStoodNotIn(log, StandInTests::headAlone);
  }

  private void assertStoodNotIn(CapturedOutput log, TestUpstream.Behaviour spare) {
    proxy.rules(new TrafficRules(null, null, new Fallback("prod-spare", null), null, null));
    proxy.upstream.always((request, body) -> {
      if (String.valueOf(request.path()).contains("spare")) {
        spare.answer(request, body);
      } else {
        TestUpstream.reset(request, body);
      }
    });
    HttpResponse<String> answer =
        proxy.predict(RunningProxy.LOGICAL, "x", r -> r.header("x-slipway-timeout-ms", "500"));
    assertThat(line(log, answer))
        .contains("status=502 code=upstream-unreachable endpoint=prod-fraud-detector ")
        .contains(" release=7 ")
        .doesNotContain("stood_in");
  }

  @Test
  void whatSageMakerWasWaitedForInVainIsTold(CapturedOutput log) {
    proxy.upstream.always(TestUpstream::silence);
    HttpResponse<String> late =
        proxy.predict(RunningProxy.LOGICAL, "x", r -> r.header("x-slipway-timeout-ms", "500"));
    assertThat(line(log, late))
        .contains("status=504 code=upstream-timeout")
        .containsPattern(" upstream_ms=[1-9]\\d\\d");
  }

  @Test
  void whatIsTheCallersFaultIsNotLogged(CapturedOutput log) {
    String unknown = id(proxy.predict("/predict/prod/none", "x"));
    proxy.upstream.then(TestUpstream.modelError("physical-7", 400, "no"));
    String malformed = id(ask(RunningProxy.LOGICAL));
    line(log, failing());
    assertThat(log.getAll()).doesNotContain(unknown, malformed);
  }

  private HttpResponse<String> failing() {
    proxy.upstream.always(TestUpstream::reset);
    return ask(RunningProxy.LOGICAL);
  }

  private HttpResponse<String> ask(String path) {
    return proxy.predict(
        path, "x", r -> r.header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));
  }

  private static String line(CapturedOutput log, HttpResponse<String> answer) {
    String named = "request_id=" + id(answer);
    await().until(() -> log.getAll().contains(named));
    List<String> lines = log.getAll().lines().filter(line -> line.contains(named)).toList();
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private static String id(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-slipway-request-id").orElseThrow();
  }
}
