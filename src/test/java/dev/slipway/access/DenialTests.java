package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.base.Fact;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of those who are not let in. */
@Conforming
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DenialTests {

  @AutoClose
  private final ApiServer api =
      ApiServer.start(
          Map.of(
              "slipway.admin-token", ApiServer.TOKEN,
              "slipway.access.failures-per-minute", "5",
              "slipway.web.trusted-proxies", "127.0.0.1"));

  @Test
  void whoTriedWhatWhereIsOnRecord() {
    api.post("/v1/service-accounts", "{\"name\": \"curious\"}");
    String token =
        api.post("/v1/service-accounts/curious/tokens", "{\"name\": \"t\"}").at("/token");
    Answer refused =
        api.send(
            "GET",
            "/v1/environments/prod",
            null,
            "Authorization",
            "Bearer " + token,
            "X-Request-Id",
            "the-attempt");
    assertThat(refused.status()).isEqualTo(403);
    Fact fact =
        recorded(one ->
            one.subject().equals("service-account:curious") && one.type().equals("access.denied"));
    assertThat(fact.summary())
        .isEqualTo(
            "Refused GET /v1/environments/{environment} once: This needs the role viewer in the"
                + " environment prod, which service-account:curious does not have.");
    assertThat(fact.data()).containsEntry("request_id", "the-attempt").containsKey("address");
  }

  @Test
  void guessesAreCountedLimitedAndOnRecordWithoutTheGuess() {
    String guess = "slipway_a-guess-that-nobody-may-read-again";
    assertThat(known().status()).isEqualTo(200);
    Answer limited = guess(guess);
    for (int i = 0; i < 20 && limited.status() == 401; i++) limited = guess(guess + i);
    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.at("/code")).isEqualTo("too-many-failures");
    assertThat(limited.header("Retry-After")).isEqualTo("12");
    assertThat(known().status()).as("a token that was valid before is still let in").isEqualTo(200);
    assertThat(api.send("GET", "/docs", null).status()).isEqualTo(200);
    Fact fact = recorded(one -> one.type().equals("access.unauthenticated"));
    assertThat(fact.subject()).isEqualTo("unknown");
    assertThat(fact.data()).containsEntry("address", "198.51.100.7");
    assertThat(api.facts().toString()).doesNotContain(guess);
  }

  @Test
  void aNetworkThatFailedTooOftenIsOneRowWhicheverOfItsAddressesComes() {
    for (int i = 1; i <= 15; i++) guess("nobodys-" + i, "2001:db8:1:2::" + i);
    assertThat(guess("nobodys", "2001:db8:1:2::99").status()).isEqualTo(429);
    guess("nobodys", "198.51.100.8");
    recorded(one -> "198.51.100.8".equals(one.data().get("address")));
    assertThat(api.facts())
        .filteredOn(one -> one.summary().contains("have come from 2001:db8:1:2:"))
        .hasSize(1);
  }

  private Answer known() {
    return guess(ApiServer.TOKEN);
  }

  private Answer guess(String token) {
    return guess(token, "198.51.100.7");
  }

  private Answer guess(String token, String address) {
    return api.send(
        "GET", "/v1/models", null, "Authorization", "Bearer " + token, "X-Forwarded-For", address);
  }

  private Fact recorded(Predicate<Fact> wanted) {
    await().atMost(Duration.ofSeconds(10)).until(() -> api.facts().stream().anyMatch(wanted));
    return api.facts().stream().filter(wanted).findFirst().orElseThrow();
  }
}
