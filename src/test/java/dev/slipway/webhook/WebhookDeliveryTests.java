package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.secret.SigningSecret;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.Gauges;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Messages from a real process to a real receiver, while time is put forward. */
@Conforming
final class WebhookDeliveryTests extends WebhookStage {

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
  void aMessageThatFailsIsTriedAgainLaterAndLaterUntilItArrives() {
    create("patient", ", \"types\": [\"t\"]");
    receiver.answers(exchange -> {
      byte[] answer = "I am\u0000 ill".getBytes(StandardCharsets.UTF_8);
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
  void aStatusCountsAlsoWhereTheAnswerStaysOpenOrBreaksOff() {
    create("open", ", \"types\": [\"t\"]");
    CountDownLatch told = new CountDownLatch(1);
    receiver.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write("taken".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      try {
        told.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    server.happen("dev", "t");
    server.round();
    told.countDown();
    JsonNode delivery = delivery("open");
    assertThat(delivery.at("/state").asString()).as(delivery.toString()).isEqualTo("DELIVERED");
    assertThat(delivery.at("/tries/0/answer").asString()).isEqualTo("taken");

    receiver.answers(exchange -> {
      exchange.sendResponseHeaders(202, 40);
      exchange.getResponseBody().write(new byte[] {'h'});
      exchange.getResponseBody().flush();
    });
    server.happen("dev", "t");
    server.round();
    assertThat(delivery("open").at("/tries/0/status").asInt()).isEqualTo(202);
    assertThat(delivery("open").at("/state").asString()).isEqualTo("DELIVERED");
  }

  @Test
  void whatADisabledWebhookIsStillToBeToldWaitsUntilItIsEnabled() {
    create("moved", ", \"types\": [\"t\"]");
    receiver.answers(503);
    server.happen("dev", "t");
    server.round();
    enable("moved", false);
    server.later(Duration.ofDays(5));
    server.round();
    assertThat(delivery("moved").at("/state").asString()).isEqualTo("PENDING");

    receiver.answers(200);
    enable("moved", true);
    server.round();
    assertThat(delivery("moved").at("/state").asString()).isEqualTo("DELIVERED");
  }

  private void enable(String webhook, boolean enabled) {
    String path = "/v1/webhooks/" + webhook;
    Answer changed =
        server
            .api()
            .patch(path, server.api().get(path).header("ETag"), "{\"enabled\": " + enabled + "}");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
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
    assertThat(gauge("slipway.webhooks.failing", "dead")).isEqualTo(80 * 3600);
    assertThat(gauge("slipway.webhooks.waiting", "dead")).isZero();
    assertThat(gauge("slipway.webhooks.disabled", "dead")).isZero();

    server.later(Duration.ofDays(3));
    server.happen("dev", "t");
    server.round();
    JsonNode disabled = webhook("dead");
    assertThat(disabled.at("/enabled").asBoolean()).isFalse();
    assertThat(disabled.at("/disabled_reason").asString()).startsWith("Every attempt since");
    assertThat(gauge("slipway.webhooks.disabled", "dead")).isEqualTo(1);
    assertThat(gauge("slipway.webhooks.waiting", "dead")).isEqualTo(1);
    assertThat(gauge("slipway.webhooks.failing", "dead")).isZero();
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
    assertThat(gauge("slipway.webhooks.disabled", "dead")).isZero();
  }

  @Test
  void oneThatSomebodyHasSwitchedOffDoesNotGoOnFailing() {
    create("off", ", \"types\": [\"t\"]");
    receiver.answers(503);
    server.happen("dev", "t");
    server.round();
    server.later(Duration.ofHours(1));
    assertThat(gauge("slipway.webhooks.failing", "off")).isEqualTo(3600);
    patch("off", "{\"enabled\": false}");
    assertThat(gauge("slipway.webhooks.failing", "off")).isZero();
    assertThat(gauge("slipway.webhooks.disabled", "off")).as("by Slipway").isZero();
  }

  private double gauge(String name, String webhook) {
    return Gauges.read(server.api(), name, webhook);
  }

  @Test
  void whoIsGoneIsDisabledAtOnce() {
    create("gone", ", \"types\": [\"t\"]");
    receiver.answers(410);
    server.happen("dev", "t");
    server.round();

    assertThat(webhook("gone").at("/disabled_reason").asString()).contains("410");
    assertThat(
            server
                .api()
                .post(
                    "/v1/webhooks/gone/deliveries/"
                        + delivery("gone").at("/id").asString()
                        + "/replays",
                    "")
                .at("/detail"))
        .startsWith(
            "The webhook gone is disabled. The receiver answered 410 Gone. Nothing would arrive");
  }

  @Test
  void aNewAddressIsNotJudgedByWhatTheOldOneAnswers() {
    create("moving", ", \"types\": [\"t\"]");
    String moved = "{\"url\": \"" + receiver.url("/new") + "\"}";
    receiver.answers(exchange -> {
      assertThat(patch("moving", moved).status()).isEqualTo(200);
      receiver.answers(204);
      exchange.sendResponseHeaders(410, -1);
    });
    server.happen("dev", "t");
    server.round();
    assertThat(delivery("moving").at("/tries/0/status").asInt()).isEqualTo(410);
    assertThat(webhook("moving").at("/enabled").asBoolean()).isTrue();
    assertThat(webhook("moving").at("/failing_since").isMissingNode()).isTrue();

    server.later(Duration.ofSeconds(7));
    server.round();
    assertThat(delivery("moving").at("/state").asString()).isEqualTo("DELIVERED");
    assertThat(receiver.received().getLast().path()).isEqualTo("/new");
  }

  @Test
  void aNewAddressHasNotFailedYet() {
    create("moved", ", \"types\": [\"t\"]");
    receiver.answers(503);
    server.happen("dev", "t");
    server.round();
    String same = "{\"url\": \"" + receiver.url("/hook") + "\", \"types\": [\"t\", \"u\"]}";
    assertThat(patch("moved", same).json().at("/failing_since").isMissingNode()).isFalse();
    String another = "{\"url\": \"" + receiver.url("/new") + "\"}";
    assertThat(patch("moved", another).json().at("/failing_since").isMissingNode()).isTrue();
  }

  @Test
  void oneMessageOrEverythingSinceATimeIsSentOnceMore() {
    create("again", ", \"types\": [\"t\"]");
    server.happen("dev", "t");
    server.later(Duration.ofSeconds(1));
    Instant between = server.now();
    server.later(Duration.ofSeconds(1));
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
  }
}
