package dev.slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPostgresTests {

  @Test
  void everyDatabaseIsFresh() throws SQLException {
    String one = TestPostgres.freshDatabase();
    String other = TestPostgres.freshDatabase();
    assertThat(one).isNotEqualTo(other);
    try (var connection = TestPostgres.dataSource(one).getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create table only_here (id int)");
    }
    try (var connection = TestPostgres.dataSource(other).getConnection();
        var tables = connection.getMetaData().getTables(null, "public", "only_here", null)) {
      assertThat(tables.next()).isFalse();
    }
  }

  @Test
  void aServerWhoseTestsAreKilledStopsAndIsSweptUp(@TempDir Path scratch) throws Exception {
    Process tests = ChildJvm.start(Holder.class, List.of(), scratch.resolve("out"));
    try {
      Path said = scratch.resolve("out");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(said).contains("data in "));
      String data = Files.readString(said).replaceAll("(?s).*data in (\\S+).*", "$1");
      long postgres =
          Long.parseLong(Files.readAllLines(Path.of(data, "postmaster.pid")).getFirst());
      assertThat(ProcessHandle.of(postgres)).isPresent();

      tests.destroyForcibly().waitFor();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> {
            assertThat(ProcessHandle.of(postgres).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(Path.of(data)).doesNotExist();
          });
    } finally {
      tests.destroyForcibly();
    }
  }

  /** A test run to be killed. */
  static final class Holder {
    public static void main(String[] arguments) throws SQLException, IOException {
      try (var connection = TestPostgres.dataSource(TestPostgres.freshDatabase()).getConnection();
          var statement = connection.createStatement();
          var row = statement.executeQuery("show data_directory")) {
        row.next();
        System.out.println("data in " + row.getString(1));
      }
      System.in.read();
    }
  }
}
