package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** A process whose time can be put forward, and a receiver of what its webhooks send. */
@Execution(ExecutionMode.SAME_THREAD)
abstract sealed class WebhookStage permits WebhookTests, WebhookDeliveryTests {

  private static final Shared<WebhookServer> SERVER =
      Shared.among(
          WebhookStage.class,
          () -> WebhookServer.start(Map.of("slipway.webhooks.allow-internal", "true")));

  final WebhookServer server = SERVER.get();
  final Receiver receiver;

  WebhookStage() {
    try {
      receiver = new Receiver();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    receiver.close();
  }

  @AfterAll
  static void leave() throws Exception {
    SERVER.leave();
  }

  /** Makes one for the receiver, with these members too, and tells its secret. */
  String create(String name, String more) {
    Answer made = body(name, more);
    assertThat(made.status()).isEqualTo(201);
    return made.at("/secret");
  }

  /** What comes of asking for one. */
  Answer body(String name, String more) {
    return server
        .api()
        .post(
            "/v1/webhooks",
            "{\"name\": \"%s\", \"url\": \"%s\"%s}".formatted(name, receiver.url("/hook"), more));
  }

  Answer patch(String name, String change) {
    String path = "/v1/webhooks/" + name;
    return server.api().patch(path, server.api().get(path).header("ETag"), change);
  }

  JsonNode webhook(String name) {
    return server.api().get("/v1/webhooks/" + name).json();
  }

  /** The latest. */
  JsonNode delivery(String name) {
    return server.api().get("/v1/webhooks/" + name + "/deliveries").json().at("/items/0");
  }
}
