package dev.slipway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how much of the heap large bodies hold together. Room is taken for a whole body before it
 * is read, so a body that is being read can always be finished. The other bodies wait in line, and
 * the network holds their senders back.
 *
 * <p>Some signed bodies have to be read before anybody knows whether their senders are who they
 * claim to be. Such bodies share a part of the room. They wait for that part while other bodies
 * pass them. Whoever holds least of it comes first, and one that has held its room for a while
 * gives it up when another's waits for it. So nobody who only claims to be somebody keeps others
 * waiting for long. Lives on one event loop.
 */
final class BodyMemory {

  private final Queue<Room> known = new ArrayDeque<>();
  private final Map<String, Claimant> claimants = new HashMap<>();
  private final AtomicLong held;
  private long free;
  private long freeToClaims;

  /** What was asked to be given up and is not given back yet. */
  private long coming;

  private long asked;
  private long turns;
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

  /** Somebody who is not verified yet. */
  private static final class Claimant {

    private final String name;
    private final Queue<Room> line = new ArrayDeque<>();

    /** Those that it may have to give up, the oldest first. */
    private final Set<Room> overdue = new LinkedHashSet<>();

    private long bytes;

    /** The number of its last turn. */
    private long served = -1;

    Claimant(String name) {
      this.name = name;
    }

    boolean isGone() {
      return line.isEmpty() && bytes == 0;
    }

    long overdueBytes() {
      return overdue.stream().mapToLong(room -> room.bytes).sum();
    }

    private static long place(Claimant waiting) {
      Room first = waiting.line.peek();
      return first == null ? Long.MAX_VALUE : first.place;
    }
  }

  /** The room that one body takes. */
  final class Room {

    private final Promise<Void> turn = Promise.promise();
    private final long place;
    private final Runnable whenPassedOn;
    private long bytes;
    private long coming;

    /** Null once its sender is verified. */
    private @Nullable Claimant claimant;

    private Room(long bytes, @Nullable Claimant claimant, Runnable whenPassedOn) {
      this.bytes = bytes;
      this.claimant = claimant;
      this.whenPassedOn = whenPassedOn;
      this.place = asked++;
    }

    /** Complete when the room is there. */
    Future<Void> turn() {
      return turn.future();
    }

    /** Leaves the line if its turn has not come. The turn then fails for the given reason. */
    void giveUp(Throwable why) {
      if (line().remove(this)) {
        if (claimant != null) {
          forget(claimant);
        }
        turn.fail(why);
        serve();
      }
    }

    long bytes() {
      return bytes;
    }

    /** Whether its sender is only claimed to be who they say. */
    boolean isClaimed() {
      return claimant != null;
    }

    /** The sender was verified, so the body no longer counts among the claimed ones. */
    void isVerified() {
      Claimant was = claimant;
      if (was != null) {
        was.overdue.remove(this);
        count(-bytes);
        claimant = null;
        serve();
      }
    }

    /** The sender had enough time: from now on it gives the room up when others wait for it. */
    void mayBePassedOn() {
      if (claimant != null && bytes > 0) {
        claimant.overdue.add(this);
        serve();
      }
    }

    void giveBack() {
      giveBack(bytes);
    }

    /** Gives a part of the room back. */
    void giveBack(long part) {
      hold(-part);
      bytes -= part;
      if (claimant != null && bytes == 0) {
        claimant.overdue.remove(this);
      }
      serve();
    }

    private Queue<Room> line() {
      return claimant == null ? known : claimant.line;
    }

    private void hold(long part) {
      free -= part;
      held.addAndGet(part);
      count(part);
    }

    /** Counts a part among the claimed ones, where it is one. */
    private void count(long part) {
      Claimant by = claimant;
      if (by != null) {
        freeToClaims -= part;
        by.bytes += part;
        forget(by);
      }
      if (part < 0) {
        long came = Math.min(coming, -part);
        coming -= came;
        BodyMemory.this.coming -= came;
      }
    }

    private void passOn() {
      coming = bytes;
      BodyMemory.this.coming += bytes;
      whenPassedOn.run();
    }
  }

  /**
   * Takes room for a body: at once when there is enough, else when its turn comes. A caller who
   * does not want to wait any longer gives the room up.
   *
   * @param claimant who its sender is, as far as that is only claimed; null when it is known
   * @param whenPassedOn is told to give the room back: a claimed sender has held it for long enough
   */
  Room take(long bytes, @Nullable String claimant, Runnable whenPassedOn) {
    Claimant by = claimant == null ? null : claimants.computeIfAbsent(claimant, Claimant::new);
    var room = new Room(bytes, by, whenPassedOn);
    room.line().add(room);
    serve();
    return room;
  }

  /** The bytes that are free. */
  long free() {
    return free;
  }

  /** How many are remembered who claim to be somebody. */
  int claimants() {
    return claimants.size();
  }

  private void forget(Claimant claimant) {
    if (claimant.isGone()) {
      claimants.remove(claimant.name, claimant);
    }
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
      do {
        for (Room next = next(); next != null && next.bytes <= free; next = next()) {
          next.line().remove();
          if (next.claimant != null) {
            next.claimant.served = turns++;
          }
          next.hold(next.bytes);
          next.turn.complete();
        }
      } while (isPassedOn());
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
    Room claim = nextClaim();
    if (claim == null || claim.bytes > freeToClaims) {
      return first;
    }
    return first == null || claim.place < first.place ? claim : first;
  }

  /**
   * Of those who claim to be somebody and wait: the one that holds least, then whose turn was
   * longest ago, then who came first.
   */
  private @Nullable Room nextClaim() {
    if (claimants.isEmpty()) {
      return null;
    }
    return claimants.values().stream()
        .filter(claimant -> !claimant.line.isEmpty())
        .min(
            Comparator.<Claimant>comparingLong(it -> it.bytes)
                .thenComparingLong(it -> it.served)
                .thenComparingLong(Claimant::place))
        .map(claimant -> claimant.line.peek())
        .orElse(null);
  }

  /** Has a claimed room passed on that was held for long enough, if one that waits needs it. */
  private boolean isPassedOn() {
    Room first = known.peek();
    if (first != null && isPassedOn(first.bytes - free, 0)) {
      return true;
    }
    Room claim = nextClaim();
    return claim != null
        && claim.claimant != null
        && isPassedOn(claim.bytes - freeToClaims, claim.claimant.bytes);
  }

  /**
   * Has the one who holds most give up a room.
   *
   * @param missing how many bytes the one that waits needs
   * @param above only those who hold more than this have to give up something
   * @return false when nothing is needed, or nothing would do
   */
  private boolean isPassedOn(long missing, long above) {
    if (missing <= coming) {
      return false;
    }
    List<Claimant> holders =
        claimants.values().stream()
            .filter(claimant -> claimant.bytes > above && !claimant.overdue.isEmpty())
            .sorted(Comparator.comparingLong(claimant -> -claimant.bytes))
            .toList();
    long overdue = holders.stream().mapToLong(Claimant::overdueBytes).sum();
    if (overdue == 0 || missing > coming + overdue) {
      return false;
    }
    Set<Room> rooms = holders.getFirst().overdue;
    Room oldest = rooms.iterator().next();
    rooms.remove(oldest);
    oldest.passOn();
    return true;
  }
}
