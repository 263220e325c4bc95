package dev.slipway.access;

import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.monitoring.ReadGauges;
import dev.slipway.monitoring.RecordedGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tokens and access keys with which somebody works and that are about to expire. */
@Component
class CredentialGauges implements ReadGauges {

  /**
   * How long before they expire they are told of. Those that are made for no longer are renewed all
   * the time, and nobody can do so earlier.
   */
  static final Duration SOON = Duration.ofDays(7);

  /** Who has not used one for so long has another by now. */
  static final Duration IN_USE = Duration.ofDays(1);

  private static final RecordedGauge EXPIRING =
      RecordedGauge.count(
          "slipway.credentials.expiring",
          "Tokens and access keys of the service account that were used within the last day and"
              + " expire within a week, but for those that were made for a week or less",
          "service_account");

  private final JdbcClient jdbc;
  private final WallClock clock;

  CredentialGauges(JdbcClient jdbc, WallClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<RecordedGauge.Value> read() {
    Instant now = clock.now();
    List<RecordedGauge.Value> values = new ArrayList<>();
    jdbc.sql(
            """
            select a.name, count(c.service_account_id) as credentials
            from service_account a
            left join (
              select service_account_id, created_at, expires_at, last_used_at, revoked_at
              from access_token
              union all
              select service_account_id, created_at, expires_at, last_used_at, revoked_at
              from access_key) c
              on c.service_account_id = a.id and c.revoked_at is null
              and c.expires_at > :now and c.expires_at <= :soon and c.last_used_at > :used
              and extract(epoch from c.expires_at - c.created_at) > :renewed
            where a.retired_at is null and not a.disabled
            group by a.name
            """)
        .param("now", Timestamps.utc(now))
        .param("soon", Timestamps.utc(now.plus(SOON)))
        .param("used", Timestamps.utc(now.minus(IN_USE)))
        .param("renewed", SOON.toSeconds())
        .query(row -> {
          values.add(EXPIRING.value(row.getInt("credentials"), row.getString("name")));
        });
    return values;
  }
}
