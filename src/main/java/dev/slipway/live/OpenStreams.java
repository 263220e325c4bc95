package dev.slipway.live;

import dev.slipway.base.Failure;
import java.util.HashMap;
import java.util.Map;

/** How many streams are open in this process, and whose. */
final class OpenStreams {

  private final int most;
  private final int mostPerCaller;
  private final Map<String, Integer> open = new HashMap<>();
  private int all;

  OpenStreams(int most, int mostPerCaller) {
    this.most = most;
    this.mostPerCaller = mostPerCaller;
  }

  /**
   * Lets one more be opened.
   *
   * @throws Failure.Limited {@code too-many-streams}
   */
  synchronized void enter(String caller) {
    int own = open.getOrDefault(caller, 0);
    if (own >= mostPerCaller) {
      throw new Failure.Limited(
          "too-many-streams",
          "%s has %d event streams open here, and more are not allowed; close one. One stream tells"
                  .formatted(caller, own)
              + " of all deployments, another of all events.");
    }
    if (all >= most) {
      throw new Failure.Limited(
          "too-many-streams",
          "This process has %d event streams open, and more are not allowed; try again later."
              .formatted(all));
    }
    open.put(caller, own + 1);
    all++;
  }

  synchronized void leave(String caller) {
    open.computeIfPresent(caller, (who, own) -> own == 1 ? null : own - 1);
    all--;
  }

  synchronized int all() {
    return all;
  }
}
