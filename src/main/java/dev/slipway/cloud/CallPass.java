package dev.slipway.cloud;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The right of one piece of work (a tick) to call AWS. The first call of each class waits for its
 * turn: when that is not yet, the call is not made, its turn is booked, and the work shall come
 * back then with the same bookings. Further calls of a class that was entered are let through, on
 * slots that the turn took beforehand or else counted, so that a work that has begun comes to its
 * end.
 *
 * <p>Work without a pass is somebody who waits: it is held for a short time instead.
 */
public final class CallPass {

  private static final ScopedValue<CallPass> BOUND = ScopedValue.newInstance();

  private final Map<CallClass, Booking> bookings = new EnumMap<>(CallClass.class);
  private final Set<CallClass> entered = EnumSet.noneOf(CallClass.class);
  private final Map<CallClass, Integer> reserved = new EnumMap<>(CallClass.class);
  private final String work;
  private final boolean urgent;

  /**
   * A turn.
   *
   * @param at when it comes, in cloud time
   * @param used whether a call was made on it; another one is let through, and counted
   */
  public record Booking(Instant at, boolean used) {}

  private CallPass(String work, @Nullable Map<CallClass, Booking> held, boolean urgent) {
    this.work = work;
    if (held != null) bookings.putAll(held);
    this.urgent = urgent;
  }

  /**
   * A pass with the turns that an earlier try of the same work has booked.
   *
   * @param work what kind of work it is: those of one kind make about as many calls each
   */
  public static CallPass holding(String work, @Nullable Map<CallClass, Booking> bookings) {
    return new CallPass(work, bookings, false);
  }

  /** A pass that is never held back: calls are counted, and others wait the longer. */
  public static CallPass urgent() {
    return new CallPass("urgent", null, true);
  }

  /** Runs the work with this pass bound to its thread. */
  public <T> T during(Supplier<T> work) {
    return ScopedValue.where(BOUND, this).call(work::get);
  }

  /** The turns that the next try of the same work holds. */
  public Map<CallClass, Booking> bookings() {
    return Map.copyOf(bookings);
  }

  static @Nullable CallPass bound() {
    return BOUND.isBound() ? BOUND.get() : null;
  }

  String work() {
    return work;
  }

  boolean isUrgent() {
    return urgent;
  }

  boolean hasEntered(CallClass one) {
    return entered.contains(one);
  }

  @Nullable Booking booking(CallClass one) {
    return bookings.get(one);
  }

  void book(CallClass one, Instant at) {
    bookings.put(one, new Booking(at, false));
  }

  /**
   * The turn has come.
   *
   * @param further calls for which it took slots, beyond the first
   */
  void enter(CallClass one, Instant now, int further) {
    entered.add(one);
    bookings.put(one, new Booking(now, true));
    reserved.put(one, further);
  }

  /** Whether the turn took a slot for a further call that is not spent yet; it is then. */
  boolean spend(CallClass one) {
    int left = reserved.getOrDefault(one, 0);
    if (left > 0) reserved.put(one, left - 1);
    return left > 0;
  }
}
