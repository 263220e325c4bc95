package dev.slipway.simulator.time;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is due in AWS time. Events run one after another in the order of their instants (those of
 * the same instant in the order of their registration), so everything that happens to the simulated
 * world by itself happens on one thread at a time.
 *
 * <p>A running clock's timeline is driven by one thread ({@link #start}); a manual clock's by
 * {@link SimClock#advance}, which runs each event at its own instant.
 */
public final class Timeline implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Timeline.class.getName());

  /** Something that will happen. */
  public static final class Event implements Comparable<Event> {
    private final Instant due;
    private final long order;
    private final String what;
    private final Consumer<Instant> action;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    private Event(Instant due, long order, String what, Consumer<Instant> action) {
      this.due = due;
      this.order = order;
      this.what = what;
      this.action = action;
    }

    /** It shall not happen after all; without effect once it has. */
    public void cancel() {
      cancelled.set(true);
    }

    /** When it is due. */
    public Instant due() {
      return due;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = due.compareTo(other.due);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return due + " " + what;
    }
  }

  private final SimClock clock;
  private final ReentrantLock queueLock = new ReentrantLock();
  private final Condition changed = queueLock.newCondition();
  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final ReentrantLock running = new ReentrantLock();
  private long registered;
  private boolean closed;
  private @Nullable Thread driver;

  /** The timeline of a clock; a clock has one. */
  public Timeline(SimClock clock) {
    this.clock = clock;
    clock.drives(this);
  }

  /** Runs {@code action} at {@code due}, or at the next occasion when that has passed. */
  public Event at(Instant due, String what, Runnable action) {
    return add(due, what, _ -> action.run());
  }

  /**
   * Runs {@code action} again and again, at each multiple of {@code period} since the epoch. It is
   * told the instant at which it was due.
   */
  public Event every(Duration period, String what, Consumer<Instant> action) {
    return new Recurring(period, what, action).next(clock.now());
  }

  /** Runs what is due now, in order, and returns how many events that were. */
  public int runDue() {
    running.lock();
    try {
      int count = 0;
      for (Event event = poll(clock.now()); event != null; event = poll(clock.now())) {
        run(event);
        count++;
      }
      return count;
    } finally {
      running.unlock();
    }
  }

  /** Starts the thread that runs events as they fall due. For running clocks. */
  public void start() {
    if (clock.isManual() || driver != null) {
      return;
    }
    driver = Thread.ofPlatform().name("simulator-timeline").daemon().start(this::drive);
  }

  /** Runs no further events, and ends the thread. */
  @Override
  public void close() {
    queueLock.lock();
    try {
      closed = true;
      queue.clear();
      changed.signalAll();
    } finally {
      queueLock.unlock();
    }
    Thread thread = driver;
    if (thread != null && thread != Thread.currentThread()) {
      try {
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void jumpTo(Instant target) {
    running.lock();
    try {
      for (Event event = poll(target); event != null; event = poll(target)) {
        clock.moveTo(event.due);
        run(event);
      }
      clock.moveTo(target);
      signal();
    } finally {
      running.unlock();
    }
  }

  private Event add(Instant due, String what, Consumer<Instant> action) {
    queueLock.lock();
    try {
      Event event = new Event(due, registered++, what, action);
      if (!closed) {
        queue.add(event);
        changed.signalAll();
      }
      return event;
    } finally {
      queueLock.unlock();
    }
  }

  private void signal() {
    queueLock.lock();
    try {
      changed.signalAll();
    } finally {
      queueLock.unlock();
    }
  }

  private @Nullable Event poll(Instant until) {
    queueLock.lock();
    try {
      for (Event head = queue.peek(); head != null; head = queue.peek()) {
        if (head.cancelled.get()) {
          queue.remove();
        } else if (head.due.isAfter(until)) {
          return null;
        } else {
          return queue.remove();
        }
      }
      return null;
    } finally {
      queueLock.unlock();
    }
  }

  /** One event's failure is told and does not stop the others. */
  private void run(Event event) {
    try {
      event.action.accept(event.due);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the event \"" + event.what + "\" failed", e);
    }
  }

  private void drive() {
    while (awaitDue()) {
      runDue();
    }
  }

  /** Waits until an event is due; false once closed. */
  private boolean awaitDue() {
    queueLock.lock();
    try {
      while (!closed) {
        Event head = queue.peek();
        if (head == null) {
          changed.await();
          continue;
        }
        Duration wait = clock.wallFor(Duration.between(clock.now(), head.due));
        if (!wait.isPositive()) {
          return true;
        }
        var _ = changed.awaitNanos(Math.min(wait.toNanos(), TimeUnit.MINUTES.toNanos(1)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      queueLock.unlock();
    }
    return false;
  }

  /** A recurring event is a chain of single ones; cancelling its handle ends the chain. */
  private final class Recurring {
    private final Duration period;
    private final String what;
    private final Consumer<Instant> action;
    private final Event handle;

    Recurring(Duration period, String what, Consumer<Instant> action) {
      this.period = period;
      this.what = what;
      this.action = action;
      this.handle = new Event(Instant.EPOCH, 0, what, action);
    }

    Event next(Instant after) {
      long step = period.toMillis();
      Instant due = Instant.ofEpochMilli((after.toEpochMilli() / step + 1) * step);
      var _ =
          add(
              due,
              what,
              instant -> {
                if (handle.cancelled.get()) {
                  return;
                }
                var _ = next(instant);
                action.accept(instant);
              });
      return handle;
    }
  }
}
