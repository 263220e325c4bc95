package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Breaker;
import dev.slipway.traffic.TrafficRules.Fallback;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One endpoint hangs; another one lies behind the same address. */
class CrowdTests {

  private static final String SPARE = "/predict/prod/spare";

  /** Four connections, and five that may wait. Its end waits for none that hang. */
  @AutoClose
  private final RunningProxy proxy =
      RunningProxy.start(Map.of("listeners", 1, "connections", 4, "waiting", 5, "drain", "100ms"));

  private final TestUpstream upstream = proxy.upstream;

  @Test
  void oneThatHangsLeavesConnectionsToTheOther() throws Exception {
    hangs();
    List<CompletableFuture<HttpResponse<String>>> hanging = ask(20, 6_000);
    assertThat(CompletableFuture.anyOf(hanging.toArray(CompletableFuture[]::new)).get())
        .isInstanceOfSatisfying(
            HttpResponse.class,
            refused -> {
              assertThat(refused.statusCode()).isEqualTo(503);
              assertThat(new JsonObject(String.valueOf(refused.body())).getString("code"))
                  .isEqualTo("overloaded");
            });
    for (int i = 0; i < 5; i++) {
      assertThat(proxy.predict(SPARE, "y").body()).isEqualTo("y");
    }
    assertThat(upstream.asked).filteredOn(asked -> asked.path().contains("physical-7")).hasSize(3);
    assertThat(hanging.stream().map(each -> each.join().statusCode()))
        .containsOnly(503, 504)
        .filteredOn(status -> status == 504)
        .hasSize(8);

    upstream.always(TestUpstream::echo);
    // Whoever waited in vain is told so before the connection that hung is closed.
    await()
        .untilAsserted(() ->
            assertThat(ask(4, 20_000).stream().map(each -> each.join().statusCode()))
                .containsOnly(200));
  }

  @Test
  void whoeverWaitsForAPlaceHasItsTurn() {
    upstream.always(
        (request, body) -> upstream.vertx().setTimer(50, _ -> TestUpstream.echo(request, body)));
    assertThat(ask(8, 20_000).stream().map(each -> each.join().statusCode())).containsOnly(200);
  }

  @Test
  void whoeverFindsNoPlaceIsAnsweredByWhatStandsInWhichDoesNotSpeakAgainstSageMaker() {
    hangs();
    proxy.rules(
        new TrafficRules(
            null, new Breaker(0.1, 2, 600, 600), new Fallback("prod-spare", null), null, null));
    List<CompletableFuture<HttpResponse<String>>> hanging = ask(8, 20_000);
    await().until(() -> proxy.registry.get("slipway.proxy.in.flight").gauge().value() == 8);
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> late = ask(1, 20_000).getFirst().join();
      assertThat(late.statusCode()).as(late.body()).isEqualTo(200);
      assertThat(late.headers().firstValue("x-slipway-fallback")).contains("prod-spare");
    }
    assertThat(hanging).noneMatch(CompletableFuture::isDone);

    proxy.rules(new TrafficRules(null, new Breaker(0.1, 2, 600, 600), null, null, null));
    HttpResponse<String> refused = ask(1, 20_000).getFirst().join();
    assertThat(new JsonObject(refused.body()).getString("code"))
        .as("the breaker is closed")
        .isEqualTo("overloaded");
  }

  @Test
  void whatWasNeverAskedDoesNotSpeakAgainstSageMaker() {
    hangs();
    List<CompletableFuture<HttpResponse<String>>> hanging = ask(3, 20_000);
    await().untilAsserted(() -> assertThat(upstream.asked).hasSize(3));
    proxy.rules(new TrafficRules(null, new Breaker(0.1, 2, 600, 600), null, null, null));
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> late = ask(1, 50).getFirst().join();
      assertThat(new JsonObject(late.body()).getString("code")).isEqualTo("upstream-timeout");
    }
    assertThat(upstream.asked).hasSize(3);
    assertThat(hanging).noneMatch(CompletableFuture::isDone);
  }

  private void hangs() {
    upstream.always((request, body) -> {
      if (String.valueOf(request.path()).contains("spare")) {
        TestUpstream.echo(request, body);
      }
    });
  }

  private List<CompletableFuture<HttpResponse<String>>> ask(int many, int patience) {
    HttpRequest request =
        proxy
            .post(RunningProxy.LOGICAL, BodyPublishers.ofString("x"))
            .header("x-slipway-timeout-ms", Integer.toString(patience))
            .build();
    return IntStream.range(0, many).mapToObj(_ -> proxy.sendAsync(request)).toList();
  }
}
