package dev.slipway.history;

import dev.slipway.access.Reach;
import dev.slipway.base.Fact;
import dev.slipway.base.WallClock;
import dev.slipway.testing.TestPostgres;
import dev.slipway.web.JsonSettings;
import dev.slipway.web.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The room on an empty database, and what happens there. */
abstract class HistoryStage {

  static final Instant AT = Instant.parse("2026-02-01T08:00:00.123456789Z");

  @AutoClose
  final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext(App.class);

  final History history = context.getBean(History.class);
  final JdbcClient jdbc = context.getBean(JdbcClient.class);
  final TransactionTemplate transaction =
      new TransactionTemplate(context.getBean(JdbcTransactionManager.class));

  /** Something happens, in a transaction of its own. */
  void record(Fact fact) {
    transaction.executeWithoutResult(status -> context.publishEvent(fact));
  }

  /** The newest first. */
  List<AuditEvent> list(EventFilter filter) {
    return history.events(filter, PageRequest.first()).items();
  }

  static EventFilter none() {
    return filter(null, null, null);
  }

  static EventFilter filter(
      @Nullable String subject, @Nullable String type, @Nullable Instant after) {
    return new EventFilter(null, subject, null, type, null, null, after, Reach.EVERYWHERE);
  }

  static Fact fact(String subject, String type, @Nullable UUID deployment) {
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
