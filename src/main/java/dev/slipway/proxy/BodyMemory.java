package dev.slipway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how much of the heap large bodies hold together. Room is taken for a whole body before it
 * is read, so a body that is being read can always be finished. The other bodies wait in line, and
 * the network holds their senders back.
 *
 * <p>A signed body has to be read before anybody knows whether its sender is who they claim to be.
 * Such bodies share a part of the room. They wait for that part while other bodies pass them. Lives
 * on one event loop.
 */
final class BodyMemory {

  private final Queue<Room> known = new ArrayDeque<>();
  private final Queue<Room> claimed = new ArrayDeque<>();
  private final AtomicLong held;
  private long free;
  private long freeToClaims;
  private long asked;
  private boolean serving;

  /**
   * @param claims how much the bodies of senders who are not verified yet may hold together
   * @param held counts what the bodies of all event loops hold
   */
  BodyMemory(long bytes, long claims, AtomicLong held) {
    free = bytes;
    freeToClaims = claims;
    this.held = held;
  }

  /** The room that one body takes. */
  final class Room {

    private final Promise<Void> turn = Promise.promise();
    private final long place;
    private long bytes;
    private boolean isClaimed;

    private Room(long bytes, boolean isClaimed) {
      this.bytes = bytes;
      this.isClaimed = isClaimed;
      this.place = asked++;
    }

    /** Complete when the room is there. */
    Future<Void> turn() {
      return turn.future();
    }

    /** Leaves the line if its turn has not come. The turn then fails for the given reason. */
    void giveUp(Throwable why) {
      if ((isClaimed ? claimed : known).remove(this)) {
        turn.fail(why);
        serve();
      }
    }

    long bytes() {
      return bytes;
    }

    /** The sender was verified, so the body no longer counts among the claimed ones. */
    void isVerified() {
      if (isClaimed) {
        freeToClaims += bytes;
        isClaimed = false;
        serve();
      }
    }

    void giveBack() {
      giveBack(bytes);
    }

    /** Gives a part of the room back. */
    void giveBack(long part) {
      hold(this, -part);
      bytes -= part;
      serve();
    }
  }

  /**
   * Takes room for a body: at once when there is enough, else when its turn comes. A caller who
   * does not want to wait any longer gives the room up.
   *
   * @param isClaimed whether its sender is only claimed to be who they say
   */
  Room take(long bytes, boolean isClaimed) {
    var room = new Room(bytes, isClaimed);
    (isClaimed ? claimed : known).add(room);
    serve();
    return room;
  }

  /** The bytes that are free. */
  long free() {
    return free;
  }

  private void hold(Room room, long bytes) {
    free -= bytes;
    if (room.isClaimed) {
      freeToClaims -= bytes;
    }
    held.addAndGet(bytes);
  }

  /**
   * Gives room to those whose turn it is. They may give it back at once, and that must not start
   * this method a second time.
   */
  private void serve() {
    if (serving) {
      return;
    }
    serving = true;
    try {
      for (Room next = next(); next != null && next.bytes <= free; next = next()) {
        (next.isClaimed ? claimed : known).remove();
        hold(next, next.bytes);
        next.turn.complete();
      }
    } finally {
      serving = false;
    }
  }

  /**
   * Who is served next: the first in line, except that a claimed body is passed over while the part
   * for claimed bodies is full.
   */
  private @Nullable Room next() {
    Room first = known.peek();
    Room claim = claimed.peek();
    if (claim == null || claim.bytes > freeToClaims) {
      return first;
    }
    return first == null || claim.place < first.place ? claim : first;
  }
}
