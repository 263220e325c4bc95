package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Breaker;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.Mirror;
import dev.slipway.traffic.TrafficRules.PerCaller;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The circuit breaker of an endpoint that stands in for another, or is mirrored to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreakerOfAnotherTests {

  private static final String SPARE = "/predict/prod/spare";
  private static final Breaker QUICK = new Breaker(0.5, 4, 600, 600);
  private static final TrafficRules STANDS_IN =
      new TrafficRules(null, null, new Fallback("prod-spare", null), null, null);
  private static final TrafficRules MIRRORED =
      new TrafficRules(null, null, null, new Mirror("prod-spare", null, null), null);

  @AutoClose
  private final RunningProxy proxy =
      RunningProxy.start(Faults.impatient(Map.of("listeners", 1, "retries", 0)));

  private final TestUpstream upstream = proxy.upstream;

  @BeforeEach
  void calm() {
    upstream.always(TestUpstream::echo);
    proxy.rules(TrafficRules.NONE);
    // Without a rule its breaker is forgotten. On a slow machine the first prediction of all may
    // take longer than any may.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> proxy.predict(SPARE, "x").statusCode() == 200);
    upstream.asked.clear();
    proxy.compared.clear();
  }

  @Test
  void anEndpointThatIsGivenARestIsNotAskedToStandIn() {
    proxy.rules(STANDS_IN, broken());
    upstream.always(TestUpstream::reset);
    failFourTimes(SPARE);
    HttpResponse<String> answer = proxy.predict(RunningProxy.LOGICAL, "x");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(new JsonObject(answer.body()).getString("detail"))
        .endsWith(
            "prod-spare, which stands in, failed too: Too many predictions of prod-spare failed;"
                + " SageMaker is given a rest.");
    assertThat(askedOfTheSpare()).isEqualTo(4);
  }

  @Test
  void noTimeIsKeptForOneThatIsGivenARest() {
    proxy.rules(STANDS_IN, broken());
    upstream.always(TestUpstream::reset);
    failFourTimes(SPARE);
    upstream.always(TestUpstream::silence);
    // Three quarters of the time would be 1425 ms. A slow machine may need more for itself.
    await()
        .untilAsserted(() ->
            assertThat(
                    new JsonObject(within(1900, RunningProxy.LOGICAL).body()).getString("detail"))
                .matches("SageMaker Runtime did not answer within 1[5-9]\\d\\d ms\\. .+"));
  }

  @Test
  void whatItFailsInWhileItStandsInCounts() {
    proxy.rules(STANDS_IN, broken());
    upstream.always(TestUpstream::reset);
    failFourTimes(RunningProxy.LOGICAL);
    assertThat(code(proxy.predict(SPARE, "x"))).isEqualTo("circuit-open");
    assertThat(askedOfTheSpare()).isEqualTo(4);
  }

  @Test
  void theTimeThatTheOtherEndpointTookIsNotTakenForItsOwn() {
    proxy.rules(STANDS_IN, broken());
    upstream.always((request, body) -> {
      if (isSpare(String.valueOf(request.path()))) {
        TestUpstream.echo(request, body);
      }
    });
    // What is kept for the other one, a quarter, may be too little on a slow machine.
    await()
        .untilAsserted(
            () -> assertThat(within(1000, RunningProxy.LOGICAL).statusCode()).isEqualTo(200));
    upstream.always(TestUpstream::silence);
    for (int i = 0; i < 3; i++) {
      assertThat(within(1000, SPARE).statusCode()).isEqualTo(504);
    }
    assertThat(code(within(1000, SPARE)))
        .as("more than twice the quarter in which it answered, less than twice the whole")
        .isEqualTo("circuit-open");
  }

  @Test
  void anEndpointThatIsGivenARestIsNotMirroredTo() {
    proxy.rules(MIRRORED, broken());
    upstream.always(TestUpstream::reset);
    failFourTimes(SPARE);
    upstream.always(TestUpstream::echo);
    double skipped = skipped();
    for (int i = 0; i < 5; i++) {
      assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(200);
    }
    assertThat(skipped()).isEqualTo(skipped + 5);
    assertThat(askedOfTheSpare()).isEqualTo(4);
  }

  @Test
  void whatMirroredPredictionsFailInShutsNobodyOut() {
    proxy.rules(MIRRORED, broken());
    upstream.always((request, body) -> {
      if (isSpare(String.valueOf(request.path()))) {
        TestUpstream.modelError("physical-spare", 500, "no").answer(request, body);
      } else {
        TestUpstream.echo(request, body);
      }
    });
    for (int i = 1; i <= 4; i++) {
      int many = i;
      assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(200);
      await().untilAsserted(() -> assertThat(proxy.compared).hasSize(many));
    }
    upstream.always(TestUpstream::echo);
    assertThat(proxy.predict(SPARE, "x").statusCode()).isEqualTo(200);
  }

  @Test
  void whatACallerMayAskOfItIsNotUsedUpWhileItStandsIn() {
    proxy.rules(STANDS_IN, new TrafficRules(new PerCaller(0.001, 1, null), null, null, null, null));
    upstream.always((request, body) -> {
      if (isSpare(String.valueOf(request.path()))) {
        TestUpstream.echo(request, body);
      } else {
        TestUpstream.reset(request, body);
      }
    });
    for (int i = 0; i < 3; i++) {
      assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(200);
    }
    assertThat(proxy.predict(SPARE, "x").statusCode()).isEqualTo(200);
    assertThat(proxy.predict(SPARE, "x").statusCode()).isEqualTo(429);
  }

  private static TrafficRules broken() {
    return new TrafficRules(null, QUICK, null, null, null);
  }

  private void failFourTimes(String path) {
    for (int i = 0; i < 4; i++) {
      assertThat(proxy.predict(path, "x").statusCode()).isEqualTo(502);
    }
  }

  private HttpResponse<String> within(int millis, String path) {
    return proxy.predict(
        path, "x", r -> r.header("x-slipway-timeout-ms", Integer.toString(millis)));
  }

  private long askedOfTheSpare() {
    return upstream.asked.stream().filter(asked -> isSpare(asked.path())).count();
  }

  private static boolean isSpare(String path) {
    return path.contains("spare");
  }

  private static String code(HttpResponse<String> answer) {
    return String.valueOf(new JsonObject(answer.body()).getString("code"));
  }

  private double skipped() {
    return proxy.registry.get("slipway.proxy.mirror.skipped").counter().count();
  }
}
