package dev.slipway.simulator.cloudwatch;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The data of one metric. Safe for many threads; adding takes well under a microsecond, so that
 * whoever serves requests may hold on to its series and add to them directly.
 */
public final class Series {

  /** 31 days of hours, and twenty minutes of seconds, with data. */
  private static final int HOURS = 31 * 24;

  private static final int SECONDS = 1200;
  private static final int HOUR = 3600;

  private final Minutes minutes = new Minutes();
  private final Ring hours = new Ring(HOUR, HOURS);
  private @Nullable Ring seconds;

  /** Adds one value. */
  public void add(Instant time, double value) {
    add(time, value, 1, false);
  }

  /** Adds one value that is kept by the second too. */
  public void addPrecisely(Instant time, double value) {
    add(time, value, 1, true);
  }

  /**
   * Adds a value that was seen a number of times.
   *
   * @param highResolution whether it is kept by the second too
   */
  synchronized void add(Instant time, double value, double times, boolean highResolution) {
    Stats minute = minutes.at(time.getEpochSecond());
    if (minute != null) {
      minute.add(value, times);
    }
    Stats hour = hours.at(time.getEpochSecond());
    if (hour != null) {
      hour.add(value, times);
    }
    Stats second = highResolution ? second(time) : null;
    if (second != null) {
      second.add(value, times);
    }
  }

  synchronized void add(
      Instant time, double samples, double sum, double min, double max, boolean highResolution) {
    Stats minute = minutes.at(time.getEpochSecond());
    if (minute != null) {
      minute.add(samples, sum, min, max);
    }
    Stats hour = hours.at(time.getEpochSecond());
    if (hour != null) {
      hour.add(samples, sum, min, max);
    }
    Stats second = highResolution ? second(time) : null;
    if (second != null) {
      second.add(samples, sum, min, max);
    }
  }

  /**
   * The statistics of {@code count} periods in a row.
   *
   * @param from start of the first, in epoch seconds
   * @param visible nothing that starts at or after this second is seen
   */
  synchronized Stats[] read(long from, int period, int count, long visible) {
    Stats[] stats = new Stats[count];
    Arrays.setAll(stats, _ -> new Stats());
    long to = Math.min(from + (long) period * count, visible);
    long lastHour = Math.floorDiv(to, HOUR) * HOUR;
    if (period < 60) {
      if (seconds != null) seconds.collect(from, to, from, period, stats);
    } else if (period % HOUR == 0 && Math.floorMod(from, HOUR) == 0) {
      // The last hour is not all visible yet: it is told by the minute.
      hours.collect(from, lastHour, from, period, stats);
      minutes.collect(Math.max(from, lastHour), to, from, period, stats);
    } else {
      minutes.collect(from, to, from, period, stats);
    }
    return stats;
  }

  /** Takes what one period of {@code seconds} was. */
  interface Periods {
    void accept(int seconds, long start, Stats stats);
  }

  /** Hands over the periods to which something was added since they were last handed over. */
  synchronized void takeChanged(Periods to) {
    hours.takeChanged((stats, start) -> to.accept(HOUR, start, stats));
    minutes.takeChanged((stats, start) -> to.accept(60, start, stats));
    if (seconds != null) {
      seconds.takeChanged((stats, start) -> to.accept(1, start, stats));
    }
  }

  /** Hands over every period that is kept. */
  synchronized void all(Periods to) {
    minutes.all((stats, start) -> to.accept(60, start, stats));
    hours.all((stats, start) -> to.accept(HOUR, start, stats));
    if (seconds != null) {
      seconds.all((stats, start) -> to.accept(1, start, stats));
    }
  }

  /** Puts back what one period was, unless it is too old to be kept. */
  synchronized void restore(int period, long start, Stats stats) {
    Stats empty =
        switch (period) {
          case HOUR -> hours.at(start);
          case 60 -> minutes.at(start);
          default -> second(Instant.ofEpochSecond(start));
        };
    if (empty != null) {
      empty.become(stats);
    }
  }

  /** Forgets all data when the newest is older than this second. */
  synchronized void forgetUnlessNewerThan(long second) {
    if (minutes.newest() < second) {
      minutes.clear();
      hours.clear();
      seconds = null;
    }
  }

  synchronized long newest() {
    return minutes.newest();
  }

  private @Nullable Stats second(Instant time) {
    if (seconds == null) {
      seconds = new Ring(1, SECONDS);
    }
    return seconds.at(time.getEpochSecond());
  }
}
