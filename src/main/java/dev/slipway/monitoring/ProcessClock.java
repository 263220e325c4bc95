package dev.slipway.monitoring;

import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How far this process's clock is from the database's. Processes whose clocks differ take each
 * other's work for abandoned; at the start that is refused, but a clock can go wrong later.
 */
@Component
class ProcessClock implements ReadGauges {

  private static final RecordedGauge AHEAD =
      RecordedGauge.seconds(
          "slipway.clock.ahead",
          "By how much this process's clock is ahead of the database's, at least; below 0: behind");

  private final JdbcClient jdbc;
  private final WallClock clock;

  ProcessClock(JdbcClient jdbc, WallClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<RecordedGauge.Value> read() {
    Instant before = clock.now();
    Instant theirs =
        jdbc.sql("select clock_timestamp() as now")
            .query((row, number) -> Timestamps.read(row, "now"))
            .single();
    return List.of(AHEAD.value(ahead(before, theirs, clock.now())));
  }

  /** Between the two moments the database may have answered at any: they are no difference. */
  private static double ahead(Instant before, Instant theirs, Instant after) {
    Instant nearest = theirs.isBefore(before) ? before : theirs.isAfter(after) ? after : theirs;
    return Duration.between(theirs, nearest).toMillis() / 1000.0;
  }
}
