package dev.slipway.local;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import dev.slipway.base.StartRefused;
import dev.slipway.base.WallClock;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a database that starts beside this process and is late, and says of one that will not
 * do which setting is to be looked at.
 */
final class AwaitDatabase {

  /** How long a database may be late. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * How long one try may take: the driver waits 10 s for each of several hosts, and without end for
   * one that is reached and says nothing.
   */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(AwaitDatabase.class);

  private static final String URL = "spring.datasource.url (SPRING_DATASOURCE_URL)";
  private static final String USER =
      "spring.datasource.username and spring.datasource.password (SPRING_DATASOURCE_USERNAME,"
          + " SPRING_DATASOURCE_PASSWORD)";

  private final WallClock clock;
  private final Duration silence;
  private final Pause pause;

  /** Lets time pass between two tries. */
  interface Pause {

    /**
     * A second, or less.
     *
     * @return whether this process is ending, so that waiting has no point
     */
    boolean ends();
  }

  AwaitDatabase(WallClock clock, Duration silence, Pause pause) {
    this.clock = clock;
    this.silence = silence;
    this.pause = pause;
  }

  /**
   * A connection to the database, as soon as there is one.
   *
   * @throws StartRefused when it does not come, or the settings are wrong
   */
  Connection connect(DataSource database) {
    String where = address(database);
    DataSource direct = unpooled(database, where);
    Instant until = clock.now().plus(PATIENCE);
    boolean told = false;
    while (true) {
      try {
        return direct.getConnection();
      } catch (SQLException e) {
        refuseUnlessItPasses(where, e);
        if (!clock.now().isBefore(until)) throw absent(where, e);
        if (!told) {
          LOG.warn(
              "{} does not answer yet: {} Waiting for it, for {} s at most",
              where,
              sentence(e),
              PATIENCE.toSeconds());
        }
        told = true;
        if (pause.ends()) throw new StartRefused("Stopped while starting.", "Nothing to do.", e);
      }
    }
  }

  /** A pool would log each failure with its trace, and wait for each by itself. */
  private DataSource unpooled(DataSource database, String where) {
    if (!(database instanceof HikariDataSource pool) || pool.getJdbcUrl() == null) return database;
    var properties = new Properties();
    properties.put("loginTimeout", String.valueOf(silence.toSeconds()));
    properties.putAll(pool.getDataSourceProperties());
    try {
      return new DriverDataSource(
          pool.getJdbcUrl(),
          pool.getDriverClassName(),
          properties,
          pool.getUsername(),
          pool.getPassword());
    } catch (RuntimeException e) {
      throw new StartRefused(
          where + " cannot be used: the driver does not take this URL.",
          "Write " + URL + " as jdbc:postgresql://<host>:5432/<database>.",
          e);
    }
  }

  /** What follows the question mark may be secret, and so may what stands before the host. */
  private static String address(DataSource database) {
    return database instanceof HikariDataSource pool && pool.getJdbcUrl() != null
        ? "The database at "
            + pool.getJdbcUrl().replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//…@")
        : "The database";
  }

  private static StartRefused absent(String where, SQLException e) {
    return new StartRefused(
        "%s has not answered for %d s: %s".formatted(where, PATIENCE.toSeconds(), sentence(e)),
        "Start it, or set " + URL + " to where it is.",
        e);
  }

  private static void refuseUnlessItPasses(String where, SQLException e) {
    String said = sentence(e);
    switch (Unconnected.by(e)) {
      case FOR_NOW -> {}
      case LOGIN ->
          throw new StartRefused(
              "%s does not let Slipway in: %s".formatted(where, said),
              "Set " + USER + " to a user that the database belongs to.",
              e);
      case DATABASE ->
          throw new StartRefused(
              "%s does not exist: %s".formatted(where, said),
              "Create it, or set " + URL + " to one that exists.",
              e);
      case MANNER ->
          throw new StartRefused(
              "%s does not take how Slipway asks: %s".formatted(where, said),
              "Look at what follows the question mark of "
                  + URL
                  + " (sslmode=require, options=…), or let the pooler ignore the parameter"
                  + " (PgBouncer: ignore_startup_parameters).",
              e);
      case OTHERWISE ->
          throw new StartRefused(
              "%s cannot be used: %s".formatted(where, said),
              "Look at " + URL + ", " + USER + ".",
              e);
    }
  }

  private static String sentence(SQLException e) {
    // Of a host without an address the driver says only that it did not connect.
    String said =
        e.getCause() instanceof UnknownHostException unknown
            ? "no host is known by the name " + unknown.getMessage()
            : String.valueOf(e.getMessage());
    return said.endsWith(".") ? said : said + ".";
  }
}
