package dev.slipway.local;

import dev.slipway.base.LoopbackPorts;
import dev.slipway.base.PrivateFiles;
import dev.slipway.base.StartRefused;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real Postgres on this machine whose data survive restarts, and {@code kill -9} of this process.
 *
 * <p>A server that a killed process left behind is adopted. Committed rows are on disk: the
 * library's defaults (no fsync, asynchronous commit) are for throw-away data and are overruled. The
 * server listens on loopback, on a free port, and wants a password, because other users of the
 * machine reach loopback too.
 */
final class PostgresServer implements AutoCloseable {

  private static final String DATABASE = "slipway";
  private static final String USER = "postgres";
  private static final long LOG_LIMIT = 10_000_000;

  private final EmbeddedPostgres server;
  private final Path data;
  private final String password;
  private final boolean adopted;

  private PostgresServer(EmbeddedPostgres server, Path data, String password, boolean adopted) {
    this.server = server;
    this.data = data;
    this.password = password;
    this.adopted = adopted;
  }

  /**
   * Starts the server whose files lie under a directory (creating them at first), or adopts the one
   * that runs there already.
   *
   * @param binaries where the server's programs are unpacked; several servers can share them
   * @throws StartRefused if it does not come up; the server's own words are in {@code server.log}
   */
  static PostgresServer open(Path home, Path binaries) {
    Path log = home.resolve("server.log");
    try {
      return start(home, binaries, log);
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new StartRefused(
          "The embedded Postgres did not start: %s. It reports to %s.".formatted(e, log),
          "Read that file, or configure a PostgreSQL of your own: SPRING_DATASOURCE_URL and"
              + " SLIPWAY_CLOUD=simulator.",
          e);
    }
  }

  private static PostgresServer start(Path home, Path binaries, Path log)
      throws IOException, SQLException {
    PrivateFiles.createDirectory(home);
    Path data = home.resolve("data");
    Path complete = home.resolve("initialised");
    Path passwordFile = home.resolve("password");
    Files.createDirectories(binaries);
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.write(log, new byte[0]);
    }
    String password = PrivateFiles.secret(passwordFile, "");

    Optional<Integer> runningAt = portOfRunningServer(data, binaries);
    if (runningAt.isEmpty() && !Files.exists(complete)) {
      // An initialisation that was cut short; nobody was ever given this server.
      deleteTree(data);
    }

    var builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(binaries.toFile())
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "100")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            // Statements can hold secrets; the application reports its own failures.
            .setServerConfig("log_min_error_statement", "panic")
            .setConnectConfig("password", password)
            // The library hands these to initdb as options, which is where they belong.
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("auth-host", "scram-sha-256")
            .setLocaleConfig("auth-local", "scram-sha-256")
            .setLocaleConfig("pwfile", passwordFile.toString())
            // A file, not a pipe to us: the server must be able to outlive this process.
            .setOutputRedirector(Redirect.appendTo(log.toFile()))
            .setErrorRedirector(Redirect.appendTo(log.toFile()));
    // A port of our choice: another program could take the library's before the server starts.
    builder.setPort(runningAt.isPresent() ? runningAt.get() : LoopbackPorts.free());
    EmbeddedPostgres server = builder.start();
    var result = new PostgresServer(server, data, password, runningAt.isPresent());
    try {
      result.createDatabase();
      Files.writeString(complete, "");
      return result;
    } catch (IOException | SQLException | RuntimeException e) {
      result.close();
      throw e;
    }
  }

  /**
   * Reads {@code postmaster.pid} (line 1 the process, line 4 its port). A file whose process is not
   * our Postgres (the number was given to another program since) would keep a new server from
   * starting, so it is removed.
   */
  private static Optional<Integer> portOfRunningServer(Path data, Path binaries)
      throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    boolean ours =
        process(data)
            .flatMap(process -> process.info().command())
            .filter(command -> isPostgresOf(binaries, command))
            .isPresent();
    if (ours && lines.size() >= 4) {
      return Optional.of(Integer.valueOf(lines.get(3).strip()));
    }
    if (!ours) {
      Files.delete(file);
    }
    return Optional.empty();
  }

  /** The living process that {@code postmaster.pid} names in its first line. */
  private static Optional<ProcessHandle> process(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Files.readAllLines(file).stream()
        .limit(1)
        .map(String::strip)
        .filter(line -> line.matches("\\d{1,18}"))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .filter(ProcessHandle::isAlive)
        .findFirst();
  }

  private static boolean isPostgresOf(Path binaries, String command) {
    try {
      return Path.of(command).startsWith(binaries.toRealPath())
          && command.replaceFirst("\\.exe$", "").endsWith("postgres");
    } catch (IOException e) {
      return false;
    }
  }

  private void createDatabase() throws SQLException {
    try (var connection = DriverManager.getConnection(url("postgres"), USER, password);
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                "select 1 from pg_database where datname = '%s'".formatted(DATABASE))) {
      if (!found.next()) {
        statement.execute("create database " + DATABASE);
      }
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), database);
  }

  /** The JDBC URL of Slipway's database, without user and password. */
  String url() {
    return url(DATABASE);
  }

  String user() {
    return USER;
  }

  String password() {
    return password;
  }

  /** Whether the server was found running, left by a process that was killed. */
  boolean adopted() {
    return adopted;
  }

  /** Stops the server; returns when its process is gone. */
  @Override
  public void close() throws IOException {
    Optional<ProcessHandle> process = process(data);
    server.close();
    process.ifPresent(it -> it.onExit().completeOnTimeout(it, 5, TimeUnit.SECONDS).join());
  }
}
