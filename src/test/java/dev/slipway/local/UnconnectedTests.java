package dev.slipway.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.base.StartRefused;
import dev.slipway.base.WallClock;
import dev.slipway.testing.TestPostgres;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is waited for of a database that lets nobody in, above all of one behind PgBouncer. */
class UnconnectedTests {

  private static final Instant BEGAN = Instant.parse("2026-01-31T12:00:00Z");

  @AutoClose private final HikariDataSource pool = new HikariDataSource();

  private int pauses;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no such user | SPRING_DATASOURCE_USERNAME",
        "password authentication failed | SPRING_DATASOURCE_PASSWORD",
        "SASL authentication failed | SPRING_DATASOURCE_PASSWORD",
        "no such database: slipwai | SPRING_DATASOURCE_URL",
        "unsupported startup parameter: extra_float_digits | ignore_startup_parameters",
        "SSL required | sslmode=require",
        "server login has been failing, cached error: database \"slipwai\" does not exist"
            + " (server_login_retry) | SPRING_DATASOURCE_URL",
        "server login has been failing, cached error: password authentication failed for user"
            + " \"anna\" (server_login_retry) | SPRING_DATASOURCE_USERNAME",
      })
  void whatAPoolerWillNotTakeInAMinuteEitherIsRefusedAtOnce(String said, String setting)
      throws IOException {
    try (var pooler = new Pooler(said)) {
      pool.setJdbcUrl(pooler.url());
      StartRefused refused = refused();
      assertThat(pauses).isZero();
      assertThat(refused.reason()).contains("FATAL: " + said);
      assertThat(refused.remedy()).contains(setting);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server login has been failing, cached error: the database system is starting up"
            + " (server_login_retry)",
        "server login has been failing, cached error: connect failed (server_login_retry)",
        "no more connections allowed (max_client_conn)",
        "client_login_timeout (server down)",
        "query_wait_timeout",
        "pooler is shutting down",
      })
  void whatPassesInAPoolerIsWaitedFor(String said) throws IOException {
    try (var pooler = new Pooler(said)) {
      pool.setJdbcUrl(pooler.url());
      assertThat(refused().reason()).contains("has not answered for 60 s", said);
      assertThat(pauses).isEqualTo(6);
    }
  }

  @Test
  void aServerWithoutTlsIsRefusedAtOnceWhereTheUrlWantsIt() {
    pool.setJdbcUrl(TestPostgres.freshDatabase().replaceFirst("\\?.*", "") + "?sslmode=require");
    pool.setUsername("postgres");
    assertThat(refused().remedy()).contains("sslmode", "SPRING_DATASOURCE_URL");
    assertThat(pauses).isZero();
  }

  private StartRefused refused() {
    var clock = new WallClock(() -> BEGAN.plusSeconds(10L * pauses));
    var await =
        new AwaitDatabase(
            clock,
            Duration.ofSeconds(20),
            () -> {
              pauses++;
              return false;
            });
    StartRefused[] refused = new StartRefused[1];
    assertThatThrownBy(() -> await.connect(pool))
        .isInstanceOfSatisfying(StartRefused.class, it -> refused[0] = it);
    return refused[0];
  }

  /** Answers whoever wants to log in as PgBouncer does when it lets nobody in. */
  private static final class Pooler implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
    private final byte[] refusal;

    Pooler(String said) throws IOException {
      byte[] fields = "SFATAL\0C08P01\0M%s\0\0".formatted(said).getBytes(UTF_8);
      refusal =
          ByteBuffer.allocate(fields.length + 5)
              .put((byte) 'E')
              .putInt(fields.length + 4)
              .put(fields)
              .array();
      Thread.ofVirtual().start(this::answer);
    }

    String url() {
      return "jdbc:postgresql://127.0.0.1:%d/slipwai?sslmode=disable"
          .formatted(socket.getLocalPort());
    }

    private void answer() {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          var in = new DataInputStream(client.getInputStream());
          in.readNBytes(in.readInt() - 4);
          client.getOutputStream().write(refusal);
        } catch (IOException gone) {
          // The driver, or the test with this.
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
