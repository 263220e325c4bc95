package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.base.WallClock;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.secret.SigningSecret;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Answers of external checks, signed by Standard Webhooks in place of carrying a token. */
@Conforming
class SignedCheckTests {

  private static final String PASSED = "{\"result\": \"PASSED\", \"reason\": \"looked\"}";

  @AutoClose
  private static final Rehearsal rehearsal =
      Rehearsal.start(Map.of("slipway.access.failures-per-minute", "1000"));

  @Test
  void aCheckAnswersWithItsSignatureAloneAndOnce() {
    gated("signed");
    SigningSecret secret = secret("signed", "fairness", "{}");
    String id = promote("signed", "v1");
    Answer passed = answer(id, "fairness", secret.text(), PASSED);
    assertThat(passed.status()).as(passed.http().body()).isEqualTo(200);
    assertThat(passed.at("/decisions/0/by")).isEqualTo("check:signed/fairness");
    assertThat(passed.at("/outcome")).isEqualTo("PENDING_APPROVAL");
    assertThat(answer(id, "fairness", secret.text(), PASSED).at("/code"))
        .isEqualTo("check-answered");
    assertThat(answer(id, "fairness", secret.text(), "{}").status()).isEqualTo(400);

    SigningSecret taste = secret("signed", "taste", "{}");
    Answer begun = answer(id, "taste", taste.text(), PASSED);
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
    rehearsal.untilEnd(UUID.fromString(begun.at("/deployment/id")));
  }

  @Test
  void aSignatureIsGoodForOneCheckOfOnePromotionAtOneTime() {
    gated("bound");
    gated("other");
    SigningSecret secret = secret("bound", "fairness", "{}");
    SigningSecret taste = secret("bound", "taste", "{}");
    SigningSecret others = secret("other", "fairness", "{}");
    String id = promote("bound", "v1");
    String another = promote("other", "v1");
    long now = now();
    String right = secret.sign(id, now, PASSED);

    String failed = PASSED.replace("PASSED", "FAILED");
    refused(send(id, "fairness", id, now, right, failed), "its body is another");
    refused(send(another, "fairness", id, now, right, PASSED), "another promotion's");
    refused(send(another, "fairness", another, now, right, PASSED), "another message's");
    refused(send(id, "taste", id, now, right, PASSED), "another check's");
    refused(answer(id, "fairness", taste.text(), PASSED), "another check's secret");
    refused(answer(id, "fairness", others.text(), PASSED), "another environment's secret");
    refused(send(id, "fairness", id, now + 1, right, PASSED), "another time's");
    for (long at : new long[] {now - 400, now + 400}) {
      refused(send(id, "fairness", id, at, secret.sign(id, at, PASSED), PASSED), "not of now");
    }
    refused(send(id, "fairness", id, now, "", PASSED), "no signature");
    String nowhere = UUID.randomUUID().toString();
    refused(answer(nowhere, "fairness", secret.text(), PASSED), "no promotion");

    assertThat(send(id, "approvals", id, now, right, PASSED).at("/code"))
        .as("nothing but checks is signed")
        .isIn("unauthenticated", "csrf-token-missing");
    assertThat(send(id, "fairness", id, now, "v1,guess " + right, PASSED).status()).isEqualTo(200);
  }

  @Test
  void aSecretThatAnotherReplacesCountsForTheOverlapAndIsKeptSealed() {
    gated("rotated");
    SigningSecret first = secret("rotated", "fairness", "{}");
    SigningSecret second = secret("rotated", "fairness", "{}");
    String id = promote("rotated", "v1");
    assertThat(answer(id, "fairness", first.text(), PASSED).status()).isEqualTo(200);
    secret("rotated", "fairness", "{\"overlap_seconds\": 0}");
    String next = promote("rotated", "v2");
    for (SigningSecret replaced : List.of(first, second)) {
      refused(answer(next, "fairness", replaced.text(), PASSED), "replaced");
    }
    List<String> stored =
        rehearsal
            .api()
            .bean(JdbcClient.class)
            .sql("select secret from check_secret")
            .query((row, _) -> row.getString(1))
            .list();
    assertThat(stored).isNotEmpty().allMatch(text -> text.startsWith("sealed:"));
    Answer told = rehearsal.api().get("/v1/audit-events?type=environment.check-secret-made");
    assertThat(told.http().body()).contains("fairness").doesNotContain("whsec_");
  }

  @Test
  void aSecretIsOfACheckThatTheEnvironmentAsksFor() {
    gated("asking");
    assertThat(made("asking", "colour", "{}").at("/code")).isEqualTo("no-such-check");
    Answer odd = made("asking", "fairness", "{\"overlap_seconds\": -1}");
    assertThat(odd.status()).isEqualTo(400);
    assertThat(odd.at("/errors/0/pointer")).isEqualTo("/overlap_seconds");
  }

  @Test
  void theShellOfTheDocumentationSignsRightly() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
    String lines =
        String.join(
            "\n",
            Files.readString(Path.of("docs/promotions.md"))
                .lines()
                .filter(line -> line.startsWith("KEY=") || line.startsWith("SIGNATURE="))
                .toList());
    SigningSecret secret = SigningSecret.make();
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", lines + "\nprintf %s \"v1,$SIGNATURE\"");
    shell
        .environment()
        .putAll(Map.of("SECRET", secret.text(), "ID", "the-promotion", "AT", "17", "BODY", PASSED));
    Process signing = shell.start();
    String signature = new String(signing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(signing.waitFor()).isZero();
    assertThat(signature).isEqualTo(secret.sign("the-promotion", 17, PASSED));
  }

  private static void gated(String name) {
    rehearsal.environment(
        name,
        """
        "gates": {"checks": [{"name": "fairness", "deadline_seconds": 600},
                             {"name": "taste", "deadline_seconds": 600}]}\
        """);
  }

  private static SigningSecret secret(String environment, String check, String body) {
    Answer made = made(environment, check, body);
    assertThat(made.status()).as(made.http().body()).isEqualTo(200);
    return new SigningSecret(made.at("/secret"));
  }

  private static Answer made(String environment, String check, String body) {
    return rehearsal
        .api()
        .post("/v1/environments/" + environment + "/checks/" + check + "/secrets", body);
  }

  private static String promote(String to, String version) {
    Answer pending =
        rehearsal
            .api()
            .post(
                "/v1/promotions",
                """
                {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test"}
                """
                    .formatted(version, to));
    assertThat(pending.at("/outcome")).as(pending.http().body()).isEqualTo("PENDING_APPROVAL");
    return pending.at("/id");
  }

  private static Answer answer(String promotion, String check, String secret, String body) {
    long now = now();
    String signature = new SigningSecret(secret).sign(promotion, now, body);
    return send(promotion, check, promotion, now, signature, body);
  }

  private static Answer send(
      String promotion, String check, String id, long at, String signature, @Nullable String body) {
    String what = check.equals("approvals") ? check : "checks/" + check;
    return rehearsal
        .api()
        .send(
            "POST",
            "/v1/promotions/" + promotion + "/" + what,
            body,
            "webhook-id",
            id,
            "webhook-timestamp",
            String.valueOf(at),
            "webhook-signature",
            signature);
  }

  private static void refused(Answer answer, String why) {
    assertThat(answer.status()).as(why + answer.http().body()).isEqualTo(401);
    assertThat(answer.at("/code")).as(why).isEqualTo("check-signature-wrong");
  }

  private static long now() {
    return WallClock.system().now().getEpochSecond();
  }
}
