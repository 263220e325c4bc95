package dev.slipway.simulator.sagemaker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go at a moment: variants by weight, fleets of a variant by share, instances by
 * load or by chance. Immutable; replaced as a whole when traffic moves.
 */
record Routes(List<Route> routes) {

  static final Routes NONE = new Routes(List.of());

  /** One variant. */
  record Route(
      String variant, float weight, boolean leastOutstanding, boolean mirrors, List<Side> sides) {

    int instances() {
      return sides.stream().mapToInt(side -> side.hosts().count()).sum();
    }

    /** The fleet that has this very instance. */
    Optional<Side> with(Instance instance) {
      return sides.stream().filter(side -> side.hosts().has(instance)).findFirst();
    }

    /** A fleet by share; {@code chance} is in [0, 1). */
    Side side(double chance) {
      double total = sides.stream().mapToDouble(Side::share).sum();
      double left = chance * total;
      for (Side side : sides) {
        left -= side.share();
        if (left < 0) {
          return side;
        }
      }
      return sides.getLast();
    }
  }

  /** The part of a variant's traffic that one fleet takes. */
  record Side(String config, Variant variant, Hosts hosts, double share, Meter meter) {}

  /**
   * The routes of an endpoint with one or two fleets.
   *
   * @param active green instances that take traffic, by variant
   */
  static Routes of(@Nullable Fleet blue, @Nullable Fleet green, Map<String, Integer> active) {
    Set<String> names = new LinkedHashSet<>();
    if (blue != null) {
      blue.plan().variants().forEach(variant -> names.add(variant.name()));
    }
    if (green != null) {
      green.plan().variants().forEach(variant -> names.add(variant.name()));
    }
    List<Route> routes = new ArrayList<>();
    for (String name : names) {
      Variant old = blue == null ? null : blue.plan().variant(name).orElse(null);
      Variant next = green == null ? null : green.plan().variant(name).orElse(null);
      double share =
          next == null || active.isEmpty()
              ? (next == null && !active.isEmpty() ? 1 : 0)
              : (double) active.getOrDefault(name, 0) / Math.max(1, next.desiredCount());
      List<Side> sides = new ArrayList<>();
      add(sides, blue, name, old == null ? 0 : old.desiredCount(), 1 - share);
      add(sides, green, name, active.getOrDefault(name, 0), share);
      Variant weighing = share >= 1 && next != null ? next : old != null ? old : next;
      if (!sides.isEmpty() && weighing != null) {
        routes.add(
            new Route(
                name,
                weighing.currentWeight(),
                weighing.toLeastBusy(),
                weighing.mirrors(),
                List.copyOf(sides)));
      }
    }
    return new Routes(List.copyOf(routes));
  }

  private static void add(
      List<Side> sides, @Nullable Fleet fleet, String variant, int most, double share) {
    Meter meter = fleet == null ? null : fleet.meter(variant);
    Variant planned = fleet == null ? null : fleet.plan().variant(variant).orElse(null);
    if (fleet != null && planned != null && meter != null && share > 0) {
      Hosts hosts = fleet.hosts(variant, most);
      if (hosts.serves()) {
        sides.add(new Side(fleet.plan().configName(), planned, hosts, share, meter));
      }
    }
  }

  Optional<Route> named(String variant) {
    return production().filter(route -> route.variant().equals(variant)).findFirst();
  }

  /** The variant that has this very instance. */
  Optional<Route> with(Instance instance) {
    return production().filter(route -> route.with(instance).isPresent()).findFirst();
  }

  /** The variant that gets copies. */
  Optional<Route> shadow() {
    return routes.stream().filter(Route::mirrors).findFirst();
  }

  private Stream<Route> production() {
    return routes.stream().filter(route -> !route.mirrors());
  }

  /** A variant by weight; {@code chance} is in [0, 1). */
  Optional<Route> any(double chance) {
    double total = production().mapToDouble(Route::weight).sum();
    double left = chance * total;
    Optional<Route> last = Optional.empty();
    for (Route route : routes) {
      if (route.mirrors()) {
        continue;
      }
      left -= route.weight();
      last = Optional.of(route);
      if (left < 0) {
        return last;
      }
    }
    return last;
  }
}
