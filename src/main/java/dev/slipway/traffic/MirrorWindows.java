package dev.slipway.traffic;

import dev.slipway.base.Ids;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.traffic.TrafficRules.Mirror;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The windows within which mirrored predictions are counted together: from when an endpoint's rules
 * mirror to one other endpoint and compare with one tolerance, until they do otherwise or somebody
 * resets the report. Answers that were compared in another way say nothing of these.
 */
@Component
public class MirrorWindows {

  private final JdbcClient jdbc;
  private final WallClock clock;

  MirrorWindows(JdbcClient jdbc, WallClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * One of them.
   *
   * @param since when it began, in wall time; null when the rules were stated under a release of
   *     Slipway that did not keep it
   */
  record Window(
      UUID id, String endpoint, String shadow, double tolerance, @Nullable Instant since) {

    private boolean isOf(Compared one) {
      return endpoint.equals(one.endpoint())
          && shadow.equals(one.shadow())
          && tolerance == one.tolerance();
    }

    private Instant begun() {
      return since == null ? Instant.MIN : since;
    }
  }

  /** Windows that nobody else counts in or ends until a transaction does. */
  record Held(List<Window> windows) {

    /**
     * The window of a comparison, which may be stored seconds after the rules changed; empty for
     * one from before a reset.
     */
    Optional<UUID> of(Compared one) {
      return windows.stream()
          .filter(window -> window.isOf(one) && !window.begun().isAfter(one.at()))
          .max(Comparator.comparing(Window::begun))
          .map(Window::id);
    }

    private boolean knows(Compared one) {
      return windows.stream().anyMatch(window -> window.isOf(one));
    }
  }

  /** Begins one where rules mirror in another way than those before them. */
  @Transactional(propagation = Propagation.MANDATORY)
  void follow(Endpoint endpoint, @Nullable Mirror before, @Nullable Mirror mirror) {
    if (mirror != null && (before == null || !mirror.comparesAs(before))) {
      reserve(endpoint.name());
      begin(endpoint.name(), mirror.endpoint(), mirror.toleranceOrNone(), clock.now());
    }
  }

  /** The windows of comparisons, for the caller's transaction alone. */
  @Transactional(propagation = Propagation.MANDATORY)
  Held hold(List<Compared> all) {
    // Reserved in one order, so that of two proxies neither has what the other waits for.
    List<String> endpoints = all.stream().map(Compared::endpoint).distinct().sorted().toList();
    endpoints.forEach(this::reserve);
    var held = new Held(new ArrayList<>(windows(endpoints)));
    for (Compared one : all) {
      if (!held.knows(one)) {
        // An earlier release has stated those rules.
        begin(one.endpoint(), one.shadow(), one.tolerance(), null);
        held.windows.addAll(windows(List.of(one.endpoint())));
      }
    }
    return held;
  }

  /** Until the caller's transaction ends nobody else counts for an endpoint or ends its windows. */
  private void reserve(String endpoint) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param("mirror report of " + endpoint)
        .query((row, number) -> true)
        .single();
  }

  private List<Window> windows(List<String> endpoints) {
    return jdbc.sql(
            """
            select w.id, p.name, w.shadow, w.tolerance, w.since
            from mirror_window w join endpoint p on p.id = w.endpoint_id
            where p.name = any(?) and w.tolerance is not null
            """)
        .param(endpoints.toArray(String[]::new))
        .query((row, number) ->
            new Window(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("shadow"),
                row.getDouble("tolerance"),
                Timestamps.readIfAny(row, "since")))
        .list();
  }

  private void begin(String endpoint, String shadow, double tolerance, @Nullable Instant since) {
    jdbc.sql(
            """
            insert into mirror_window (id, endpoint_id, shadow, tolerance, since)
            select :id, id, :shadow, :tolerance, :since from endpoint where name = :endpoint
            """)
        .param("id", Ids.next())
        .param("shadow", shadow)
        .param("tolerance", tolerance)
        .param("since", since == null ? null : Timestamps.utc(since))
        .param("endpoint", endpoint)
        .update();
  }

  /** Since when what is mirrored now is counted; empty when that is not known. */
  Optional<Instant> since(UUID endpoint, Mirror mirror) {
    return jdbc.sql(
            """
            select since from mirror_window
            where endpoint_id = ? and shadow = ? and tolerance = ? and since is not null
            order by since desc limit 1
            """)
        .params(endpoint, mirror.endpoint(), mirror.toleranceOrNone())
        .query((row, number) -> Timestamps.read(row, "since"))
        .optional();
  }

  /**
   * Ends all windows of an endpoint and forgets what was counted within them. What was compared by
   * now and is stored later is not counted either.
   *
   * @param mirror what is mirrored now
   * @return how many comparisons were forgotten
   */
  @Transactional(propagation = Propagation.MANDATORY)
  long reset(Endpoint endpoint, @Nullable Mirror mirror) {
    reserve(endpoint.name());
    long forgotten = counted(endpoint.id());
    // The latest of each kind stays, empty: it begins now, so what was compared before is told.
    jdbc.sql(
            """
            delete from mirror_window w where endpoint_id = ? and (tolerance is null or exists (
                select from mirror_window later
                where later.endpoint_id = w.endpoint_id and later.shadow = w.shadow
                  and later.tolerance = w.tolerance and later.id > w.id))
            """)
        .param(endpoint.id())
        .update();
    jdbc.sql(
            """
            with anew as (
              update mirror_window set since = ? where endpoint_id = ? returning id)
            delete from mirror_count c using anew where c.window_id = anew.id
            """)
        .params(Timestamps.utc(clock.now()), endpoint.id())
        .update();
    if (mirror != null && since(endpoint.id(), mirror).isEmpty()) {
      begin(endpoint.name(), mirror.endpoint(), mirror.toleranceOrNone(), clock.now());
    }
    return forgotten;
  }

  private long counted(UUID endpoint) {
    return jdbc.sql(
            """
            select coalesce(sum(agreed + differed + failed + not_compared), 0)
            from mirror_count c join mirror_window w on w.id = c.window_id
            where w.endpoint_id = ?
            """)
        .param(endpoint)
        .query(Long.class)
        .single();
  }
}
