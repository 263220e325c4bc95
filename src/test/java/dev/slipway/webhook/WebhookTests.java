package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a webhook is for, and what whoever keeps it may do with it. */
@Conforming
final class WebhookTests extends WebhookStage {

  @Test
  void aWebhookIsMadeChangedAndRemoved() {
    create("kept", "");
    assertThat(body("kept", "").status()).isEqualTo(409);
    assertThat(server.api().patch("/v1/webhooks/kept", null, "{}").status()).isEqualTo(428);
    assertThat(server.api().patch("/v1/webhooks/kept", "\"77\"", "{}").status()).isEqualTo(412);
    assertThat(patch("kept", "{\"environments\": [\"prod\"]}").at("/environments/0"))
        .isEqualTo("prod");
    assertThat(body("Bad Name", "").status()).isEqualTo(400);
    Answer odd = body("odd", ", \"types\": [\"exact\", \"*\"]");
    assertThat(odd.status()).isEqualTo(400);
    assertThat(odd.at("/errors/0/pointer")).isEqualTo("/types/1");
    for (String url :
        new String[] {
          "https://u:p@example.com/", "https://example.com:84430/", "https://example.com:0/"
        }) {
      Answer refused =
          server.api().post("/v1/webhooks", "{\"name\": \"x\", \"url\": \"" + url + "\"}");
      assertThat(refused.status()).as(url).isEqualTo(400);
      assertThat(refused.at("/errors/0/pointer")).as(url).isEqualTo("/url");
    }
    assertThat(server.api().get("/v1/webhooks/none").status()).isEqualTo(404);
    assertThat(
            server
                .api()
                .get("/v1/webhooks/kept/deliveries/01981c8e-7a00-7000-8000-000000000001")
                .at("/code"))
        .isEqualTo("no-such-delivery");
  }

  @Test
  void nullTakesAFilterAwayAndWhatChangesNothingIsNoChange() {
    create("wide", ", \"types\": [\"exact\"], \"environments\": [\"prod\"]");
    Answer changed = patch("wide", "{\"types\": null, \"environments\": null}");
    assertThat(changed.json().at("/types")).isEmpty();
    assertThat(changed.json().at("/environments")).isEmpty();
    for (String member : new String[] {"url", "enabled"}) {
      Answer refused = patch("wide", "{\"%s\": null}".formatted(member));
      assertThat(refused.status()).as(member).isEqualTo(400);
      assertThat(refused.at("/errors/0/pointer")).isEqualTo("/" + member);
    }
    Answer same = patch("wide", "{\"types\": [], \"enabled\": true}");
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.header("ETag")).isEqualTo(changed.header("ETag"));
    assertThat(patch("wide", "{\"types\": [\"a\", \"a\"]}").json().at("/types")).hasSize(1);
  }

  @Test
  void onlyWhatAWebhookIsForIsSent() {
    create("narrow", ", \"types\": [\"deployment.*\", \"exact\"], \"environments\": [\"prod\"]");
    receiver.forget();
    for (String type : new String[] {"deployment.succeeded", "deployments", "exact", "exactly"}) {
      server.happen("prod", type);
      server.happen("dev", type);
    }
    server.round();

    assertThat(receiver.received())
        .extracting(message -> message.json().at("/type").asString())
        .containsExactlyInAnyOrder("deployment.succeeded", "exact");
  }

  @Test
  void aSecretIsToldOnceAndNeverAgain() {
    String secret = create("discreet", ", \"types\": [\"t\"]");
    receiver.answers(500);
    server.happen("dev", "t");
    server.round();

    for (String path :
        new String[] {
          "/v1/webhooks",
          "/v1/webhooks/discreet",
          "/v1/webhooks/discreet/deliveries",
          "/v1/audit-events?page_size=200"
        }) {
      assertThat(server.api().get(path).http().body()).doesNotContain("whsec_", secret);
    }
    assertThat(patch("discreet", "{\"types\": []}").http().body()).doesNotContain("whsec_");
  }

  @Test
  void twoSecretsSignDuringARotation() {
    String old = create("rotated", ", \"types\": [\"t\"]");
    Answer rotated =
        server.api().post("/v1/webhooks/rotated/secret-rotations", "{\"overlap_seconds\": 3600}");
    String next = rotated.at("/secret");
    assertThat(rotated.json().at("/webhook/secrets")).hasSize(2);
    server.happen("dev", "t");
    server.round();
    assertThat(receiver.received().getLast().isSignedWith(old)).isTrue();
    assertThat(receiver.received().getLast().isSignedWith(next)).isTrue();

    server.later(Duration.ofMinutes(61));
    server.happen("dev", "t");
    server.round();
    assertThat(receiver.received().getLast().isSignedWith(old)).isFalse();
    assertThat(receiver.received().getLast().isSignedWith(next)).isTrue();
  }

  @Test
  void aPingTellsAtOnceWhetherTheReceiverAnswers() {
    create("pinged", ", \"types\": [\"t\"], \"enabled\": false");
    Answer well = server.api().post("/v1/webhooks/pinged/pings", "");
    assertThat(well.status()).isEqualTo(200);
    assertThat(well.at("/state")).isEqualTo("DELIVERED");
    assertThat(receiver.received().getLast().json().at("/type").asString())
        .isEqualTo("webhook.ping");

    receiver.answers(500);
    Answer ill = server.api().post("/v1/webhooks/pinged/pings", "");
    assertThat(ill.at("/state")).isEqualTo("FAILED");
    assertThat(ill.json().at("/tries/0/status").asInt()).isEqualTo(500);
    assertThat(
            server
                .api()
                .post("/v1/webhooks/pinged/deliveries/" + ill.at("/id") + "/replays", "")
                .at("/code"))
        .isEqualTo("webhook-disabled");
    Answer since =
        server
            .api()
            .post(
                "/v1/webhooks/pinged/replays",
                "{\"since\": \"%s\"}".formatted(server.now().minusSeconds(60)));
    assertThat(since.status()).isEqualTo(409);
    assertThat(since.at("/detail")).contains("PATCH /v1/webhooks/pinged");

    create("enabled", ", \"types\": [\"t\"]");
    Answer ping = server.api().post("/v1/webhooks/enabled/pings", "");
    assertThat(
            server
                .api()
                .post("/v1/webhooks/enabled/deliveries/" + ping.at("/id") + "/replays", "")
                .at("/code"))
        .isEqualTo("ping-is-not-replayed");
  }
}
