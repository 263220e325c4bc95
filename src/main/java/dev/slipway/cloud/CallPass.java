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
  private final Map<CallClass, Turn> turns = new EnumMap<>(CallClass.class);
  private final Work work;
  private final boolean urgent;

  /**
   * A turn.
   *
   * @param at when it comes, in cloud time
   * @param used whether a call was made on it; another one is let through, and counted
   * @param again true when it takes the place of one that was missed
   */
  public record Booking(Instant at, boolean used, @Nullable Boolean again) {
    public Booking(Instant at, boolean used) {
      this(at, used, null);
    }
  }

  /**
   * A kind of work, whose turns make about as many calls each.
   *
   * @param name one for each kind
   * @param usualCalls how many that are, until some have been seen
   */
  public record Work(String name, int usualCalls) {}

  private CallPass(Work work, @Nullable Map<CallClass, Booking> held, boolean urgent) {
    this.work = work;
    if (held != null) bookings.putAll(held);
    this.urgent = urgent;
  }

  /**
   * A pass with the turns that an earlier try of the same work has booked.
   *
   * @param work what kind of work it is
   */
  public static CallPass holding(Work work, @Nullable Map<CallClass, Booking> bookings) {
    return new CallPass(work, bookings, false);
  }

  /** A pass that is never held back: calls are counted, and others wait the longer. */
  public static CallPass urgent() {
    return new CallPass(new Work("urgent", 1), null, true);
  }

  /** Runs the work with this pass bound to its thread. */
  public <T> T during(Supplier<T> work) {
    try {
      return ScopedValue.where(BOUND, this).call(work::get);
    } finally {
      turns.values().forEach(turn -> turn.usual.saw(turn.calls));
    }
  }

  /** A turn of one class that has come: how many calls were made on it. */
  private static final class Turn {
    private final CallsPerTurn usual;
    private int calls = 1;
    private int reserved;

    private Turn(CallsPerTurn usual, int reserved) {
      this.usual = usual;
      this.reserved = reserved;
    }
  }

  /** The turns that the next try of the same work holds. */
  public Map<CallClass, Booking> bookings() {
    return Map.copyOf(bookings);
  }

  static @Nullable CallPass bound() {
    return BOUND.isBound() ? BOUND.get() : null;
  }

  Work work() {
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

  void book(CallClass one, Instant at, boolean again) {
    bookings.put(one, new Booking(at, false, again ? true : null));
  }

  /**
   * Whether every turn that this work waited for was due before a moment. Each turn is late only
   * once: otherwise a machine that is too slow would put its work off for ever.
   */
  boolean isLate(Instant before) {
    return entered.isEmpty()
        && !bookings.isEmpty()
        && bookings.values().stream()
            .allMatch(one -> one.at().isBefore(before) && one.again() == null);
  }

  /**
   * The turn has come.
   *
   * @param further calls for which it took slots, beyond the first
   * @param usual is told at the end how many there were
   */
  void enter(CallClass one, Instant now, int further, CallsPerTurn usual) {
    entered.add(one);
    bookings.put(one, new Booking(now, true));
    turns.put(one, new Turn(usual, further));
  }

  /** An earlier try had its turn already: more calls are let through, and nothing is learnt. */
  void enterAgain(CallClass one) {
    entered.add(one);
  }

  /** Another call: whether the turn took a slot for it that is not spent yet; it is then. */
  boolean spend(CallClass one) {
    Turn turn = turns.get(one);
    if (turn == null) return false;
    turn.calls++;
    return turn.reserved-- > 0;
  }
}
