package dev.slipway.loadtest;

import dev.slipway.loadtest.LoadTest.Stop;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Looks for the same hazard again and again, one look at a time, and lets nobody wait for a look: a
 * frozen database never answers.
 */
final class Look {

  private final Supplier<Optional<Stop>> at;
  private final LongSupplier nanos;
  private final Executor aside;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final AtomicReference<@Nullable Stop> seen = new AtomicReference<>();
  private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();
  private volatile long heard;

  Look(Supplier<Optional<Stop>> at, LongSupplier nanos, Executor aside) {
    this.at = at;
    this.nanos = nanos;
    this.aside = aside;
    this.heard = nanos.getAsLong();
  }

  /** Begins a look, unless the look before is still under way. */
  void begin() {
    if (underWay.compareAndSet(false, true)) aside.execute(this::look);
  }

  /** Why the step must end; empty as long as no look has found a hazard. */
  Optional<Stop> seen() {
    RuntimeException unforeseen = fault.get();
    if (unforeseen != null) throw unforeseen;
    return Optional.ofNullable(seen.get());
  }

  /** When a look came to its end last, by the machine's time. */
  long heard() {
    return heard;
  }

  private void look() {
    try {
      at.get().ifPresent(seen::set);
      heard = nanos.getAsLong();
    } catch (DataAccessException | TransactionException silent) {
      // A failed look is told by the time since the last one that ended.
    } catch (RuntimeException unforeseen) {
      fault.set(unforeseen);
    } finally {
      underWay.set(false);
    }
  }
}
