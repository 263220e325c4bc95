package dev.slipway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.EventStream;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who may follow an event stream, and for how long. */
@Conforming
final class EventStreamLifetimeTests extends LiveStage {

  @Test
  void whoHearsNothingStillComesAgainWhereOthersHaveCome() {
    try (EventStream stream = server.open("/v1/audit-events?type=never", null)) {
      await().until(() -> !stream.lastEventId().isEmpty());
      long before = Long.parseLong(stream.lastEventId());
      server.happen("heartbeat", "something");

      await().until(() -> Long.parseLong(stream.lastEventId()) > before);
      assertThat(stream.comments()).isPositive();
      assertThat(stream.events()).isEmpty();
    }
  }

  @Test
  void aRevokedTokenEndsTheStream() {
    String token = server.api().tokenOf("leaver");
    try (EventStream stream = EventStream.open(server.api().uri("/v1/audit-events"), token, null)) {
      await().until(() -> !stream.lastEventId().isEmpty());
      server
          .jdbc()
          .sql("update access_token set revoked_at = now() where name = 'leaver'")
          .update();

      await().until(stream::isOver);
      assertThat(stream.events().getLast().name()).isEqualTo("end");
      assertThat(stream.events().getLast().json().at("/code").asString())
          .isEqualTo("unauthenticated");
    }
    assertThat(EventStream.open(server.api().uri("/v1/audit-events"), token, null).status())
        .isEqualTo(401);
  }

  @Test
  void aSessionsStreamGoesOnUntilTheSessionIsClosed() {
    ApiServer api = server.api();
    String cookie = api.post("/v1/session", "").header("Set-Cookie").replaceFirst(";.*", "");
    String csrf = api.send("GET", "/v1/session", null, "Cookie", cookie).at("/csrf_token");
    try (EventStream stream = EventStream.openBySession(api.uri("/v1/audit-events"), cookie)) {
      await().until(() -> stream.comments() > 3);
      assertThat(stream.isOver()).isFalse();
      api.send("DELETE", "/v1/session", null, "Cookie", cookie, "X-CSRF-Token", csrf);

      await().until(stream::isOver);
      assertThat(stream.events().getLast().json().at("/code").asString())
          .isEqualTo("unauthenticated");
    }
  }

  @Test
  void aStreamTellsWhatItsCallerMaySeeAtThatMoment() {
    ApiServer api = server.api();
    ApiServer.Answer account =
        api.post(
            "/v1/service-accounts",
            """
            {"name": "watcher", "grants": [{"role": "VIEWER", "environment": "dev"}]}
            """);
    assertThat(account.status()).isEqualTo(201);
    String token =
        api.post("/v1/service-accounts/watcher/tokens", "{\"name\": \"one\"}").at("/token");
    try (EventStream stream =
        EventStream.open(api.uri("/v1/audit-events?type=seen"), token, null)) {
      await().until(() -> !stream.lastEventId().isEmpty());
      server.happen("prod", "seen");
      server.happen("dev", "seen");
      untilTold(stream, 1);
      granted("[{\"role\": \"VIEWER\", \"environment\": \"prod\"}]");
      int comments = stream.comments();
      await().until(() -> stream.comments() > comments + 1);
      server.happen("dev", "seen");
      server.happen("prod", "seen");
      untilTold(stream, 2);
      assertThat(stream.events())
          .extracting(event -> event.json().at("/environment").asString())
          .containsExactly("dev", "prod");
      JsonNode list =
          api.send("GET", "/v1/audit-events?type=seen", null, "Authorization", "Bearer " + token)
              .json();
      assertThat(list.at("/items").values())
          .hasSize(2)
          .allMatch(event -> event.at("/environment").asString().equals("prod"));

      granted("[]");
      await().until(stream::isOver);
      assertThat(stream.events().getLast().data()).isEqualTo("{\"code\":\"forbidden\"}");
    }
  }

  private void granted(String grants) {
    String path = "/v1/service-accounts/watcher";
    assertThat(
            server
                .api()
                .patch(path, server.api().get(path).header("ETag"), "{\"grants\": " + grants + "}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void aCallerHasNoMoreStreamsThanAllowed() {
    String token = server.api().tokenOf("greedy");
    List<EventStream> open = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      open.add(EventStream.open(server.api().uri("/v1/audit-events"), token, null));
    }
    ApiServer.Answer refused =
        server
            .api()
            .send(
                "GET",
                "/v1/audit-events",
                null,
                "Authorization",
                "Bearer " + token,
                "Accept",
                "text/event-stream");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.at("/code")).isEqualTo("too-many-streams");

    open.forEach(EventStream::close);
    await()
        .untilAsserted(() -> {
          try (EventStream again =
              EventStream.open(server.api().uri("/v1/audit-events"), token, null)) {
            assertThat(again.status()).isEqualTo(200);
          }
        });
  }

  @Test
  void aReaderWhoDoesNotReadIsDroppedAndCatchesUp() throws Exception {
    await().until(() -> server.openStreams() == 0);
    Map<String, Object> large = Map.of("filling", "x".repeat(200_000));
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(new java.net.InetSocketAddress("127.0.0.1", server.api().uri("/").getPort()));
      socket
          .getOutputStream()
          .write(
              ("GET /v1/audit-events?type=large HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept:"
                      + " text/event-stream\r\nAuthorization: Bearer "
                      + ApiServer.TOKEN
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String last = firstId(in);
      for (int number = 0; number < 60; number++) {
        server.happen(LiveServer.fact("large-" + number, "large", null, large));
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> server.openStreams() == 0);

      try (EventStream again = server.open("/v1/audit-events?type=large", last)) {
        untilTold(again, 60);
        assertThat(new TreeSet<>(again.events().stream().map(EventStream.Event::id).toList()))
            .hasSize(60);
      }
    }
  }

  private static String firstId(InputStream in) throws Exception {
    StringBuilder read = new StringBuilder();
    while (read.indexOf("id: ") < 0 || read.indexOf("\n\n", read.indexOf("id: ")) < 0) {
      read.append((char) in.read());
    }
    String text = read.substring(read.indexOf("id: ") + 4);
    return text.substring(0, text.indexOf('\n'));
  }
}
