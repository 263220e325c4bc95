package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What large bodies may hold of the heap together. Room is taken for a whole body before it is
 * read, so those that are being read can always finish; the others wait in line, and the network
 * holds their senders back. Lives on one event loop.
 */
final class BodyMemory {

  private static final int PATIENCE_SECONDS = 10;

  private final Queue<Waiting> line = new ArrayDeque<>();
  private final AtomicLong held;
  private long free;

  /**
   * @param held counts what the bodies of all event loops hold
   */
  BodyMemory(long bytes, AtomicLong held) {
    free = bytes;
    this.held = held;
  }

  private record Waiting(long bytes, Promise<Void> turn) {}

  /** Takes room, when there is enough; fails with a {@link Refusal} after a while. */
  Future<Void> take(long bytes) {
    if (line.isEmpty() && bytes <= free) {
      hold(bytes);
      return Future.succeededFuture();
    }
    var waiting = new Waiting(bytes, Promise.promise());
    line.add(waiting);
    return waiting
        .turn
        .future()
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .recover(_ -> {
          forgo(waiting);
          return Future.failedFuture(
              new Refusal(Reason.OVERLOADED, "Too many large bodies at once; try again."));
        });
  }

  /** Gives room back. */
  void give(long bytes) {
    hold(-bytes);
    serve();
  }

  /** Of what is free and what was taken, the former. */
  long free() {
    return free;
  }

  private void hold(long bytes) {
    free -= bytes;
    held.addAndGet(bytes);
  }

  private void forgo(Waiting waiting) {
    // Its turn may have come in the very moment in which it gave up.
    if (!line.remove(waiting)) {
      give(waiting.bytes);
    } else {
      serve();
    }
  }

  private void serve() {
    for (Iterator<Waiting> next = line.iterator(); next.hasNext(); ) {
      Waiting waiting = next.next();
      if (waiting.bytes > free) {
        return;
      }
      next.remove();
      hold(waiting.bytes);
      waiting.turn.complete();
    }
  }
}
