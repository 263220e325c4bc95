package dev.slipway.traffic;

import dev.slipway.base.Timestamps;
import dev.slipway.endpoint.Endpoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The sums of all mirrored predictions, by windows and pairs of releases. */
@Component
public class MirrorReports {

  private static final int MOST = 100;

  private final JdbcClient jdbc;
  private final MirrorWindows windows;

  MirrorReports(JdbcClient jdbc, MirrorWindows windows) {
    this.jdbc = jdbc;
    this.windows = windows;
  }

  private record Pair(UUID window, String release, String shadowRelease) {}

  private static final class Sum {
    private final long[] verdicts = new long[Compared.Verdict.values().length];
    private Latencies latencies = new Latencies();
    private Latencies shadow = new Latencies();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    long of(Compared.Verdict verdict) {
      return verdicts[verdict.ordinal()];
    }

    void add(Compared one) {
      verdicts[one.verdict().ordinal()]++;
      first = one.at().isBefore(first) ? one.at() : first;
      last = one.at().isAfter(last) ? one.at() : last;
      latencies.add(one.millis());
      if (one.verdict() != Compared.Verdict.FAILED) {
        shadow.add(one.shadowMillis());
      }
    }
  }

  /** Adds the comparisons of a proxy. */
  @Transactional
  public void add(List<Compared> seen) {
    MirrorWindows.Held held = windows.hold(seen);
    // In one order, so that two proxies that add the same pairs do not wait for each other.
    Map<String, Pair> pairs = new TreeMap<>();
    Map<String, Sum> sums = new TreeMap<>();
    for (Compared one : seen) {
      held.of(one)
          .ifPresent(window -> {
            var pair = new Pair(window, one.release(), one.shadowRelease());
            pairs.put(pair.toString(), pair);
            sums.computeIfAbsent(pair.toString(), _ -> new Sum()).add(one);
          });
    }
    pairs.forEach((key, pair) -> {
      Sum sum = sums.get(key);
      if (sum != null) {
        add(pair, sum);
      }
    });
  }

  private void add(Pair pair, Sum sum) {
    OffsetDateTime first = Timestamps.utc(sum.first);
    OffsetDateTime last = Timestamps.utc(sum.last);
    Long[] none = new Latencies().stored();
    jdbc.sql(
            """
            insert into mirror_count
            values (?, ?, ?, 0, 0, 0, 0, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(pair.window, pair.release, pair.shadowRelease, none, none, first, last)
        .update();
    Stored had = stored(pair);
    jdbc.sql(
            """
            update mirror_count
            set agreed = agreed + ?, differed = differed + ?, failed = failed + ?,
                not_compared = not_compared + ?, latencies = ?, shadow_latencies = ?,
                first_at = least(first_at, ?), last_at = greatest(last_at, ?)
            where window_id = ? and release = ? and shadow_release = ?
            """)
        .params(
            sum.of(Compared.Verdict.AGREED),
            sum.of(Compared.Verdict.DIFFERED),
            sum.of(Compared.Verdict.FAILED),
            sum.of(Compared.Verdict.NOT_COMPARED),
            had.latencies.plus(sum.latencies).stored(),
            had.shadow.plus(sum.shadow).stored(),
            first,
            last,
            pair.window,
            pair.release,
            pair.shadowRelease)
        .update();
  }

  private record Stored(Latencies latencies, Latencies shadow) {}

  private Stored stored(Pair pair) {
    return jdbc.sql(
            """
            select latencies, shadow_latencies from mirror_count
            where window_id = ? and release = ? and shadow_release = ? for update
            """)
        .params(pair.window, pair.release, pair.shadowRelease)
        .query((row, number) ->
            new Stored(latencies(row, "latencies"), latencies(row, "shadow_latencies")))
        .single();
  }

  /**
   * An endpoint's report: its hundred latest pairs.
   *
   * @param mirror what its rules mirror now
   */
  MirrorReport of(Endpoint endpoint, TrafficRules.@Nullable Mirror mirror) {
    return new MirrorReport(
        endpoint.name(),
        mirror == null ? null : windows.since(endpoint.id(), mirror).orElse(null),
        jdbc.sql(
                """
                select * from mirror_count c join mirror_window w on w.id = c.window_id
                where w.endpoint_id = ?
                order by last_at desc, w.id desc, release, shadow_release limit ?
                """)
            .params(endpoint.id(), MOST)
            .query((row, number) -> comparison(row))
            .list());
  }

  private static MirrorReport.Comparison comparison(ResultSet row) throws SQLException {
    long agreed = row.getLong("agreed");
    long differed = row.getLong("differed");
    return new MirrorReport.Comparison(
        row.getString("shadow"),
        row.getObject("tolerance", Double.class),
        Timestamps.readIfAny(row, "since"),
        row.getString("release"),
        row.getString("shadow_release"),
        agreed,
        differed,
        row.getLong("failed"),
        row.getLong("not_compared"),
        agreement(agreed, differed),
        MirrorReport.Latency.of(latencies(row, "latencies")),
        MirrorReport.Latency.of(latencies(row, "shadow_latencies")),
        Timestamps.read(row, "first_at"),
        Timestamps.read(row, "last_at"));
  }

  private static @Nullable Double agreement(long agreed, long differed) {
    return agreed + differed == 0 ? null : (double) agreed / (agreed + differed);
  }

  private static Latencies latencies(ResultSet row, String column) throws SQLException {
    return Latencies.of((Long[]) row.getArray(column).getArray());
  }
}
