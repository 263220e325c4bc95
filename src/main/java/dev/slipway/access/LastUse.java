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

/** When something that callers show was last used, to the minute. */
final class LastUse {

  /** It is written down so often at most, whatever it is used for. */
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

  /** The next use of a row that was last used then, to be noted when it has shown to be one. */
  Use of(UUID id, @Nullable Instant last, WallClock clock) {
    Instant due = last == null ? Instant.MIN : last.plus(KNOWN_TO);
    return new Use(due, clock, () -> note(id, last, clock.now()));
  }

  /** Writes the use down, unless somebody did a moment ago. Nobody is refused because it fails. */
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
