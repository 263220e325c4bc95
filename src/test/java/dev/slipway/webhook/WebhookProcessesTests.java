package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.TestPostgres;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Rounds of several processes, what the address filter lets through, and how long it waits. */
class WebhookProcessesTests {

  @Test
  void everyMessageIsSentOnceWhicheverProcessMakesTheRound() throws Exception {
    String database = TestPostgres.freshDatabase();
    Map<String, Object> settings = Map.of("slipway.webhooks.allow-internal", "true");
    try (Receiver receiver = new Receiver();
        WebhookServer one = WebhookServer.on(database, settings);
        WebhookServer other = WebhookServer.on(database, settings);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      one.api()
          .post(
              "/v1/webhooks",
              "{\"name\": \"w\", \"types\": [\"t\"], \"url\": \"" + receiver.url("/") + "\"}");
      for (int number = 0; number < 30; number++) {
        (number % 2 == 0 ? one : other).happen("dev", "t");
      }
      var first = threads.submit(() -> rounds(one));
      var second = threads.submit(() -> rounds(other));
      first.get();
      second.get();
      for (int times = 0; times < 10; times++) one.round();

      assertThat(
              one.jdbc()
                  .sql(
                      "select state || coalesce(error, '') from webhook_delivery left join"
                          + " webhook_attempt on delivery_id = id")
                  .query(String.class)
                  .list())
          .hasSize(30)
          .containsOnly("DELIVERED");
      assertThat(receiver.received()).hasSize(30);
      assertThat(receiver.received()).extracting(Receiver.Received::id).doesNotHaveDuplicates();
    }
  }

  private static void rounds(WebhookServer server) {
    for (int times = 0; times < 8; times++) server.round();
  }

  @Test
  void nothingIsSentInside() throws Exception {
    try (Receiver receiver = new Receiver();
        WebhookServer server = WebhookServer.start(Map.of())) {
      for (String url :
          new String[] {
            receiver.url("/"),
            "http://example.com/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://169.254.169.254/"
          }) {
        Answer refused =
            server.api().post("/v1/webhooks", "{\"name\": \"w\", \"url\": \"" + url + "\"}");
        assertThat(refused.at("/code")).as(url).isEqualTo("webhook-address-refused");
      }
      assertThat(
              server
                  .api()
                  .post("/v1/webhooks", "{\"name\": \"w\", \"url\": \"https://example.com/\"}")
                  .status())
          .isEqualTo(201);

      assertThat(
              server
                  .api()
                  .post("/v1/webhooks", "{\"name\": \"w\", \"url\": \"https://127.1/\"}")
                  .status())
          .isEqualTo(400);

      // As a name that was public when the webhook was made, and leads inside now.
      for (String inside :
          new String[] {receiver.url("/"), receiver.url("/").replace("127.0.0.1", "localhost")}) {
        server.jdbc().sql("update webhook set url = ?").param(inside).update();
        Answer ping = server.api().post("/v1/webhooks/w/pings", "");
        assertThat(ping.at("/tries/0/error")).as(inside).contains("leads to an internal address");
      }
      assertThat(receiver.received()).isEmpty();
    }
  }

  @Test
  void ofAReceiverThatDripsTheStatusIsTakenAndTheRestIsNotWaitedFor() throws Exception {
    Map<String, Object> settings =
        Map.of("slipway.webhooks.allow-internal", "true", "slipway.webhooks.timeout", "1s");
    try (Receiver receiver = new Receiver();
        WebhookServer server = WebhookServer.start(settings)) {
      receiver.answers(exchange -> {
        exchange.sendResponseHeaders(200, 0);
        for (int times = 0; times < 1000; times++) {
          exchange.getResponseBody().write('.');
          exchange.getResponseBody().flush();
          LockSupport.parkNanos(100_000_000);
        }
      });
      String webhook = "{\"name\": \"w\", \"url\": \"" + receiver.url("/") + "\"}";
      assertThat(server.api().post("/v1/webhooks", webhook).status()).isEqualTo(201);

      Answer dripping = server.api().post("/v1/webhooks/w/pings", "");
      assertThat(dripping.at("/tries/0/status")).isEqualTo("200");
      // A hundred seconds are what the whole answer would take.
      assertThat(dripping.json().at("/tries/0/duration_ms").asLong()).isBetween(900L, 15_000L);
    }
  }
}
