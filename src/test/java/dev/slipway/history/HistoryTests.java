package dev.slipway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.access.Reach;
import dev.slipway.base.Conditions;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.WallClock;
import dev.slipway.testing.TestPostgres;
import dev.slipway.web.JsonSettings;
import dev.slipway.web.PageRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

class HistoryTests {

  private static final Instant AT = Instant.parse("2026-02-01T08:00:00.123456789Z");

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext(App.class);
  private final History history = context.getBean(History.class);
  private final JdbcClient jdbc = context.getBean(JdbcClient.class);
  private final TransactionTemplate transaction =
      new TransactionTemplate(context.getBean(JdbcTransactionManager.class));

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void aFactIsWrittenInTheTransactionThatMakesItTrue() {
    record(fact("e1", "deployment.started", null));
    assertThatThrownBy(() ->
            transaction.executeWithoutResult(status -> {
              context.publishEvent(fact("e1", "deployment.lost", null));
              throw new IllegalStateException("rolled back");
            }))
        .hasMessage("rolled back");

    List<AuditEvent> events = list(none());
    assertThat(events).extracting(AuditEvent::type).containsExactly("deployment.started");
    AuditEvent event = events.getFirst();
    assertThat(event.sequence()).isEqualTo(1);
    assertThat(event.previousHash()).isEqualTo(Canonical.GENESIS);
    assertThat(event.at()).isEqualTo(Instant.parse("2026-02-01T08:00:00.123456Z"));
    assertThat(event.data().at("/release").asInt()).isEqualTo(2);
  }

  @Test
  void aFactOutsideATransactionFails() {
    assertThatThrownBy(() -> context.publishEvent(fact("e1", "deployment.started", null)))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void eachSubjectHasItsOwnChain() {
    record(fact("e1", "a", null));
    record(fact("e2", "b", null));
    record(fact("e1", "c", null));

    List<AuditEvent> ofFirst = list(filter("e1", null, null));

    assertThat(ofFirst).extracting(AuditEvent::sequence).containsExactly(2L, 1L);
    assertThat(ofFirst.get(0).previousHash()).isEqualTo(ofFirst.get(1).hash());
    assertThat(history.verify("endpoint", "e1"))
        .isEqualTo(new History.Verification("endpoint", "e1", true, 2, null));
    assertThatThrownBy(() -> history.verify("endpoint", "e3")).isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void everyValueSurvivesTheDatabaseSoThatTheChainHolds() {
    Map<String, Object> data =
        Map.of(
            "z", List.of(1, 2.50, new BigDecimal("1.000"), 1e22, Long.MAX_VALUE, 0.1f, -0.0),
            "Ä\"\\\n\u0001", Map.of("deep", true),
            "id", Ids.next(),
            "nul", "a\0b\uD800c");
    record(new Fact("endpoint", "e1", "odd", "actor\0", "summary \uDC00", null, data, AT));
    record(fact("e1", "next", null));

    assertThat(history.verify("endpoint", "e1").intact()).isTrue();
  }

  @Test
  void writersOfOneSubjectQueueUp() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      IntStream.range(0, 40)
          .forEach(
              number -> writers.add(threads.submit(() -> record(fact("e1", "t" + number, null)))));
      for (Future<?> writer : writers) {
        writer.get();
      }
    }

    assertThat(history.verify("endpoint", "e1").rows()).isEqualTo(40);
    assertThat(history.verify("endpoint", "e1").intact()).isTrue();
  }

  @Test
  void theRecordRefusesToBeChanged() {
    record(fact("e1", "a", null));

    assertThatThrownBy(() -> jdbc.sql("update history set actor = 'x'").update())
        .isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> jdbc.sql("delete from history").update())
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  void whoGetsPastTheTriggerIsFoundByTheChain() {
    for (int number = 0; number < 5; number++) {
      record(fact("changed", "t" + number, null));
      record(fact("cut", "t" + number, null));
      record(fact("holed", "t" + number, null));
    }
    jdbc.sql("alter table history disable trigger user").update();
    jdbc.sql("update history set summary = 'x' where subject_id = 'changed' and sequence = 3")
        .update();
    jdbc.sql("delete from history where subject_id = 'cut' and sequence = 5").update();
    jdbc.sql("delete from history where subject_id = 'holed' and sequence = 2").update();

    assertThat(history.verify("endpoint", "changed").firstBroken()).isEqualTo(3);
    assertThat(history.verify("endpoint", "cut").firstBroken()).isEqualTo(5);
    assertThat(history.verify("endpoint", "holed").firstBroken()).isEqualTo(2);
    assertThat(history.verify("endpoint", "holed").intact()).isFalse();
  }

  @Test
  void aDeploymentIsReadOldestFirstPageByPage() {
    UUID deployment = Ids.next();
    for (int number = 0; number < 5; number++) {
      record(fact("e1", "t" + number, deployment));
    }
    record(fact("e1", "other", Ids.next()));

    List<String> types = new ArrayList<>();
    PageRequest request = PageRequest.of("2", null);
    Page<AuditEvent> page;
    do {
      page = history.ofDeployment(deployment, request);
      page.items().forEach(event -> types.add(event.type()));
      request = PageRequest.of("2", page.nextPageToken());
    } while (page.nextPageToken() != null);

    assertThat(types).containsExactly("t0", "t1", "t2", "t3", "t4");
    assertThatThrownBy(() -> history.ofDeployment(Ids.next(), PageRequest.first()))
        .isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void theListIsFilteredAndPagedNewestFirst() {
    UUID deployment = Ids.next();
    record(fact("e1", "a", null));
    record(fact("e2", "b", deployment));
    record(fact("e2", "a", null));
    Instant middle = list(filter("e2", "b", null)).getFirst().recordedAt();

    assertThat(list(none())).extracting(AuditEvent::type).containsExactly("a", "b", "a");
    assertThat(list(filter("e2", null, null))).hasSize(2);
    assertThat(list(filter(null, "a", null))).hasSize(2);
    assertThat(list(filter(null, null, middle))).hasSize(1);
    assertThat(
            list(
                new EventFilter(
                    "endpoint",
                    null,
                    "token:admin",
                    null,
                    deployment,
                    null,
                    null,
                    Reach.EVERYWHERE)))
        .hasSize(1);
    assertThat(list(new EventFilter("model", null, null, null, null, null, null, Reach.EVERYWHERE)))
        .isEmpty();
    Page<AuditEvent> first = history.events(none(), PageRequest.of("2", null));
    Page<AuditEvent> second = history.events(none(), PageRequest.of("2", first.nextPageToken()));
    assertThat(second.items()).extracting(AuditEvent::subject).containsExactly("e1");
    assertThatThrownBy(() -> history.events(none(), new PageRequest(2, Ids.next().toString())))
        .isInstanceOf(Failure.Invalid.class);
  }

  @Test
  void aCallerSeesTheirOwnEnvironmentsAndTheModels() {
    for (String type : List.of("environment", "model", "principal")) {
      for (String subject : List.of("dev", "prod")) {
        record(new Fact(type, subject, "a", "user:ada", "", null, Map.of(), AT));
      }
    }
    EventFilter dev = none().seenBy(new Reach(false, Set.of("dev")));

    assertThat(list(dev))
        .extracting(event -> event.subjectType() + " " + event.subject())
        .containsExactly("model prod", "model dev", "environment dev");
    assertThat(list(none()).stream().filter(dev::matches).toList()).isEqualTo(list(dev));
    assertThat(list(none())).hasSize(6);
    assertThat(list(none().seenBy(new Reach(false, Set.of())))).hasSize(2);

    EventFilter prod = inEnvironment("prod");
    assertThat(list(prod)).extracting(AuditEvent::subjectType).containsExactly("environment");
    assertThat(list(none()).stream().filter(prod::matches).toList()).isEqualTo(list(prod));
    assertThat(list(prod.seenBy(new Reach(false, Set.of("dev"))))).isEmpty();
  }

  private static EventFilter inEnvironment(String name) {
    return new EventFilter(null, null, null, null, null, name, null, Reach.EVERYWHERE);
  }

  @Test
  void everyFilterFindsItsPageByAnIndex() {
    jdbc.sql(
            """
            insert into history (id, subject_type, subject_id, sequence, type, actor, summary,
                deployment_id, data, at, recorded_at, previous_hash, hash)
            select gen_random_uuid(), 'endpoint', 'e' || n % 100, n, 't' || n % 20, 'a' || n % 50, '',
                null, '{}', now(), now() - n * interval '1 second', '', ''
            from generate_series(1, 20000) n
            """)
        .update();
    jdbc.sql("analyze history").update();

    for (EventFilter filter :
        List.of(
            none(),
            filter("e7", null, null),
            filter(null, "t7", null),
            filter(null, null, Instant.parse("2020-01-01T00:00:00Z")),
            new EventFilter(null, null, "a7", null, null, null, null, Reach.EVERYWHERE))) {
      assertThat(plan(filter)).as(filter.toString()).contains("Index").doesNotContain("Sort");
    }
  }

  private String plan(EventFilter filter) {
    Conditions wanted = filter.conditions();
    return String.join(
        "\n",
        jdbc.sql(
                "explain select id from history"
                    + wanted.where()
                    + "order by recorded_at desc, id desc limit 51")
            .params(wanted.values())
            .query(String.class)
            .list());
  }

  private void record(Fact fact) {
    transaction.executeWithoutResult(status -> context.publishEvent(fact));
  }

  private List<AuditEvent> list(EventFilter filter) {
    return history.events(filter, PageRequest.first()).items();
  }

  private static EventFilter none() {
    return filter(null, null, null);
  }

  private static EventFilter filter(
      @Nullable String subject, @Nullable String type, @Nullable Instant after) {
    return new EventFilter(null, subject, null, type, null, null, after, Reach.EVERYWHERE);
  }

  private static Fact fact(String subject, String type, @Nullable UUID deployment) {
    return new Fact(
        "endpoint",
        subject,
        type,
        "token:admin",
        "Something happened.",
        deployment,
        Map.of("release", 2),
        AT);
  }

  /** The room and what it stands on; no annotation, so that no scan finds it. */
  @EnableTransactionManagement
  @org.springframework.context.annotation.Import({
    EventStore.class,
    FactRecorder.class,
    History.class
  })
  static class App {

    @Bean
    DataSource dataSource() {
      return TestPostgres.dataSource(TestPostgres.freshDatabase());
    }

    @Bean
    JdbcTransactionManager transactions(DataSource source) {
      return new JdbcTransactionManager(source);
    }

    @Bean
    JdbcClient jdbc(DataSource source) {
      return JdbcClient.create(source);
    }

    @Bean
    JsonMapper json() {
      return JsonSettings.mapper();
    }

    @Bean
    WallClock clock() {
      return WallClock.system();
    }
  }
}
