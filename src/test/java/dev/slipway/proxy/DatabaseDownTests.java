package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The control plane and its database may stop; the proxy's clock is moved, not waited for. */
class DatabaseDownTests {

  @Test
  void knownRoutesAndCallersAreServedForAsLongAsItTakesAndRevocationsAreThenSeen() {
    try (RunningProxy proxy = RunningProxy.start()) {
      assertThat(named(proxy)).isEqualTo(200);
      proxy.database(false);
      for (int minute = 0; minute < 12; minute++) {
        for (String path : new String[] {RunningProxy.NAMED, RunningProxy.LOGICAL}) {
          HttpResponse<String> answer = proxy.predict(path, "x");
          assertThat(answer.statusCode()).as("minute %d: %s", minute, answer.body()).isEqualTo(200);
          assertThat(answer.headers().firstValue("x-slipway-release")).contains("7");
        }
        proxy.pass(Duration.ofMinutes(1));
      }
      HttpResponse<String> stranger =
          proxy.predict(
              RunningProxy.NAMED,
              "x",
              request ->
                  request.setHeader("Authorization", "Bearer " + RunningProxy.INVOKER_OF_PROD));
      assertThat(stranger.statusCode()).as("who cannot be looked up").isEqualTo(503);

      proxy.revoke();
      proxy.database(true);
      proxy.pass(Duration.ofSeconds(5));
      await().untilAsserted(() -> assertThat(named(proxy)).isEqualTo(403));
    }
  }

  @Test
  void anOutageThatIsOverDoesNotKeepARevokedTokenAliveThroughAQuietNight() {
    try (RunningProxy proxy = RunningProxy.start()) {
      assertThat(named(proxy)).isEqualTo(200);
      proxy.database(false);
      proxy.pass(Duration.ofSeconds(5));
      assertThat(named(proxy)).isEqualTo(200);
      proxy.database(true);
      proxy.revoke();
      proxy.pass(Duration.ofHours(9));
      assertThat(named(proxy)).as("the first prediction").isEqualTo(403);
    }
  }

  @Test
  void aRevokedTokenEndsInTimeWhileAnIdentityProviderIsDown() {
    try (RunningProxy proxy = RunningProxy.start()) {
      assertThat(named(proxy)).isEqualTo(200);
      assertThat(
              proxy
                  .predict(
                      RunningProxy.LOGICAL,
                      "x",
                      r -> r.setHeader("Authorization", "Bearer " + RunningProxy.SIGNED + "by-it"))
                  .statusCode())
          .isEqualTo(503);
      proxy.revoke();
      proxy.pass(Duration.ofSeconds(5));
      await()
          .untilAsserted(() ->
              assertThat(proxy.predict(RunningProxy.LOGICAL, "x").statusCode()).isEqualTo(401));
    }
  }

  private static int named(RunningProxy proxy) {
    return proxy.predict(RunningProxy.NAMED, "x").statusCode();
  }
}
