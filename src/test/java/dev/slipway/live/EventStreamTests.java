package dev.slipway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.base.Ids;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.EventStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import tools.jackson.databind.JsonNode;

/** What readers of event streams can rely on, over real sockets and a real Postgres. */
@Conforming
final class EventStreamTests extends LiveStage {

  @Test
  void whatHappensIsToldAsTheListHasIt() {
    try (EventStream stream = server.open("/v1/audit-events?subject=told", null)) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
      assertThat(stream.header("Cache-Control")).contains("no-store");
      server.happen("told", "environment.created");
      server.happen("another", "environment.created");
      server.happen("told", "environment.changed");

      untilTold(stream, 2);
      JsonNode list = server.api().get("/v1/audit-events?subject=told").json().at("/items");
      assertThat(stream.events().get(0).json()).isEqualTo(list.get(1));
      assertThat(stream.events().get(1).json()).isEqualTo(list.get(0));
      assertThat(list.get(0).at("/environment").asString()).isEqualTo("told");
      assertThat(list.get(0).at("/actor").asString()).isEqualTo("user:zoë");
    }
  }

  @Test
  void aDeploymentIsToldFromItsFirstEventOn() {
    UUID deployment = Ids.next();
    server.happen(LiveServer.fact("e", "deployment.queued", deployment, Map.of()));
    server.happen(LiveServer.fact("e", "deployment.other", Ids.next(), Map.of()));
    try (EventStream stream = server.open("/v1/deployments/" + deployment + "/events", null)) {
      server.happen(LiveServer.fact("e", "deployment.succeeded", deployment, Map.of()));
      untilTold(stream, 2);
      assertThat(types(stream)).containsExactly("deployment.queued", "deployment.succeeded");
    }
    EventStream none = server.open("/v1/deployments/" + Ids.next() + "/events", null);
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void aLostConnectionLosesNothingAndDoublesNothing() throws Exception {
    int writers = 4;
    int each = 150;
    List<String> seen = new ArrayList<>();
    String last;
    try (EventStream first = server.open("/v1/audit-events?type=busy", null)) {
      await().until(() -> !first.lastEventId().isEmpty());
      last = first.lastEventId();
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        String subject = "busy-" + writer;
        running.add(
            threads.submit(
                () -> IntStream.range(0, each).forEach(number -> server.happen(subject, "busy"))));
      }
      while (seen.size() < writers * each) {
        try (EventStream stream = server.open("/v1/audit-events?type=busy", last)) {
          await().atMost(Duration.ofSeconds(20)).until(() -> !stream.events().isEmpty());
          List<EventStream.Event> told = stream.events();
          told.forEach(event ->
              seen.add(
                  event.json().at("/subject").asString() + "/" + event.json().at("/sequence")));
          last = told.getLast().id();
        }
      }
      for (Future<?> writer : running) writer.get();
    }

    assertThat(seen).doesNotHaveDuplicates().hasSize(writers * each);
    for (int writer = 0; writer < writers; writer++) {
      String subject = "busy-" + writer + "/";
      assertThat(seen.stream().filter(event -> event.startsWith(subject)))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, each).mapToObj(number -> subject + number).toList());
    }
  }

  @Test
  void whatIsWrittenFirstAndCommittedLastIsNotLost() {
    PlatformTransactionManager transactions = server.api().bean(PlatformTransactionManager.class);
    try (EventStream stream = server.open("/v1/audit-events?type=late", null)) {
      TransactionStatus slow = transactions.getTransaction(new DefaultTransactionDefinition());
      server.api().publish(LiveServer.fact("slow", "late", null, Map.of()));
      Thread.ofVirtual().start(() -> server.happen("quick", "late"));
      untilTold(stream, 1);
      transactions.commit(slow);

      untilTold(stream, 2);
      assertThat(stream.events())
          .extracting(event -> event.json().at("/subject").asString())
          .containsExactly("quick", "slow");
      assertThat(Long.parseLong(stream.events().get(1).id()))
          .isGreaterThan(Long.parseLong(stream.events().get(0).id()));
    }
  }

  @Test
  void aStreamBeginsWithWhatWasRecordedSinceATime() {
    server.happen("since", "one");
    JsonNode one = server.api().get("/v1/audit-events?subject=since").json().at("/items/0");
    server.happen("since", "two");

    String since = "&created_after=" + one.at("/recorded_at").asString();
    try (EventStream stream = server.open("/v1/audit-events?subject=since" + since, null)) {
      untilTold(stream, 1);
      assertThat(types(stream)).containsExactly("two");
    }
    try (EventStream all = server.open("/v1/audit-events?subject=since", "0")) {
      untilTold(all, 2);
      assertThat(types(all)).containsExactly("one", "two");
    }
  }

  @Test
  void aStreamTellsOfOneEnvironmentAlone() {
    try (EventStream stream =
        server.open("/v1/audit-events?environment=narrow&type=told-narrowly", null)) {
      await().until(() -> !stream.lastEventId().isEmpty());
      server.happen("wide", "told-narrowly");
      server.happen("narrow", "told-narrowly");
      untilTold(stream, 1);
      assertThat(stream.events().getFirst().data()).contains("\"subject\":\"narrow\"");
    }
    try (EventStream all =
        server.open("/v1/audit-events?environment=narrow&type=told-narrowly", "0")) {
      untilTold(all, 1);
      assertThat(all.events()).hasSize(1);
    }
  }

  @Test
  void whoDoesNotAskForAStreamGetsTheList() {
    for (String accept :
        List.of("*/*", "application/json", "application/json, text/event-stream;q=0.5")) {
      ApiServer.Answer list =
          server
              .api()
              .send(
                  "GET",
                  "/v1/audit-events",
                  null,
                  "Authorization",
                  "Bearer " + ApiServer.TOKEN,
                  "Accept",
                  accept);
      assertThat(list.header("Content-Type")).as(accept).isEqualTo("application/json");
    }
    assertThat(server.api().get("/v1/audit-events").status()).isEqualTo(200);
    ApiServer.Answer head =
        server
            .api()
            .send(
                "HEAD",
                "/v1/audit-events",
                null,
                "Authorization",
                "Bearer " + ApiServer.TOKEN,
                "Accept",
                "text/event-stream");
    assertThat(head.status()).isEqualTo(200);
  }

  @Test
  void anIdThatNoStreamToldIsRefused() {
    EventStream odd = server.open("/v1/audit-events", "yesterday");
    assertThat(odd.status()).isEqualTo(400);
    try (EventStream ahead = server.open("/v1/audit-events?type=ahead", "999999999999")) {
      await().until(() -> !ahead.events().isEmpty());
      assertThat(ahead.events().getFirst().name()).isEqualTo("reset");
      server.happen("ahead", "ahead");
      untilTold(ahead, 2);
    }
  }

  private static List<String> types(EventStream stream) {
    return stream.events().stream().map(event -> event.json().at("/type").asString()).toList();
  }
}
