package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who gets the answer that is kept for an {@code Idempotency-Key}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptAnswerTests {

  private static final String ACCOUNT = "/v1/service-accounts/ci";
  private static final String GRANT = "{\"role\": \"DEPLOYER\", \"environment\": \"%s\"}";
  private static final String ENDPOINT =
      """
      {"model": "fraud-detector", "environment": "prod",
       "overrides": {"container_environment": {"SECRET": "hidden"}}}
      """;

  @AutoClose private final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);
  private final ApiServer api = rehearsal.api();

  @Test
  void isForThemAsLongAsTheyMayAskForItWhereTheBodySays() {
    rehearsal.environment("other");
    String both = GRANT.formatted("prod") + ", " + GRANT.formatted("other");
    api.post("/v1/service-accounts", "{\"name\": \"ci\", \"grants\": [%s]}".formatted(both));
    String wide = token("wide", "");
    String narrow = token("narrow", ", \"scopes\": [%s]".formatted(GRANT.formatted("other")));

    Answer made = create(wide, ENDPOINT);
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    assertThat(create(wide, ENDPOINT).header("Idempotent-Replayed")).isEqualTo("true");
    assertRefused(create(narrow, ENDPOINT));

    grant(GRANT.formatted("other"));
    assertRefused(create(wide, ENDPOINT));

    grant(both);
    Answer again = create(wide, ENDPOINT);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.http().body()).isEqualTo(made.http().body());
    assertThat(create(wide, "{}").status()).as("no body to answer for").isEqualTo(400);
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.http().body()).doesNotContain("hidden");
  }

  private Answer create(String token, String body) {
    return api.send(
        "POST",
        "/v1/endpoints",
        body,
        "Authorization",
        "Bearer " + token,
        "Idempotency-Key",
        "one");
  }

  private String token(String name, String more) {
    return api.post(ACCOUNT + "/tokens", "{\"name\": \"%s\"%s}".formatted(name, more)).at("/token");
  }

  private void grant(String grants) {
    Answer changed = api.patch(ACCOUNT, "*", "{\"grants\": [%s]}".formatted(grants));
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }
}
