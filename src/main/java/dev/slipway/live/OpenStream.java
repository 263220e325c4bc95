package dev.slipway.live;

import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** One stream and how far its reader has come. */
final class OpenStream<T> {

  /** Changes that are read from the database at once by a stream that has fallen behind. */
  private static final int PAGE = 200;

  private final Telling<T> telling;
  private final StreamWriter writer;
  private final StreamLimits limits;
  private final JsonMapper json;
  private final Reader reader;
  private Audience<T> audience;
  private long checkedAt = System.nanoTime();
  private long spokeAt = System.nanoTime();

  /**
   * Who reads.
   *
   * @param caller as they were when the stream was opened
   * @param now as they are; empty once nobody knows them any more
   * @param gone whether the process ends its streams
   */
  record Reader(Principal caller, Supplier<Optional<Principal>> now, BooleanSupplier gone) {}

  OpenStream(
      Telling<T> telling,
      StreamWriter writer,
      StreamLimits limits,
      JsonMapper json,
      Reader reader) {
    this.telling = telling;
    this.writer = writer;
    this.limits = limits;
    this.json = json;
    this.reader = reader;
    this.audience = telling.audience().apply(reader.caller());
  }

  /**
   * Tells of what came after a position until the stream is over.
   *
   * @param ahead whether the reader has seen later changes than there are: the database was set
   *     back, and what the reader knows may not be so
   */
  void run(long after, boolean ahead) throws IOException, InterruptedException {
    long position = after;
    writer.opening(position);
    if (ahead) {
      writer.notice("reset", "{}");
    }
    while (!reader.gone().getAsBoolean()) {
      if (telling.feed().isPast(position)) {
        if (isOver(checkedAt, limits.checkEvery()) && !isStillWelcome()) {
          return;
        }
        position = tell(position);
      }
      if (isOver(spokeAt, limits.heartbeat())) {
        if (!isStillWelcome()) {
          return;
        }
        writer.heartbeat(position);
        spokeAt = System.nanoTime();
      }
      telling.feed().await(position, left(spokeAt, limits.heartbeat()), reader.gone());
    }
  }

  private long tell(long position) throws IOException {
    Feed.Batch<T> batch = telling.feed().after(position, audience, PAGE);
    for (Placed<T> change : batch.changes()) {
      writer.event(change.position(), json.writeValueAsString(telling.feed().told(change.value())));
    }
    if (!batch.changes().isEmpty()) {
      writer.flush();
      spokeAt = System.nanoTime();
    }
    return batch.upTo();
  }

  private boolean isStillWelcome() throws IOException {
    Optional<Principal> known = reader.now().get();
    if (known.isEmpty() || !known.get().name().equals(reader.caller().name())) {
      writer.notice("end", "{\"code\":\"unauthenticated\"}");
      return false;
    }
    if (known.get().reach(Role.VIEWER).isNowhere()) {
      writer.notice("end", "{\"code\":\"forbidden\"}");
      return false;
    }
    audience = telling.audience().apply(known.get());
    checkedAt = System.nanoTime();
    return true;
  }

  private static boolean isOver(long since, Duration time) {
    return System.nanoTime() - since >= time.toNanos();
  }

  private static Duration left(long since, Duration time) {
    return time.minusNanos(System.nanoTime() - since);
  }
}
