package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.SecretWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sends a value that must stay secret through every way in, and looks for it in everything that is
 * kept and answered. {@link SecretWatch} looks for it in the log.
 */
class SecretsTests {

  private static final String CANARY = SecretWatch.CANARY;

  /** What people wrote themselves, in the place where they wrote it. */
  private static final Set<String> OWN_PLACE =
      Set.of("model_version", "environment_revision", "endpoint", "release");

  private static final String VARIABLES = "{\"HF_TOKEN\": \"%s\"}".formatted(CANARY);

  @AutoClose private static Rehearsal rehearsal;
  private static ApiServer api;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    api = rehearsal.api();
  }

  @Test
  void theValuesOfVariablesStayWhereTheyWereWritten() {
    rehearsal.live("v1");
    List<Answer> answers = new ArrayList<>();
    answers.add(
        api.post(
            "/v1/models/fraud-detector/versions",
            """
            {"name": "secretive",
             "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0",
             "artifact": "s3://ml-models/fraud-detector/v2/model.tar.gz",
             "container_environment": %s}
            """
                .formatted(VARIABLES)));
    assertThat(answers.getFirst().status()).isEqualTo(201);
    Answer environment = api.get("/v1/environments/prod");
    assertThat(
            api.patch(
                    "/v1/environments/prod",
                    environment.header("ETag"),
                    "{\"profile\": {\"container_environment\": %s}}".formatted(VARIABLES))
                .status())
        .isEqualTo(200);
    Answer endpoint = api.get("/v1/endpoints/prod-fraud-detector");
    assertThat(
            api.patch(
                    "/v1/endpoints/prod-fraud-detector",
                    endpoint.header("ETag"),
                    "{\"overrides\": {\"container_environment\": %s}}".formatted(VARIABLES))
                .status())
        .isEqualTo(200);

    String promotion =
        "{\"model\": \"fraud-detector\", \"version\": \"secretive\", \"to\": \"prod\","
            + " \"reason\": \"a test\"}";
    assertSilent(api.post("/v1/promotions?dry_run=true", promotion));
    UUID deployment = rehearsal.promote("secretive");
    assertSilent(rehearsal.untilEnd(deployment));
    assertSilent(api.get("/v1/deployments/" + deployment + "/events?page_size=200"));
    assertSilent(api.get("/v1/promotions"));
    assertSilent(api.get("/v1/endpoints/prod-fraud-detector/live"));
    assertSilent(api.get("/v1/endpoints/prod-fraud-detector/drift"));
    for (String subject : List.of("environment&subject=prod", "model&subject=fraud-detector")) {
      assertSilent(api.get("/v1/audit-events?page_size=200&subject_type=" + subject));
    }
    assertKeptNowhereElse();
  }

  @Test
  void whatIsRefusedIsNotRepeated() {
    List<Answer> refused =
        List.of(
            api.send("GET", "/v1/models", null, "Authorization", "Bearer " + CANARY),
            api.send("GET", "/v1/models", null, "Authorization", "Basic " + CANARY),
            api.send("GET", "/v1/models", null, "Authorization", "Bearer slp_" + CANARY),
            api.send("GET", "/v1/models", null, "Cookie", "slipway-session=" + CANARY),
            api.send("GET", "/v1/models", null, "Authorization", "AWS4-HMAC-SHA256 " + CANARY),
            api.post(
                "/v1/models/fraud-detector/versions",
                "{\"name\": \"x\", \"container_environment\": {\"TOKEN\": [\"%s\"]}}"
                    .formatted(CANARY)),
            api.post(
                "/v1/models/fraud-detector/versions",
                """
                {"name": "y", "image": "a", "artifact": "b",
                 "container_environment": {"TOKEN": "%s%s"}}
                """
                    .formatted(CANARY, "x".repeat(2000))));
    assertThat(refused)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isBetween(400, 499);
          assertSilent(answer);
        });
    assertKeptNowhereElse();
  }

  @Test
  void aTokenIsInNoRowAndNoEvent() {
    api.post("/v1/service-accounts", "{\"name\": \"quiet\"}");
    String token = api.post("/v1/service-accounts/quiet/tokens", "{\"name\": \"t\"}").at("/token");
    Answer opened = api.send("POST", "/v1/session", null, "Authorization", "Bearer " + token);
    String session = opened.header("Set-Cookie").replaceFirst("^[^=]+=([^;]+);.*", "$1");
    for (String secret : List.of(token, session, ApiServer.TOKEN, opened.at("/csrf_token"))) {
      assertThat(secret).hasSizeGreaterThan(20);
      assertThat(tablesWith(secret)).isEmpty();
    }
  }

  @Test
  void aWebhooksSecretIsSealedAndInNoEvent() {
    Answer made =
        api.post(
            "/v1/webhooks",
            "{\"name\": \"quiet\", \"url\": \"https://example.com/hook\", \"types\": [\"none\"]}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.at("/secret")).startsWith("whsec_");
    assertThat(tablesWith(made.at("/secret"))).isEmpty();
  }

  @Test
  void anAccessKeysSecretIsSealedAndInNoEvent() {
    api.post("/v1/service-accounts", "{\"name\": \"signing\"}");
    Answer made = api.post("/v1/service-accounts/signing/access-keys", "{\"name\": \"k\"}");
    assertThat(made.at("/secret_access_key")).startsWith("slk_");
    assertThat(tablesWith(made.at("/secret_access_key"))).isEmpty();
    assertThat(tablesWith(made.at("/access_key_id"))).contains("access_key");
  }

  private static void assertSilent(Answer answer) {
    assertThat(answer.http().body()).as(answer.http().uri().toString()).doesNotContain(CANARY);
    assertThat(answer.http().headers().map().toString()).doesNotContain(CANARY);
  }

  private static void assertKeptNowhereElse() {
    assertThat(tablesWith(CANARY)).isSubsetOf(OWN_PLACE);
  }

  /** Every table that holds the text, in whichever column. */
  private static List<String> tablesWith(String text) {
    JdbcClient jdbc = api.bean(JdbcClient.class);
    List<String> holding = new ArrayList<>();
    for (String table :
        jdbc.sql("select tablename::text as name from pg_tables where schemaname = 'public'")
            .query((row, number) -> row.getString("name"))
            .list()) {
      boolean holds =
          jdbc.sql("select exists (select from %s t where t::text like ?)".formatted(table))
              .param("%" + text + "%")
              .query(Boolean.class)
              .single();
      if (holds) holding.add(table);
    }
    return holding;
  }
}
