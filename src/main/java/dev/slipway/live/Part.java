package dev.slipway.live;

import dev.slipway.access.Principal;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One kind of change in an open stream, and what of it the reader wants and may see. */
final class Part<T> {

  private final Telling<T> telling;
  private Audience<T> audience;

  Part(Telling<T> telling, Principal reader) {
    this.telling = telling;
    this.audience = telling.audience().apply(reader);
  }

  /**
   * A change as the reader is told of it.
   *
   * @param name of the message
   */
  record Told(long position, String name, Object body) {}

  /**
   * Changes in order, and up to where nothing more of this kind has to be looked for.
   *
   * @param upTo the position that was looked at last
   */
  record Look(List<Told> changes, long upTo) {}

  /** The reader may see something else than before. */
  void isReadBy(Principal reader) {
    audience = telling.audience().apply(reader);
  }

  Look after(long position, int limit) {
    Feed.Batch<T> batch = telling.feed().after(position, audience, limit);
    return new Look(batch.changes().stream().map(this::told).toList(), batch.upTo());
  }

  private Told told(Placed<T> change) {
    return new Told(change.position(), telling.name(), telling.feed().told(change.value()));
  }

  boolean isPast(long position) {
    return telling.feed().isPast(position);
  }

  void await(long position, Duration longest, BooleanSupplier calledOff)
      throws InterruptedException {
    telling.feed().await(position, longest, calledOff);
  }

  void join() {
    telling.feed().join();
  }

  void leave() {
    telling.feed().leave();
  }

  boolean fromTheStart() {
    return telling.fromTheStart();
  }
}
