package dev.slipway.local;

import dev.slipway.base.LoopbackPorts;
import dev.slipway.base.StartRefused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Hands out loopback ports: the wanted one, or the next free one, remembering what was moved. */
final class Ports {

  private static final int TRIES = 100;

  private final List<Moved> moved = new ArrayList<>();
  private final Set<Integer> wantedByAll;
  private final Set<Integer> given = new HashSet<>();

  /**
   * @param wantedByAll what every server of this process wants; none is moved to another's port
   */
  Ports(Set<Integer> wantedByAll) {
    this.wantedByAll = Set.copyOf(wantedByAll);
  }

  /**
   * A port that had to give way.
   *
   * @param user what listens there, such as {@code API}
   */
  record Moved(String user, int wanted, int given) {}

  /**
   * The wanted port if it is free, else the next free one above it. Port 0 stays 0, of which the
   * system will choose, and so does -1, which is none.
   *
   * @throws StartRefused if none of the next hundred is free
   */
  int claim(String user, int wanted) {
    if (wanted <= 0) {
      return wanted;
    }
    for (int port = wanted; port < Math.min(wanted + TRIES, 65536); port++) {
      boolean mine = port == wanted || !wantedByAll.contains(port);
      if (mine && !given.contains(port) && LoopbackPorts.isFree(port)) {
        given.add(port);
        if (port != wanted) {
          moved.add(new Moved(user, wanted, port));
        }
        return port;
      }
    }
    throw new StartRefused(
        "Port %d is taken, and so are the %d above it (wanted for: %s)."
            .formatted(wanted, TRIES - 1, user),
        "Choose others: SERVER_PORT, SLIPWAY_PROXY_PORT, MANAGEMENT_SERVER_PORT,"
            + " SLIPWAY_SIMULATOR_PORT.");
  }

  /** What was moved so far. */
  List<Moved> moved() {
    return List.copyOf(moved);
  }
}
