package dev.slipway.proxy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done later, in slots of {@link #TICK} that are gone round. Setting and calling off
 * take the same few steps however many are set, and nearly all are called off. Nothing is done too
 * early, and nothing more than a tick too late. Moments are monotonic nanoseconds.
 *
 * <p>Source: <a href="https://dl.acm.org/doi/10.1145/41457.37504">Varghese and Lauck, Hashed and
 * Hierarchical Timing Wheels (1987)</a>, scheme 6.
 */
final class TimerWheel {

  /** How long a slot is, in nanoseconds. */
  static final long TICK = 2_000_000;

  private static final int SLOTS = 2048;

  private final @Nullable Timer[] slots = new @Nullable Timer[SLOTS];
  private final long origin;

  /** What was due by the end of this tick was handed out. */
  private long passed;

  private int set;

  TimerWheel(long now) {
    origin = now;
  }

  /** One thing to be done. */
  final class Timer {

    private final Runnable act;
    private final long tick;
    private boolean over;
    private boolean linked;
    private @Nullable Timer before;
    private @Nullable Timer after;

    private Timer(Runnable act, long tick) {
      this.act = act;
      this.tick = tick;
    }

    /** Calls it off; false when it was done, or called off before. */
    boolean cancel() {
      if (over) {
        return false;
      }
      over = true;
      if (linked) {
        unlink(this);
      }
      return true;
    }

    /** When it is to be done: at the end of its tick. */
    long due() {
      return origin + tick * TICK;
    }

    /** Does it, unless it was called off. */
    void run() {
      if (!over) {
        over = true;
        act.run();
      }
    }
  }

  /** Sets something to be done so many nanoseconds after now. */
  Timer set(long now, long later, Runnable act) {
    if (set == 0) {
      passed = Math.max(passed, tick(now));
    }
    var timer = new Timer(act, Math.max(passed, tick(now + Math.max(0, later))) + 1);
    int slot = slot(timer.tick);
    Timer first = slots[slot];
    timer.after = first;
    if (first != null) {
      first.before = timer;
    }
    slots[slot] = timer;
    timer.linked = true;
    set++;
    return timer;
  }

  /** What is due by now, to be run. */
  List<Timer> due(long now) {
    List<Timer> due = new ArrayList<>();
    long current = tick(now);
    // A whole turn passes every slot.
    for (long tick = Math.max(passed + 1, current - SLOTS + 1); tick <= current; tick++) {
      Timer timer = slots[slot(tick)];
      while (timer != null) {
        Timer next = timer.after;
        if (timer.tick <= current) {
          unlink(timer);
          due.add(timer);
        }
        timer = next;
      }
    }
    passed = Math.max(passed, current);
    return due;
  }

  /**
   * The moment to ask again for what is due: of the next that is set, or after a turn if that is
   * sooner.
   */
  long nextDue() {
    for (long tick = passed + 1; tick < passed + SLOTS; tick++) {
      for (Timer timer = slots[slot(tick)]; timer != null; timer = timer.after) {
        if (timer.tick == tick) {
          return timer.due();
        }
      }
    }
    return origin + (passed + SLOTS) * TICK;
  }

  /** Whether nothing is set. */
  boolean isEmpty() {
    return set == 0;
  }

  private void unlink(Timer timer) {
    Timer before = timer.before;
    Timer after = timer.after;
    if (before == null) {
      slots[slot(timer.tick)] = after;
    } else {
      before.after = after;
    }
    if (after != null) {
      after.before = before;
    }
    timer.before = null;
    timer.after = null;
    timer.linked = false;
    set--;
  }

  private long tick(long moment) {
    return (moment - origin) / TICK;
  }

  private static int slot(long tick) {
    return (int) (tick & (SLOTS - 1));
  }
}
