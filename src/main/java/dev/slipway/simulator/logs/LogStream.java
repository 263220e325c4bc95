package dev.slipway.simulator.logs;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest lines of one stream, oldest first. Safe for many threads. */
final class LogStream {

  /** How many lines it keeps, and how long each may be. */
  private static final int KEPT = 1_000;

  private static final int LONGEST = 8 * 1024;

  /**
   * One event.
   *
   * @param number counts the stream's events
   */
  record Line(long number, Instant at, String message) {}

  private final String name;
  private final Instant created;
  private final Deque<Line> lines = new ArrayDeque<>();
  private long next;

  LogStream(String name, Instant created) {
    this.name = name;
    this.created = created;
  }

  String name() {
    return name;
  }

  Instant created() {
    return created;
  }

  /** Adds a line, cut to what is kept of one, and returns it. */
  synchronized Line add(Instant at, String message) {
    String cut = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
    Line line = new Line(next++, at, cut);
    lines.addLast(line);
    if (lines.size() > KEPT) {
      lines.removeFirst();
    }
    return line;
  }

  synchronized List<Line> lines() {
    return List.copyOf(lines);
  }

  synchronized @Nullable Line first() {
    return lines.peekFirst();
  }

  synchronized @Nullable Line last() {
    return lines.peekLast();
  }
}
