package dev.slipway.proxy;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the predictions of one endpoint share on one event loop: their places at SageMaker, and the
 * repetitions that they can afford. There are fewer places than connections, so that an endpoint
 * that hangs leaves connections to the others of its region.
 */
final class Lane {

  private final int places;
  private final int most;
  private final RetryBudget budget = new RetryBudget();
  private final Set<Asking> line = new LinkedHashSet<>();
  private int taken;
  private boolean serving;

  /**
   * @param places how many predictions may be under way
   * @param most how many more may wait for a place
   */
  Lane(int places, int most) {
    this.places = places;
    this.most = most;
  }

  RetryBudget budget() {
    return budget;
  }

  /** Begins, now or when a place is free; false when too many wait already. */
  boolean enter(Asking asking) {
    if (taken < places) {
      taken++;
      asking.begin();
      return true;
    }
    return line.size() < most && line.add(asking);
  }

  /** Does not want to wait any longer. */
  void giveUp(Asking asking) {
    line.remove(asking);
  }

  /**
   * Gives a place back. The prediction that gets it may give it back at once, and that must not
   * start this method a second time.
   */
  void leave() {
    taken--;
    if (serving) {
      return;
    }
    serving = true;
    try {
      while (taken < places && !line.isEmpty()) {
        taken++;
        first().begin();
      }
    } finally {
      serving = false;
    }
  }

  private Asking first() {
    Iterator<Asking> waiting = line.iterator();
    Asking first = waiting.next();
    waiting.remove();
    return first;
  }
}
