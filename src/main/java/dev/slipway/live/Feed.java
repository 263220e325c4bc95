package dev.slipway.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One kind of change, in order, and whoever waits for the next one. The latest changes are kept in
 * memory while somebody follows, so that a change is read once for all streams of the process; a
 * stream that has fallen behind reads what it missed from the database.
 */
public abstract class Feed<T> {

  /** How many changes are kept in memory. */
  static final int KEPT = 1000;

  private final AtomicInteger followers = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private List<Placed<T>> kept = List.of();
  private long keptAfter;
  private long known;

  protected Feed() {}

  /** The changes after one position and up to another, in order. */
  protected abstract List<Placed<T>> between(long after, long until, int limit);

  /** The form in which a change is told, to be written as JSON. */
  protected abstract Object told(T change);

  /** All that a caller may see, from now on, beside another kind of change in one stream. */
  protected abstract Telling<T> everything();

  /** Whether who hears of a later change need not hear of an earlier one. */
  protected abstract boolean isOutdated(T earlier, T later);

  /**
   * Changes in order, and up to where nothing more has to be looked for.
   *
   * @param upTo the position that was looked at last
   */
  record Batch<T>(List<Placed<T>> changes, long upTo) {}

  /**
   * Looks for changes up to a position and wakes who waits for them. Called by one thread.
   *
   * @param head up to where changes of every kind are visible, so that streams which tell of
   *     several kinds can tell them in one order
   */
  void follow(long head) {
    if (head <= known) {
      return;
    }
    // Asked once: who joins from here on reads from the database what was not looked at.
    boolean followed = followers.get() > 0;
    List<Placed<T>> fresh = followed ? between(known, head, KEPT + 1) : List.of();
    boolean whole = followed && fresh.size() <= KEPT;
    lock.lock();
    try {
      if (whole) {
        keep(fresh);
      } else {
        kept = List.of();
        keptAfter = head;
      }
      known = head;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void keep(List<Placed<T>> fresh) {
    List<Placed<T>> all = new ArrayList<>(kept);
    for (Placed<T> change : fresh) {
      all.removeIf(earlier -> isOutdated(earlier.value(), change.value()));
      all.add(change);
    }
    int dropped = Math.max(0, all.size() - KEPT);
    if (dropped > 0) {
      keptAfter = all.get(dropped - 1).position();
    }
    kept = List.copyOf(all.subList(dropped, all.size()));
  }

  /** What came after a position; from memory where that reaches back so far. */
  Batch<T> after(long position, Audience<T> audience, int limit) {
    long until;
    lock.lock();
    try {
      if (position >= keptAfter) {
        return new Batch<>(
            kept.stream()
                .filter(change -> change.position() > position)
                .filter(change -> audience.wants(change.value()))
                .toList(),
            Math.max(position, known));
      }
      until = known;
    } finally {
      lock.unlock();
    }
    List<Placed<T>> missed = audience.missed(position, until, limit);
    return new Batch<>(missed, missed.size() < limit ? until : missed.getLast().position());
  }

  /**
   * Waits until something came after a position, or the time is over, or the wait is called off.
   */
  void await(long position, Duration longest, BooleanSupplier calledOff)
      throws InterruptedException {
    long left = longest.toNanos();
    lock.lock();
    try {
      while (known <= position && left > 0 && !calledOff.getAsBoolean()) {
        left = news.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets all who wait look again. */
  void wake() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether something is known that came after a position. */
  boolean isPast(long position) {
    lock.lock();
    try {
      return known > position;
    } finally {
      lock.unlock();
    }
  }

  void join() {
    followers.incrementAndGet();
  }

  void leave() {
    followers.decrementAndGet();
  }
}
