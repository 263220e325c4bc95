package dev.slipway.simulator.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest minutes of one metric in which there was data: 27 hours of them when there always is,
 * of which the newest six tell percentiles. All but the last two quarters of an hour are packed, so
 * that a thousand metrics fit into little memory.
 */
final class Minutes {

  /** What an alarm over a day looks at, and some more. */
  private static final int KEPT = 27 * 4;

  private static final int WITH_PERCENTILES = 6 * 4;
  private static final int OPEN = 2;

  private final List<Quarter> quarters = new ArrayList<>(4);
  private long newest = Long.MIN_VALUE;

  /** The minute's statistics, to be added to; null when it is older than what is kept. */
  @Nullable Stats at(long epochSecond) {
    Quarter quarter = quarter(Quarter.startOf(epochSecond));
    if (quarter == null) {
      return null;
    }
    newest = Math.max(newest, Math.floorDiv(epochSecond, 60) * 60);
    return quarter.at(epochSecond);
  }

  private @Nullable Quarter quarter(long start) {
    int before = quarters.size() - 1;
    while (before >= 0 && quarters.get(before).start() > start) {
      before--;
    }
    if (before >= 0 && quarters.get(before).start() == start) {
      return quarters.get(before);
    }
    if (before < 0 && quarters.size() == KEPT) {
      return null;
    }
    Quarter fresh = new Quarter(start);
    quarters.add(before + 1, fresh);
    if (quarters.size() > KEPT) {
      quarters.removeFirst();
    }
    settle(fresh);
    return fresh;
  }

  private void settle(Quarter fresh) {
    for (int i = 0; i < quarters.size() - OPEN; i++) {
      Quarter old = quarters.get(i);
      if (old != fresh) {
        old.pack(i >= quarters.size() - WITH_PERCENTILES);
      }
    }
  }

  /**
   * Adds every minute that starts in [from, to) to the period of {@code into} that holds it.
   *
   * @param first when the first of those starts
   */
  void collect(long from, long to, long first, int period, Stats[] into) {
    for (int i = quarters.size() - 1; i >= 0; i--) {
      Quarter quarter = quarters.get(i);
      if (quarter.end() <= from) {
        return;
      }
      if (quarter.start() < to) {
        quarter.each((stats, start) -> {
          if (start >= from && start < to) {
            into[(int) ((start - first) / period)].add(stats);
          }
        });
      }
    }
  }

  /** Hands over every minute to which something was added since it was last handed over. */
  void takeChanged(ObjLongConsumer<Stats> to) {
    quarters.forEach(quarter -> quarter.takeChanged(to));
  }

  /** Hands over every minute, oldest first. */
  void all(ObjLongConsumer<Stats> to) {
    quarters.forEach(quarter -> quarter.each(to));
  }

  void clear() {
    quarters.clear();
    newest = Long.MIN_VALUE;
  }

  /** When the newest minute with data starts; the least number when there is none. */
  long newest() {
    return newest;
  }
}
