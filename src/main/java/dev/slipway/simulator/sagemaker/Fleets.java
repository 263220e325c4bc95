package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.Growth;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one or two fleets of an endpoint, and where its requests go. Guarded by the endpoint's lock,
 * except for {@link #routes}, which requests read without it.
 */
final class Fleets {

  private final World world;
  private volatile Routes routes = Routes.NONE;
  private volatile @Nullable Fleet blue;
  private volatile @Nullable Fleet green;
  private Map<String, Integer> wantedBlue = Map.of();
  private Map<String, Integer> wantedGreen = Map.of();
  private Map<String, Integer> active = Map.of();

  Fleets(World world) {
    this.world = world;
  }

  Routes routes() {
    return routes;
  }

  Fleet blue() {
    return there(blue);
  }

  Fleet green() {
    return there(green);
  }

  /** Makes what the state says is there, with no instance yet. */
  void restore(EndpointState state) {
    FleetPlan live = state.live();
    if (live != null && !(state.change() instanceof Change.Deleting)) {
      blue = new Fleet(state, live, world);
      wantedBlue = live.current();
    }
    switch (state.change()) {
      case Change.Creating creating -> blue = new Fleet(state, creating.fleet(), world);
      case Change.Updating updating -> {
        Rollout rollout = Rollout.of(live, updating);
        green = new Fleet(state, updating.green(), world);
        active = updating.active();
        wantedGreen = rollout.provisioned();
        Map<String, Integer> left = new HashMap<>(wantedBlue);
        rollout.remaining().ifPresent(left::putAll);
        wantedBlue = left;
      }
      case Change.RollingBack _, Change.Resizing _, Change.Deleting _ -> {}
      case null -> {}
    }
  }

  /** Starts again what ran before a restart; whether everything has come up, or never will. */
  boolean revive() {
    Growth first = blue == null ? new Growth.Up() : blue.grow(wantedBlue);
    Growth second = green == null ? new Growth.Up() : green.grow(wantedGreen);
    routes = Routes.of(blue, green, active);
    return !(first instanceof Growth.Starting) && !(second instanceof Growth.Starting);
  }

  /** A first fleet, which does not serve yet. */
  void create(EndpointState state, FleetPlan plan) {
    blue = new Fleet(state, plan, world);
  }

  /** A second fleet, which does not serve yet. */
  void second(EndpointState state, FleetPlan plan) {
    green = new Fleet(state, plan, world);
    serveBoth(Map.of());
  }

  /** Requests go to both fleets, by how many of the second one's instances take their part. */
  void serveBoth(Map<String, Integer> nowActive) {
    active = nowActive;
    routes = Routes.of(blue, green, nowActive);
  }

  /** All requests go to the first fleet. */
  void serveFirst() {
    active = Map.of();
    routes = Routes.of(blue, null, Map.of());
  }

  /** The first fleet keeps so many instances; with none left, the second one serves alone. */
  void shrinkFirst(Map<String, Integer> remaining, Map<String, Integer> nowActive) {
    active = nowActive;
    routes = Routes.of(null, green, nowActive);
    if (blue == null) {
      return;
    }
    blue.shrink(remaining);
    if (remaining.values().stream().anyMatch(count -> count > 0)) {
      routes = Routes.of(blue, green, nowActive);
    }
  }

  /** The second fleet is the only one from now on. */
  void promote() {
    if (blue != null) {
      blue.drain();
    }
    blue = green;
    green = null;
    serveFirst();
  }

  /**
   * Traffic goes back to the first fleet, and the second one drains. When a rolling update had
   * stopped the whole first fleet, the second one serves until that is back.
   */
  void fallBack(Map<String, Integer> lastActive) {
    serveFirst();
    if (routes.routes().isEmpty()) {
      serveBoth(lastActive);
    } else if (green != null) {
      green.drain();
    }
  }

  /** The first fleet is whole again, the second one is no more. */
  void restoreFirst() {
    serveFirst();
    if (green != null) {
      green.drain();
      green = null;
    }
  }

  /** The first fleet has other counts and weights. */
  void replan(FleetPlan next) {
    Fleet fleet = blue();
    fleet.replan(next);
    serveFirst();
    fleet.shrink(next.current());
    serveFirst();
  }

  /** A minute has passed. */
  void minute(Instant now) {
    Fleet first = blue;
    Fleet second = green;
    if (first != null) {
      first.minute(now);
    }
    if (second != null) {
      second.minute(now);
    }
  }

  /** Nothing serves any more. */
  void drain() {
    routes = Routes.NONE;
    if (blue != null) {
      blue.drain();
    }
    if (green != null) {
      green.drain();
    }
  }

  private static Fleet there(@Nullable Fleet fleet) {
    if (fleet == null) {
      throw new IllegalStateException("the endpoint has no such fleet");
    }
    return fleet;
  }
}
