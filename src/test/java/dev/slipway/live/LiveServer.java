package dev.slipway.live;

import dev.slipway.base.Fact;
import dev.slipway.base.Ids;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudClock;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.EventStream;
import dev.slipway.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A process with the record and its streams, and somebody who makes things happen. */
final class LiveServer implements AutoCloseable {

  private static final Instant AT = Instant.parse("2026-02-01T08:00:00Z");

  private final ApiServer api;

  private LiveServer(ApiServer api) {
    this.api = api;
  }

  static LiveServer start(Map<String, Object> settings) {
    return on(TestPostgres.freshDatabase(), settings);
  }

  /** Another process on the same database. */
  static LiveServer on(String database, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("spring.datasource.url", database);
    all.put("slipway.admin-token", ApiServer.TOKEN);
    all.put("slipway.live.look-every", "20ms");
    all.putAll(settings);
    return new LiveServer(ApiServer.start(App.class, all));
  }

  ApiServer api() {
    return api;
  }

  JdbcClient jdbc() {
    return api.bean(JdbcClient.class);
  }

  int openStreams() {
    return api.bean(EventStreams.class).count();
  }

  TransactionTemplate transaction() {
    return new TransactionTemplate(api.bean(PlatformTransactionManager.class));
  }

  void happen(String subject, String type) {
    happen(fact(subject, type, null, Map.of()));
  }

  void happen(Fact fact) {
    transaction().executeWithoutResult(status -> api.publish(fact));
  }

  static Fact fact(
      String subject, String type, @Nullable UUID deployment, Map<String, Object> data) {
    return new Fact(
        "environment", subject, type, "user:zoë", "Something happened.", deployment, data, AT);
  }

  EventStream open(String path, @Nullable String after) {
    return EventStream.open(api.uri(path), ApiServer.TOKEN, after);
  }

  /** Another valid token. */
  String token(String name) {
    String token = "slipway_" + name + "_0123456789abcdef0123456789abcdef";
    jdbc()
        .sql(
            """
            insert into access_token (id, name, prefix, hash, created_at)
            values (?, ?, 'slipway_', ?, now())
            """)
        .params(Ids.next(), name, hash(token))
        .update();
    return token;
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(token.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    api.close();
  }

  @EnableAutoConfiguration
  @ComponentScan({
    "dev.slipway.web",
    "dev.slipway.access",
    "dev.slipway.secret",
    "dev.slipway.history",
    "dev.slipway.live"
  })
  static class App {

    @Bean
    WallClock wallClock() {
      return WallClock.system();
    }

    @Bean
    CloudClock cloudClock() {
      return new CloudClock() {
        @Override
        public Instant now() {
          return AT;
        }

        @Override
        public Instant wallTimeOf(Instant cloudTime) {
          return cloudTime;
        }
      };
    }

    @Bean
    dev.slipway.testing.ConformanceFilter conformance() {
      return new dev.slipway.testing.ConformanceFilter();
    }
  }
}
