package dev.slipway.live;

import dev.slipway.base.Fact;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.EventStream;
import dev.slipway.testing.RecordApp;
import dev.slipway.testing.TestPostgres;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A process with the record and its streams, and somebody who makes things happen. */
final class LiveServer implements AutoCloseable {

  private final ApiServer api;

  private LiveServer(ApiServer api) {
    this.api = api;
  }

  static LiveServer start(Map<String, Object> settings) {
    return on(TestPostgres.freshDatabase(), settings);
  }

  /** Another process on the same database. */
  static LiveServer on(String database, Map<String, Object> settings) {
    return new LiveServer(ApiServer.startOn(database, RecordApp.class, settings));
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

  void happen(String subject, String type) {
    happen(fact(subject, type, null, Map.of()));
  }

  void happen(Fact fact) {
    api.happen(fact);
  }

  static Fact fact(
      String subject, String type, @Nullable UUID deployment, Map<String, Object> data) {
    return new Fact(
        "environment",
        subject,
        type,
        "user:zoë",
        "Something happened.",
        deployment,
        data,
        RecordApp.NOW);
  }

  EventStream open(String path, @Nullable String after) {
    return EventStream.open(api.uri(path), ApiServer.TOKEN, after);
  }

  @Override
  public void close() {
    api.close();
  }
}
