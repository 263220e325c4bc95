package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.secret.SigningSecret;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Messages from a real process to a real receiver, while time is put forward. */
@Conforming
class WebhookTests {

  private static WebhookServer server;
  private static Receiver receiver;

  @BeforeAll
  static void start() throws IOException {
    receiver = new Receiver();
    server =
        WebhookServer.start(
            Map.of("slipway.webhooks.allow-internal", "true", "slipway.webhooks.timeout", "1s"));
  }

  @AfterAll
  static void close() {
    server.close();
    receiver.close();
  }

  @AfterEach
  void removeAll() {
    server.round();
    server
        .api()
        .get("/v1/webhooks")
        .json()
        .at("/items")
        .forEach(webhook ->
            server
                .api()
                .send(
                    "DELETE",
                    "/v1/webhooks/" + webhook.at("/name").asString(),
                    null,
                    "Authorization",
                    "Bearer " + ApiServer.TOKEN));
    receiver.answers(204);
    receiver.forget();
  }

  @Test
  void anEventIsSentSignedAsTheRecordHasIt() {
    String secret = create("signed", ", \"types\": [\"environment.changed\"]");
    server.happen("dev", "environment.changed");
    server.round();

    Receiver.Received message = receiver.received().getLast();
    assertThat(message.isSignedWith(secret)).isTrue();
    assertThat(message.isSignedWith(SigningSecret.make().text())).isFalse();
    assertThat(message.type()).startsWith("application/json");
    assertThat(Long.parseLong(message.timestamp()))
        .isBetween(server.now().getEpochSecond() - 60, server.now().getEpochSecond());
    JsonNode event =
        server.api().get("/v1/audit-events?type=environment.changed").json().at("/items/0");
    assertThat(message.json().at("/type").asString()).isEqualTo("environment.changed");
    assertThat(message.json().at("/timestamp")).isEqualTo(event.at("/recorded_at"));
    assertThat(message.json().at("/data")).isEqualTo(event);
    assertThat(message.id()).isEqualTo(event.at("/id").asString());
    assertThat(delivery("signed").at("/state").asString()).isEqualTo("DELIVERED");
    assertThat(delivery("signed").at("/tries/0/status").asInt()).isEqualTo(204);
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
  void aMessageThatFailsIsTriedAgainLaterAndLaterUntilItArrives() {
    create("patient", ", \"types\": [\"t\"]");
    receiver.answers(exchange -> {
      byte[] answer = "I am\u0000 ill".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(500, answer.length);
      exchange.getResponseBody().write(answer);
    });
    server.happen("dev", "t");
    server.round();
    server.round();
    assertThat(receiver.received()).hasSize(1);
    assertThat(delivery("patient").at("/tries/0/answer").asString()).isEqualTo("I am\uFFFD ill");

    server.later(Duration.ofSeconds(7));
    server.round();
    assertThat(receiver.received()).hasSize(2);
    server.later(Duration.ofSeconds(10));
    server.round();
    assertThat(receiver.received()).hasSize(2);
    assertThat(webhook("patient").at("/failing_since").isMissingNode()).isFalse();

    receiver.answers(200);
    server.later(Duration.ofSeconds(20));
    server.round();
    assertThat(receiver.received()).hasSize(3);
    assertThat(receiver.received())
        .extracting(Receiver.Received::id)
        .containsOnly(receiver.received().getFirst().id());
    JsonNode delivery = delivery("patient");
    assertThat(delivery.at("/state").asString()).isEqualTo("DELIVERED");
    assertThat(delivery.at("/attempts").asInt()).isEqualTo(3);
    JsonNode whole =
        server.api().get("/v1/webhooks/patient/deliveries/" + delivery.at("/id").asString()).json();
    assertThat(whole.at("/tries").values())
        .extracting(attempt -> attempt.at("/status").asInt())
        .containsExactly(200, 500, 500);
    assertThat(webhook("patient").at("/failing_since").isMissingNode()).isTrue();
  }

  @Test
  void aMessageIsGivenUpAfterDaysAndAWebhookDisabledThatAlwaysFails() {
    create("dead", ", \"types\": [\"t\"]");
    receiver.answers(503);
    server.happen("dev", "t");
    for (int hour = 0; hour < 80; hour += 2) {
      server.round();
      server.later(Duration.ofHours(2));
    }
    assertThat(delivery("dead").at("/state").asString()).isEqualTo("FAILED");
    int attempts = delivery("dead").at("/attempts").asInt();
    assertThat(attempts).isBetween(8, 20);
    assertThat(webhook("dead").at("/enabled").asBoolean()).isTrue();

    server.later(Duration.ofDays(3));
    server.happen("dev", "t");
    server.round();
    JsonNode disabled = webhook("dead");
    assertThat(disabled.at("/enabled").asBoolean()).isFalse();
    assertThat(disabled.at("/disabled_reason").asString()).startsWith("Every attempt since");
    assertThat(server.api().get("/v1/audit-events?type=webhook.disabled").at("/items/0/subject"))
        .isEqualTo("dead");
    server.happen("dev", "t");
    int before = receiver.received().size();
    server.later(Duration.ofHours(1));
    server.round();
    assertThat(receiver.received()).hasSize(before);

    receiver.answers(200);
    Answer enabled = patch("dead", "{\"enabled\": true}");
    assertThat(enabled.json().at("/disabled_reason").isMissingNode()).isTrue();
    server.round();
    assertThat(delivery("dead").at("/state").asString()).isEqualTo("DELIVERED");
  }

  @Test
  void whoIsGoneIsDisabledAtOnce() {
    create("gone", ", \"types\": [\"t\"]");
    receiver.answers(410);
    server.happen("dev", "t");
    server.round();

    assertThat(webhook("gone").at("/disabled_reason").asString()).contains("410");
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
  void oneMessageOrEverythingSinceATimeIsSentOnceMore() {
    create("again", ", \"types\": [\"t\"]");
    server.happen("dev", "t");
    Instant between = server.now();
    server.happen("prod", "t");
    server.round();
    receiver.forget();

    JsonNode latest = delivery("again");
    Answer replayed =
        server
            .api()
            .post("/v1/webhooks/again/deliveries/" + latest.at("/id").asString() + "/replays", "");
    assertThat(replayed.status()).isEqualTo(202);
    assertThat(replayed.at("/state")).isEqualTo("PENDING");
    server.round();
    assertThat(receiver.received()).hasSize(1);
    assertThat(receiver.received().getFirst().id()).isEqualTo(latest.at("/event").asString());

    Answer since =
        server.api().post("/v1/webhooks/again/replays", "{\"since\": \"" + between + "\"}");
    assertThat(since.status()).isEqualTo(202);
    assertThat(since.json().at("/messages").asInt()).isEqualTo(1);
    server.round();
    assertThat(receiver.received()).hasSize(2);
    assertThat(
            server
                .api()
                .post("/v1/webhooks/again/replays", "{\"since\": \"1999-01-01T00:00:00Z\"}")
                .status())
        .isEqualTo(400);
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
        .isEqualTo("ping-is-not-replayed");
  }

  @Test
  void aReceiverGetsNoMoreThanItsDue() {
    create("sly", ", \"types\": [\"t\"]");
    receiver.answers(exchange -> {
      exchange.getResponseHeaders().add("Location", receiver.url("/elsewhere"));
      exchange.sendResponseHeaders(307, -1);
    });
    Answer redirected = server.api().post("/v1/webhooks/sly/pings", "");
    assertThat(redirected.json().at("/tries/0/status").asInt()).isEqualTo(307);
    assertThat(receiver.received()).extracting(Receiver.Received::path).containsOnly("/hook");

    receiver.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      for (int times = 0; times < 100_000; times++) {
        exchange.getResponseBody().write(new byte[10_000]);
      }
    });
    Answer endless = server.api().post("/v1/webhooks/sly/pings", "");
    assertThat(endless.at("/state")).isEqualTo("DELIVERED");
    assertThat(endless.at("/tries/0/answer").length()).isEqualTo(1000);

    receiver.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      for (int times = 0; times < 1000; times++) {
        exchange.getResponseBody().write('.');
        exchange.getResponseBody().flush();
        java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
      }
    });
    Answer dripping = server.api().post("/v1/webhooks/sly/pings", "");
    assertThat(dripping.at("/tries/0/error")).isEqualTo("No answer within 1 s.");
    assertThat(dripping.json().at("/tries/0/duration_ms").asLong()).isBetween(900L, 5000L);
  }

  @Test
  void aWebhookIsMadeChangedAndRemoved() {
    create("kept", "");
    assertThat(body("kept", "").status()).isEqualTo(409);
    assertThat(server.api().patch("/v1/webhooks/kept", null, "{}").status()).isEqualTo(428);
    assertThat(server.api().patch("/v1/webhooks/kept", "\"77\"", "{}").status()).isEqualTo(412);
    assertThat(patch("kept", "{\"environments\": [\"prod\"]}").at("/environments/0"))
        .isEqualTo("prod");
    assertThat(body("Bad Name", "").status()).isEqualTo(400);
    assertThat(body("odd", ", \"types\": [\"**\"]").status()).isEqualTo(400);
    assertThat(
            server
                .api()
                .post("/v1/webhooks", "{\"name\": \"x\", \"url\": \"https://u:p@example.com/\"}")
                .status())
        .isEqualTo(400);
    assertThat(server.api().get("/v1/webhooks/none").status()).isEqualTo(404);
    assertThat(
            server
                .api()
                .get("/v1/webhooks/kept/deliveries/01981c8e-7a00-7000-8000-000000000001")
                .at("/code"))
        .isEqualTo("no-such-delivery");
  }

  private static String create(String name, String more) {
    Answer made = body(name, more);
    assertThat(made.status()).isEqualTo(201);
    return made.at("/secret");
  }

  private static Answer body(String name, String more) {
    return server
        .api()
        .post(
            "/v1/webhooks",
            "{\"name\": \"%s\", \"url\": \"%s\"%s}".formatted(name, receiver.url("/hook"), more));
  }

  private static Answer patch(String name, String change) {
    String path = "/v1/webhooks/" + name;
    return server.api().patch(path, server.api().get(path).header("ETag"), change);
  }

  private static JsonNode webhook(String name) {
    return server.api().get("/v1/webhooks/" + name).json();
  }

  private static JsonNode delivery(String name) {
    return server.api().get("/v1/webhooks/" + name + "/deliveries").json().at("/items/0");
  }
}
