package dev.slipway.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@link CallSlots} for a process that shares its limits with none. */
final class SlotsInMemory implements CallSlots {

  private final ConcurrentHashMap<Queue, State> states = new ConcurrentHashMap<>();

  private record State(Instant next, double slowness, @Nullable Instant slowedAt) {

    double slownessAt(Instant now) {
      if (slowedAt == null) return 1;
      double left = 1 - (double) Duration.between(slowedAt, now).toMillis() / RECOVERY.toMillis();
      return 1 + (slowness - 1) * Math.clamp(left, 0, 1);
    }
  }

  @Override
  public Optional<Slots> take(
      Queue queue, double perSecond, int count, Instant now, Instant latest) {
    AtomicReference<@Nullable Slots> taken = new AtomicReference<>();
    states.compute(
        queue,
        (_, before) -> {
          State state = before == null ? new State(Instant.MIN, 1, null) : before;
          Instant first = later(state.next, CallSlots.floor(now, perSecond));
          if (first.isAfter(latest)) return state;
          Duration spacing = Duration.ofNanos(Math.round(1e9 / perSecond * state.slownessAt(now)));
          taken.set(new Slots(first, spacing));
          return new State(first.plus(spacing.multipliedBy(count)), state.slowness, state.slowedAt);
        });
    return Optional.ofNullable(taken.get());
  }

  @Override
  public void slowDown(Queue queue, Instant now, Duration pause) {
    states.compute(
        queue,
        (_, before) -> {
          State state = before == null ? new State(Instant.MIN, 1, null) : before;
          double slowness = Math.min(SLOWEST, state.slownessAt(now) * 2);
          return new State(later(state.next, now).plus(pause), slowness, now);
        });
  }

  @Override
  public Instant next(Queue queue, Instant now) {
    State state = states.get(queue);
    return state == null ? now : later(state.next, now);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
