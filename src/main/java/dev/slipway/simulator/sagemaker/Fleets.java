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
    }
    switch (state.change()) {
      case Change.Creating creating -> blue = new Fleet(state, creating.fleet(), world);
      case Change.Updating updating -> {
        green = new Fleet(state, updating.green(), world);
        active = updating.active();
      }
      case Change.Maintaining maintaining -> green = new Fleet(state, maintaining.fresh(), world);
      case Change.RollingBack back when back.left() != null -> {
        green = new Fleet(state, back.green(), world);
        active = back.left();
      }
      case Change.RollingBack _, Change.Resizing _, Change.Deleting _ -> {}
      case null -> {}
    }
  }

  /** Starts again what ran before a restart; whether everything has come up, or never will. */
  boolean revive(EndpointState state) {
    Growth first = blue == null ? new Growth.Up() : blue.grow(firstOf(state));
    Growth second = green == null ? new Growth.Up() : green.grow(secondOf(state));
    routes = Routes.of(blue, green, active);
    return !(first instanceof Growth.Starting) && !(second instanceof Growth.Starting);
  }

  /** Pings what serves, and replaces what has stopped answering. */
  void keepWell(EndpointState state, Instant now) {
    // Others are being started by what happens to the endpoint: they fill the gaps too.
    boolean firstGrows =
        state.change() instanceof Change.RollingBack || state.change() instanceof Change.Resizing;
    boolean secondGrows =
        state.change() instanceof Change.Updating updating
            && Rollout.of(state.live(), updating).stage() instanceof Stage.Provision;
    boolean others = false;
    if (blue != null) {
      others = blue.keepWell(firstGrows ? Map.of() : firstOf(state), now);
    }
    if (green != null) {
      others |= green.keepWell(secondGrows ? Map.of() : secondOf(state), now);
    }
    if (others) {
      routes = Routes.of(blue, green, active);
    }
  }

  /** The instances that the first fleet should have now. */
  private static Map<String, Integer> firstOf(EndpointState state) {
    FleetPlan live = state.live();
    if (live == null) {
      return Map.of();
    }
    Map<String, Integer> wanted = new HashMap<>(live.current());
    if (state.change() instanceof Change.Updating updating) {
      Rollout.of(live, updating).remaining().ifPresent(wanted::putAll);
    } else if (state.change() instanceof Change.RollingBack back && back.left() != null) {
      back.left().forEach((variant, count) -> wanted.merge(variant, -count, Integer::sum));
    }
    return wanted;
  }

  /** The instances that the second fleet should have now. */
  private static Map<String, Integer> secondOf(EndpointState state) {
    return switch (state.change()) {
      case Change.Updating updating -> Rollout.of(state.live(), updating).provisioned();
      case Change.RollingBack back when back.left() != null -> back.left();
      case Change.RollingBack _,
          Change.Creating _,
          Change.Resizing _,
          Change.Maintaining _,
          Change.Deleting _ ->
          Map.of();
      case null -> Map.of();
    };
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
   * Traffic goes back to the first fleet. The second one drains, unless a rolling update has
   * stopped some of the first one: then it is kept until that is back, and serves where nothing
   * else does.
   *
   * @param whole whether the first fleet has all its instances
   */
  void fallBack(Map<String, Integer> lastActive, boolean whole) {
    serveFirst();
    if (whole && green != null) {
      green.drain();
    } else if (routes.routes().isEmpty()) {
      serveBoth(lastActive);
    }
  }

  /** The second fleet keeps so many instances, and the first one serves the rest. */
  void shrinkSecond(Map<String, Integer> remaining) {
    serveBoth(remaining);
    if (green != null) {
      green.shrink(remaining);
    }
  }

  /** The first fleet does not come back: what there is of both serves. */
  void mix(FleetPlan second) {
    Map<String, Integer> running = new HashMap<>();
    for (Variant variant : second.variants()) {
      running.put(variant.name(), green == null ? 0 : green.running(variant.name()));
    }
    serveBoth(running);
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
