package dev.slipway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What large bodies may hold of the heap together. Room is taken for a whole body before it is
 * read, so those that are being read can always finish; the others wait in line, and the network
 * holds their senders back. Lives on one event loop.
 */
final class BodyMemory {

  private final Queue<Waiting> line = new ArrayDeque<>();
  private final AtomicLong held;
  private long free;
  private boolean serving;

  /**
   * @param held counts what the bodies of all event loops hold
   */
  BodyMemory(long bytes, AtomicLong held) {
    free = bytes;
    this.held = held;
  }

  private record Waiting(long bytes, Promise<Void> turn) {}

  /** Takes room, when there is enough. Whoever does not want to wait longer gives it up. */
  Future<Void> take(long bytes) {
    if (line.isEmpty() && bytes <= free) {
      hold(bytes);
      return Future.succeededFuture();
    }
    var waiting = new Waiting(bytes, Promise.promise());
    line.add(waiting);
    return waiting.turn.future();
  }

  /** Leaves the line, if the turn has not come; what was taken fails so. */
  void giveUp(Future<Void> turn, Throwable why) {
    for (Waiting waiting : line) {
      if (waiting.turn.future() == turn) {
        line.remove(waiting);
        waiting.turn.fail(why);
        serve();
        return;
      }
    }
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

  /** Whoever's turn it is may give the room back at once, which must not begin this anew. */
  private void serve() {
    if (serving) {
      return;
    }
    serving = true;
    try {
      for (Waiting next = line.peek(); next != null && next.bytes <= free; next = line.peek()) {
        line.remove();
        hold(next.bytes);
        next.turn.complete();
      }
    } finally {
      serving = false;
    }
  }
}
