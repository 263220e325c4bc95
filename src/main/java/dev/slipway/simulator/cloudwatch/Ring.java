package dev.slipway.simulator.cloudwatch;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.ObjLongConsumer;

/** The newest periods of one metric in which there was data, oldest first; bounded. */
final class Ring {

  private record Slot(long start, Stats stats) {}

  private final int seconds;
  private final int capacity;
  private final ArrayDeque<Slot> slots = new ArrayDeque<>(4);

  /**
   * @param seconds the length of a period
   * @param capacity how many periods are kept
   */
  Ring(int seconds, int capacity) {
    this.seconds = seconds;
    this.capacity = capacity;
  }

  /** The period's statistics, to be added to; null when it is older than what is kept. */
  @org.jspecify.annotations.Nullable
  Stats at(long epochSecond) {
    long start = Math.floorDiv(epochSecond, seconds) * seconds;
    Slot last = slots.peekLast();
    if (last != null && last.start == start) {
      return last.stats;
    }
    if (last == null || last.start < start) {
      Slot fresh = new Slot(start, new Stats());
      slots.addLast(fresh);
      if (slots.size() > capacity) {
        slots.removeFirst();
      }
      return fresh.stats;
    }
    return late(start);
  }

  /**
   * Adds every period that starts in [from, to) to the period of {@code into} that holds it.
   *
   * @param first when the first of those starts
   */
  void collect(long from, long to, long first, int period, Stats[] into) {
    for (Iterator<Slot> newest = slots.descendingIterator(); newest.hasNext(); ) {
      Slot slot = newest.next();
      if (slot.start < from) {
        return;
      }
      if (slot.start < to) {
        into[(int) ((slot.start - first) / period)].add(slot.stats);
      }
    }
  }

  /** Hands over every period to which something was added since it was last handed over. */
  void takeChanged(ObjLongConsumer<Stats> to) {
    for (Slot slot : slots) {
      if (slot.stats.takeChanged()) {
        to.accept(slot.stats, slot.start);
      }
    }
  }

  /** Hands over every period, oldest first. */
  void all(ObjLongConsumer<Stats> to) {
    slots.forEach(slot -> to.accept(slot.stats, slot.start));
  }

  void clear() {
    slots.clear();
  }

  /** When the newest period with data starts; the least number when there is none. */
  long newest() {
    Slot last = slots.peekLast();
    return last == null ? Long.MIN_VALUE : last.start;
  }

  private @org.jspecify.annotations.Nullable Stats late(long start) {
    Slot[] all = slots.toArray(new Slot[0]);
    if (all.length == capacity && start < all[0].start) {
      return null;
    }
    Stats stats = null;
    slots.clear();
    for (Slot slot : all) {
      if (slot.start == start) {
        stats = slot.stats;
      } else if (stats == null && slot.start > start) {
        stats = new Stats();
        slots.addLast(new Slot(start, stats));
      }
      slots.addLast(slot);
    }
    if (slots.size() > capacity) {
      slots.removeFirst();
    }
    return stats;
  }
}
