package dev.slipway.local;

import dev.slipway.base.StartRefused;
import dev.slipway.base.WallClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Brings the database's schema to this program's, before anything else asks the database. Refuses
 * one that a newer program has brought further, since this one does not know what that means, and a
 * clock with which this process would take the work of the others for abandoned.
 */
@Component
class OpenDatabase implements FlywayMigrationStrategy {

  /** Half of what db-scheduler gives a worker to show that it lives. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(30);

  private static final Set<MigrationState> UNKNOWN =
      EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

  private final WallClock clock;
  private final AwaitDatabase await;
  private final boolean allowNewer;

  @Autowired
  OpenDatabase(WallClock clock, @Value("${slipway.allow-newer-schema:false}") boolean allowNewer) {
    this(clock, new AwaitDatabase(clock, AwaitDatabase.SILENCE, untilTheEnd()), allowNewer);
  }

  OpenDatabase(WallClock clock, AwaitDatabase await, boolean allowNewer) {
    this.clock = clock;
    this.await = await;
    this.allowNewer = allowNewer;
  }

  /**
   * {@inheritDoc}
   *
   * @throws StartRefused when the database or this machine's clock will not do
   */
  @Override
  public void migrate(Flyway flyway) {
    try (Connection connection = await.connect(flyway.getConfiguration().getDataSource())) {
      refuseAnotherTime(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("The database cannot be asked for its time", e);
    }
    if (!allowNewer) refuseNewer(flyway);
    flyway.migrate();
  }

  private void refuseAnotherTime(Connection connection) throws SQLException {
    Instant before = clock.now();
    Instant theirs;
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select clock_timestamp()")) {
      row.next();
      theirs = row.getObject(1, OffsetDateTime.class).toInstant();
    }
    Instant after = clock.now();
    boolean ahead = before.isAfter(theirs.plus(CLOCKS_APART));
    boolean behind = after.isBefore(theirs.minus(CLOCKS_APART));
    if (!ahead && !behind) return;
    throw new StartRefused(
        "This machine's clock is %d s %s the database's (%s here, %s there)."
            .formatted(
                Duration.between(before, theirs).abs().toSeconds(),
                ahead ? "ahead of" : "behind",
                before,
                theirs),
        "Set the wrong one right (NTP): processes that share a database take each other's work for"
            + " abandoned where their clocks differ so much.");
  }

  private static void refuseNewer(Flyway flyway) {
    List<MigrationInfo> all = List.of(flyway.info().all());
    List<MigrationInfo> unknown =
        all.stream().filter(one -> UNKNOWN.contains(one.getState())).toList();
    if (unknown.isEmpty()) return;
    throw new StartRefused(
        "The database's schema is of a newer Slipway: it has migration %s, and this one knows none after %s."
            .formatted(
                version(unknown),
                version(all.stream().filter(one -> !unknown.contains(one)).toList())),
        "Start the newer one. To go back by one release, which runs on the newer schema, set"
            + " slipway.allow-newer-schema=true (SLIPWAY_ALLOW_NEWER_SCHEMA); docs/upgrading.md"
            + " tells more.");
  }

  private static String version(List<MigrationInfo> migrations) {
    return migrations.stream()
        .filter(MigrationInfo::isVersioned)
        .max(Comparator.comparing(MigrationInfo::getVersion))
        .map(one -> one.getVersion() + " (" + one.getDescription() + ")")
        .orElse("0");
  }

  /** A second at a time, and none once this process was told to end. */
  private static AwaitDatabase.Pause untilTheEnd() {
    var end = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(end::countDown));
    return () -> {
      try {
        return end.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    };
  }
}
