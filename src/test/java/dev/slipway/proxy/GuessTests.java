package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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

  private static HttpResponse<String> guess(RunningProxy proxy, int number) {
    return proxy.send(
        HttpRequest.newBuilder(proxy.uri(RunningProxy.LOGICAL))
            .header("Authorization", "Bearer a-guess-" + number)
            .POST(BodyPublishers.ofString("x"))
            .build());
  }
}
