package dev.slipway.simulator.sagemaker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The waiting requests of one asynchronous endpoint, oldest first. Safe for many threads. */
final class AsyncQueue {

  /** One request, as it is journalled. */
  record Waiting(String key, JsonNode document, Instant accepted, Duration ttl) {

    boolean isOver(Instant now) {
      return !now.isBefore(accepted.plus(ttl));
    }
  }

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int running;

  synchronized void add(Waiting one) {
    waiting.addLast(one);
  }

  /** The next to be worked on, when fewer than so many are. */
  synchronized Optional<Waiting> next(int most) {
    if (running >= most || waiting.isEmpty()) {
      return Optional.empty();
    }
    running++;
    return Optional.of(waiting.removeFirst());
  }

  synchronized void done() {
    running--;
  }

  /** Takes out what has waited for longer than it may. */
  synchronized List<Waiting> over(Instant now) {
    List<Waiting> over = new ArrayList<>(waiting.stream().filter(one -> one.isOver(now)).toList());
    waiting.removeAll(over);
    return over;
  }

  /** Requests that wait or are worked on. */
  synchronized int backlog() {
    return waiting.size() + running;
  }

  synchronized @Nullable Instant oldest() {
    Waiting first = waiting.peekFirst();
    return first == null ? null : first.accepted();
  }
}
