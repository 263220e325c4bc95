package dev.slipway.webhook;

import static org.awaitility.Awaitility.await;

import dev.slipway.base.Fact;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudClock;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ConformanceFilter;
import dev.slipway.testing.TestCloudClock;
import dev.slipway.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A process with the record and webhooks; its wall clock can be put forward, its rounds are made.
 */
final class WebhookServer implements AutoCloseable {

  private static final Instant AT = Instant.parse("2026-02-01T08:00:00Z");

  private final ApiServer api;

  private WebhookServer(ApiServer api) {
    this.api = api;
  }

  static WebhookServer start(Map<String, Object> settings) {
    return on(TestPostgres.freshDatabase(), settings);
  }

  static WebhookServer on(String database, Map<String, Object> settings) {
    return new WebhookServer(ApiServer.startOn(database, App.class, settings));
  }

  ApiServer api() {
    return api;
  }

  JdbcClient jdbc() {
    return api.bean(JdbcClient.class);
  }

  /** Something happens, and has its position. */
  void happen(String environment, String type) {
    var fact =
        new Fact(
            "environment", environment, type, "user:ada", "It happened.", null, Map.of("n", 1), AT);
    api.happen(fact);
    await()
        .until(() ->
            jdbc()
                .sql("select not exists (select from unplaced_change)")
                .query(Boolean.class)
                .single());
  }

  /** Makes a round and waits until every attempt that it started has ended. */
  void round() {
    api.bean(WebhookRound.class).make();
    await().atMost(Duration.ofSeconds(30)).until(() -> api.bean(SendDue.class).underWay() == 0);
  }

  void later(Duration time) {
    api.bean(Time.class).ahead = api.bean(Time.class).ahead.plus(time);
  }

  Instant now() {
    return api.bean(WallClock.class).now();
  }

  @Override
  public void close() {
    api.close();
  }

  /** Stands still, at the same time in every process, unless it is put forward. */
  static final class Time implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return AT.plus(ahead);
    }
  }

  @EnableAutoConfiguration
  @ComponentScan({
    "dev.slipway.web",
    "dev.slipway.access",
    "dev.slipway.secret",
    "dev.slipway.history",
    "dev.slipway.live",
    "dev.slipway.webhook"
  })
  static class App {

    @Bean
    Time time() {
      return new Time();
    }

    @Bean
    WallClock wallClock(Time time) {
      return new WallClock(time);
    }

    @Bean
    CloudClock cloudClock() {
      return TestCloudClock.at(AT);
    }

    @Bean
    ConformanceFilter conformance() {
      return new ConformanceFilter();
    }
  }
}
