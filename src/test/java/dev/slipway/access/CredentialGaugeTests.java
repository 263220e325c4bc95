package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Gauges;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

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
    Answer soon = token("soon", lasting(6));
    token("replaced", lasting(6));
    use(token("later", lasting(8)));
    use(token("for-good", ""));
    wereMadeLongAgo();
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

  @Test
  void whatIsMadeForDaysAndRenewedAllTheTimeIsNotTold() {
    api.post("/v1/service-accounts", "{\"name\": \"ci\"}");
    use(token("today", lasting(1)));
    use(token("this-week", lasting(7)));
    assertThat(expiring()).isZero();
  }

  private static String lasting(int days) {
    return ", \"expires_in_seconds\": " + days * DAY;
  }

  private void wereMadeLongAgo() {
    api.bean(JdbcClient.class)
        .sql("update access_token set created_at = created_at - interval '80 days'")
        .update();
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
