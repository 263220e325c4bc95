package dev.slipway.live;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gives every committed change its position. A number drawn when a change is <em>written</em> would
 * not do: of two transactions the one with the lower number may commit later, after readers have
 * gone past it. So triggers only note what was written ({@code unplaced_change}), and positions are
 * drawn here from what is committed, by one process at a time: whatever becomes visible later gets
 * a higher one.
 *
 * <p>The lock is held until the statement has committed. A statement that began while another
 * process still held it may see notes that are gone by now; Postgres skips these.
 */
@Component
class PlaceChanges {

  private static final long LOCK = 0x51_1b_0a_11L;
  private static final int AT_ONCE = 1000;

  private final JdbcClient jdbc;

  PlaceChanges(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Places what is committed, unless another process is at it. */
  void place() {
    while (waiting() && placed() == AT_ONCE) {
      // More than fits into one statement.
    }
  }

  /**
   * The position up to which every change is visible already; 0 when there is none. No later change
   * gets a position at or below it.
   */
  long head() {
    return jdbc.sql(
            """
            select greatest(
              (select coalesce(max(position), 0) from event_position),
              (select coalesce(max(position), 0) from deployment_position))
            """)
        .query(Long.class)
        .single();
  }

  private boolean waiting() {
    return jdbc.sql("select exists (select from unplaced_change)").query(Boolean.class).single();
  }

  /** How many notes were taken up. */
  private int placed() {
    return jdbc.sql(
            """
            with lock as materialized (select pg_try_advisory_xact_lock(:lock) as held),
            taken as (
              delete from unplaced_change
              where id in (select id from unplaced_change where (select held from lock)
                           order by id limit :limit)
              returning id, kind, subject),
            placed as materialized (
              select kind, subject, nextval('change_position') as position
              from (select kind, subject, max(id) as id from taken group by kind, subject
                    order by max(id)) latest),
            events as (
              insert into event_position (position, event_id)
              select position, subject from placed where kind = 'EVENT'),
            deployments as (
              insert into deployment_position (deployment_id, position)
              select subject, position from placed where kind = 'DEPLOYMENT'
              on conflict (deployment_id) do update set position = excluded.position)
            select count(*) from taken
            """)
        .param("lock", LOCK)
        .param("limit", AT_ONCE)
        .query(Integer.class)
        .single();
  }
}
