package dev.slipway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What large bodies may hold of the heap together. Room is taken for a whole body before it is
 * read, so those that are being read can always finish; the others wait in line, and the network
 * holds their senders back. Whoever signs has to be read before anybody knows that it is they who
 * ask: what is only claimed to be somebody's shares a part of the room, and waits for that while
 * others pass. Lives on one event loop.
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
   * @param claims how much those may hold together who only say who they are
   * @param held counts what the bodies of all event loops hold
   */
  BodyMemory(long bytes, long claims, AtomicLong held) {
    free = bytes;
    freeToClaims = claims;
    this.held = held;
  }

  /** What one body takes. */
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

    /** Complete when it is there. */
    Future<Void> turn() {
      return turn.future();
    }

    /** Leaves the line, if the turn has not come; it fails so. */
    void giveUp(Throwable why) {
      if ((isClaimed ? claimed : known).remove(this)) {
        turn.fail(why);
        serve();
      }
    }

    long bytes() {
      return bytes;
    }

    /** Its sender has proved to be who they said. */
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

    /** Gives a part back. */
    void giveBack(long part) {
      hold(this, -part);
      bytes -= part;
      serve();
    }
  }

  /**
   * Takes room, at once when there is enough. Whoever does not want to wait longer gives it up.
   *
   * @param isClaimed whether its sender is only claimed to be who they say
   */
  Room take(long bytes, boolean isClaimed) {
    var room = new Room(bytes, isClaimed);
    (isClaimed ? claimed : known).add(room);
    serve();
    return room;
  }

  /** Of what is free and what was taken, the former. */
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

  /** Whoever's turn it is may give the room back at once, which must not begin this anew. */
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

  /** Whoever came first; of those who are claimed only for whom their part has room. */
  private @Nullable Room next() {
    Room first = known.peek();
    Room claim = claimed.peek();
    if (claim == null || claim.bytes > freeToClaims) {
      return first;
    }
    return first == null || claim.place < first.place ? claim : first;
  }
}
