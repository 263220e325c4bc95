package dev.slipway.access;

import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Notes when a token or key was last used, to the minute. */
final class LastUse {

  /** How often the use of a token or key is written down at most. */
  static final Duration KNOWN_TO = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(LastUse.class);

  private final JdbcClient jdbc;
  private final String table;

  /**
   * @param table has a column {@code last_used_at}
   */
  LastUse(JdbcClient jdbc, String table) {
    this.jdbc = jdbc;
    this.table = table;
  }

  /**
   * The next use of a row that was last used at the given time. It is noted once the holder has
   * proved to be the holder.
   */
  Use of(UUID id, @Nullable Instant last, WallClock clock) {
    Instant due = last == null ? Instant.MIN : last.plus(KNOWN_TO);
    return new Use(due, clock, () -> note(id, last, clock.now()));
  }

  /**
   * Writes the use down, unless another process did so a moment ago. No caller is refused because
   * the write fails.
   */
  void note(UUID id, @Nullable Instant last, Instant now) {
    Instant known = now.minus(KNOWN_TO);
    if (last != null && last.isAfter(known)) {
      return;
    }
    try {
      jdbc.sql(
              """
              update %s set last_used_at = :now
              where id = :id and (last_used_at is null or last_used_at <= :known)
              """
                  .formatted(table))
          .param("now", Timestamps.utc(now))
          .param("id", id)
          .param("known", Timestamps.utc(known))
          .update();
    } catch (DataAccessException e) {
      LOG.warn("The last use of a row of {} could not be written down", table, e);
    }
  }
}
