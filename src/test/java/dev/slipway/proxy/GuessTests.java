package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of those who try one token after another at the proxy. */
class GuessTests {

  @Test
  void whoeverGuessesHasToWaitAndWhoeverIsKnownDoesNot() {
    try (RunningProxy proxy = RunningProxy.start()) {
      assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(200);
      HttpResponse<String> answer = guess(proxy, 0);
      for (int i = 1; i < 100 && answer.statusCode() == 401; i++) answer = guess(proxy, i);
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("retry-after")).contains("2");
      assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("too-many-failures");
      assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoeverShowsOneWrongTokenAgainAndAgainKeepsNobodyOut() {
    try (RunningProxy proxy = RunningProxy.start()) {
      for (int i = 0; i < 100; i++) {
        assertThat(guess(proxy, 0).statusCode()).isEqualTo(401);
      }
      assertThat(proxy.lookedUp).hasValue(1);
      assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode())
          .as("somebody who was not known before, at the same address")
          .isEqualTo(200);
    }
  }

  @Test
  void whatWasValidIsLookedAtThoughItsAddressHasFailedTooOften() {
    try (RunningProxy proxy = RunningProxy.start()) {
      assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(200);
      proxy.pass(Duration.ofHours(2));
      proxy.callers.sweep();
      for (int i = 0; i < 40; i++) guess(proxy, i);
      assertThat(guess(proxy, 41).statusCode()).isEqualTo(429);
      assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> guess(RunningProxy proxy, int number) {
    return proxy.send(
        HttpRequest.newBuilder(proxy.uri(RunningProxy.LOGICAL))
            .header("Authorization", "Bearer a-guess-" + number)
            .POST(BodyPublishers.ofString("x"))
            .build());
  }
}
