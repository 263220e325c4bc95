package dev.slipway.live;

import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** One stream and how far its reader has come. */
final class OpenStream {

  /** Changes that are read from the database at once by a stream that has fallen behind. */
  private static final int PAGE = 200;

  private final List<Part<?>> parts;
  private final StreamWriter writer;
  private final StreamLimits limits;
  private final JsonMapper json;
  private final Reader reader;
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
      List<Part<?>> parts,
      StreamWriter writer,
      StreamLimits limits,
      JsonMapper json,
      Reader reader) {
    this.parts = parts;
    this.writer = writer;
    this.limits = limits;
    this.json = json;
    this.reader = reader;
  }

  /**
   * Tells of what came after a position until the stream is over.
   *
   * @param ahead whether the reader's last position is higher than the newest one: the database was
   *     restored from a backup, and what the reader knows may be wrong
   */
  void run(long after, boolean ahead) throws IOException, InterruptedException {
    long position = after;
    writer.opening(position);
    if (ahead) {
      writer.notice("reset", "{}");
    }
    while (!reader.gone().getAsBoolean()) {
      if (isPast(position)) {
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
      for (Part<?> part : parts) {
        part.await(position, left(spokeAt, limits.heartbeat()), reader.gone());
      }
    }
  }

  /** Whether something is known after a position, of every kind: then none is told too early. */
  private boolean isPast(long position) {
    return parts.stream().allMatch(part -> part.isPast(position));
  }

  /** Tells what came after a position, in order, as far as every kind was looked for. */
  private long tell(long position) throws IOException {
    List<Part.Look> looks = new ArrayList<>();
    for (Part<?> part : parts) looks.add(part.after(position, PAGE));
    long upTo = looks.stream().mapToLong(Part.Look::upTo).min().orElse(position);
    List<Part.Told> changes =
        looks.stream()
            .flatMap(look -> look.changes().stream())
            .filter(change -> change.position() <= upTo)
            .sorted(Comparator.comparingLong(Part.Told::position))
            .toList();
    for (Part.Told change : changes) {
      writer.event(change.position(), change.name(), json.writeValueAsString(change.body()));
    }
    if (!changes.isEmpty()) {
      writer.flush();
      spokeAt = System.nanoTime();
    }
    return upTo;
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
    parts.forEach(part -> part.isReadBy(known.get()));
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
