package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Denial;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of those who try one token after another at the proxy. Its clock stands still where
 * they are to fail too often, since attempts come back with time.
 */
class GuessTests {

  @Test
  void whoeverGuessesHasToWaitAndWhoeverIsKnownDoesNot() {
    try (RunningProxy proxy = RunningProxy.start()) {
      proxy.standStill();
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
  void whoeverHasToWaitIsToldForHowLong() {
    try (RunningProxy proxy = RunningProxy.bearing(4)) {
      proxy.standStill();
      for (int i = 0; i < 4; i++) assertThat(guess(proxy, i).statusCode()).isEqualTo(401);
      assertThat(guess(proxy, 4).headers().firstValue("retry-after")).contains("15");
      proxy.pass(Duration.ofSeconds(15));
      assertThat(guess(proxy, 4).statusCode()).isEqualTo(401);
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
      proxy.standStill();
      assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(200);
      proxy.pass(Duration.ofHours(2));
      proxy.callers.sweep();
      for (int i = 0; i < 40; i++) guess(proxy, i);
      assertThat(guess(proxy, 41).statusCode()).isEqualTo(429);
      assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void behindALoadBalancerEachClientAnswersForItself() {
    try (RunningProxy proxy = RunningProxy.behind("10.0.0.0/8", "127.0.0.1")) {
      proxy.standStill();
      for (int i = 0; i < 40; i++) guess(proxy, i, "198.51.100.7, 10.0.0.3");
      assertThat(guess(proxy, 40, "198.51.100.7, 10.0.0.3").statusCode()).isEqualTo(429);
      assertThat(guess(proxy, 41, "198.51.100.8, 198.51.100.7").statusCode())
          .as("one who says to come from elsewhere")
          .isEqualTo(429);
      assertThat(known(proxy, "198.51.100.8").statusCode()).as("a neighbour").isEqualTo(200);
      assertThat(proxy.denied).extracting(Denial::address).containsOnly("198.51.100.7");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "198.51.100.7, unknown"})
  void whomALoadBalancerDoesNotNameIsNotRefusedForOthers(String forwardedFor) {
    try (RunningProxy proxy = RunningProxy.behind("127.0.0.1")) {
      for (int i = 0; i < 40; i++) {
        assertThat(guess(proxy, i, forwardedFor).statusCode()).isEqualTo(401);
      }
      assertThat(known(proxy, forwardedFor).statusCode()).isEqualTo(200);
      assertThat(proxy.denied).extracting(Denial::address).containsOnly("127.0.0.1");
    }
  }

  @Test
  void whoeverIsNoLoadBalancerIsNotBelieved() {
    try (RunningProxy proxy = RunningProxy.behind("10.0.0.0/8")) {
      proxy.standStill();
      for (int i = 0; i < 40; i++) guess(proxy, i, "198.51.100." + i);
      assertThat(guess(proxy, 40, "198.51.100.40").statusCode()).isEqualTo(429);
      assertThat(proxy.denied).extracting(Denial::address).containsOnly("127.0.0.1");
    }
  }

  private static HttpResponse<String> guess(RunningProxy proxy, int number) {
    return guess(proxy, number, "");
  }

  private static HttpResponse<String> guess(RunningProxy proxy, int number, String forwardedFor) {
    return ask(proxy, "a-guess-" + number, forwardedFor);
  }

  private static HttpResponse<String> known(RunningProxy proxy, String forwardedFor) {
    return ask(proxy, RunningProxy.TOKEN, forwardedFor);
  }

  private static HttpResponse<String> ask(RunningProxy proxy, String token, String forwardedFor) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(proxy.uri(RunningProxy.LOGICAL))
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString("x"));
    if (!forwardedFor.isEmpty()) request.header("X-Forwarded-For", forwardedFor);
    return proxy.send(request.build());
  }
}
