package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Gauges;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What monitoring is told of tokens that are about to expire. */
class CredentialGaugeTests {

  private static final int DAY = 86_400;
  private static final String TOKENS = "/v1/service-accounts/ci/tokens";

  @AutoClose private final ApiServer api = ApiServer.start();

  @Test
  void aTokenThatIsInUseIsToldAWeekBeforeItExpires() {
    api.post(
        "/v1/service-accounts",
        "{\"name\": \"ci\", \"grants\": [{\"role\": \"VIEWER\", \"environment\": \"*\"}]}");
    Answer soon = token("soon", ", \"expires_in_seconds\": " + 6 * DAY);
    token("replaced", ", \"expires_in_seconds\": " + 6 * DAY);
    use(token("later", ", \"expires_in_seconds\": " + 8 * DAY));
    use(token("for-good", ""));
    assertThat(expiring()).as("nobody uses it").isZero();
    use(soon);
    assertThat(expiring()).isEqualTo(1);

    api.send(
        "DELETE",
        TOKENS + "/" + soon.at("/id"),
        null,
        "Authorization",
        "Bearer " + ApiServer.TOKEN);
    assertThat(expiring()).as("it was revoked").isZero();
  }

  private Answer token(String name, String more) {
    Answer made = api.post(TOKENS, "{\"name\": \"%s\"%s}".formatted(name, more));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return made;
  }

  private void use(Answer token) {
    String bearer = "Bearer " + token.at("/token");
    assertThat(api.send("GET", "/v1/me", null, "Authorization", bearer).status()).isEqualTo(200);
  }

  private double expiring() {
    return Gauges.read(api, "slipway.credentials.expiring", "ci");
  }
}
