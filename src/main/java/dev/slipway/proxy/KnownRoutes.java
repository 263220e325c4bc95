package dev.slipway.proxy;

import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Upstream;
import dev.slipway.endpoint.Route;
import dev.slipway.traffic.TrafficRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes as last read. They stay in use while the database cannot be asked. Another thread
 * reads them anew.
 */
final class KnownRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(KnownRoutes.class);

  private final Supplier<List<Route>> routes;
  private final Supplier<Map<String, TrafficRules>> rules;
  private final KnownUpstreams upstreams;
  private volatile @Nullable Table table;
  private boolean failing;

  /**
   * @param rules the traffic rules by the endpoint's name
   */
  KnownRoutes(
      Supplier<List<Route>> routes,
      Supplier<Map<String, TrafficRules>> rules,
      KnownUpstreams upstreams) {
    this.routes = routes;
    this.rules = rules;
    this.upstreams = upstreams;
  }

  /**
   * What was made of the routes and rules.
   *
   * @param shared the endpoints that had the same name in SageMaker, by that name
   * @param used the ways to SageMaker Runtime that they take
   * @param complete whether each way was open as it is wanted
   */
  private record Table(
      List<Route> routes,
      Map<String, TrafficRules> rules,
      Map<String, Destination> byName,
      Map<String, List<Route>> shared,
      Map<Target.Logical, Destination> byModel,
      Set<Upstream> used,
      boolean complete) {}

  /** Whether the routes have ever been read. */
  boolean known() {
    return table != null;
  }

  /** Where a target's predictions go; empty when there is no such endpoint. Never blocks. */
  Optional<Destination> find(Target target) {
    Table now = table;
    if (now == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (target) {
          case Target.Named named -> now.byName.get(named.endpoint());
          case Target.Logical logical -> now.byModel.get(logical);
        });
  }

  /**
   * The endpoints, retired ones among them, that had a name in SageMaker which is no stable name
   * and which several of them had; none for any other name.
   */
  List<Route> namesakes(Target target) {
    Table now = table;
    return now != null && target instanceof Target.Named named
        ? now.shared.getOrDefault(named.endpoint(), List.of())
        : List.of();
  }

  /** The AWS accounts in which these environments' endpoints are. */
  Set<String> accounts(Predicate<String> environments) {
    Table now = table;
    return now == null
        ? Set.of()
        : now.routes.stream()
            .filter(route -> !route.serving().isEmpty())
            .filter(route -> environments.test(route.environment()))
            .map(route -> route.location().accountId())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether a release may answer for a model; also true for as long as that is not known. */
  boolean serves(String environment, String model, String release) {
    Table now = table;
    if (now == null) {
      return true;
    }
    Destination destination = now.byModel.get(new Target.Logical(environment, model));
    return destination != null
        && (!Character.isDigit(release.charAt(0))
            || destination.route().serving().stream()
                .anyMatch(serving -> Integer.toString(serving.release()).equals(release)));
  }

  /**
   * Reads the routes, and has their keys kept fresh; keeps the last ones when that fails. Blocks on
   * the database.
   */
  synchronized void refresh() {
    Table before = table;
    if (before != null) {
      upstreams.keepFresh(before.used);
    }
    try {
      List<Route> all = List.copyOf(routes.get());
      Map<String, TrafficRules> allRules = Map.copyOf(rules.get());
      if (before == null
          || !before.routes.equals(all)
          || !before.rules.equals(allRules)
          || !before.complete) {
        table = prepare(all, allRules, before);
      }
      if (failing) {
        LOG.info("Routes can be read again");
        failing = false;
      }
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warn("Routes cannot be read; the last known ones stay in use", e);
        failing = true;
      }
    }
  }

  private Table prepare(List<Route> all, Map<String, TrafficRules> allRules, @Nullable Table last) {
    Map<CloudLocation, Optional<Upstream>> ways = new HashMap<>();
    Map<String, Destination> byName = new HashMap<>();
    Map<Target.Logical, Destination> byModel = new HashMap<>();
    for (Route route : all) {
      if (route.serving().isEmpty()) {
        continue;
      }
      var model = new Target.Logical(route.environment(), route.model());
      Upstream upstream =
          ways.computeIfAbsent(route.location(), upstreams::at)
              .orElseGet(() -> wayBefore(route, last == null ? null : last.byModel.get(model)));
      Destination destination =
          Destination.of(
              route, upstream, allRules.getOrDefault(route.endpoint(), TrafficRules.NONE));
      byName.put(route.endpoint(), destination);
      byModel.put(model, destination);
    }
    Map<String, List<Route>> shared = callByAliases(all, byName);
    upstreams.keepOnly(ways.keySet());
    Set<Upstream> used =
        byModel.values().stream()
            .flatMap(each -> Stream.ofNullable(each.upstream()))
            .collect(Collectors.toUnmodifiableSet());
    boolean complete = ways.values().stream().allMatch(Optional::isPresent);
    return new Table(
        all, allRules, Map.copyOf(byName), shared, Map.copyOf(byModel), used, complete);
  }

  /**
   * The way that was open before, while the new role cannot be assumed yet: the earlier role still
   * works.
   */
  private static @Nullable Upstream wayBefore(Route route, @Nullable Destination before) {
    return before != null && before.route().location().isSamePlace(route.location())
        ? before.upstream()
        : null;
  }

  /**
   * Lets endpoints be called by their aliases too. A stable name comes before an alias.
   *
   * @return the aliases that several have, each with whose it is
   */
  private static Map<String, List<Route>> callByAliases(
      List<Route> all, Map<String, Destination> byName) {
    Map<String, List<Route>> aliases = new HashMap<>();
    for (Route route : all) {
      for (String alias : route.aliases()) {
        if (byName.containsKey(alias)) continue;
        aliases.computeIfAbsent(alias, _ -> new ArrayList<>()).add(route);
      }
    }
    Map<String, List<Route>> shared = new HashMap<>();
    aliases.forEach((alias, meant) -> {
      Destination first = byName.get(meant.getFirst().endpoint());
      if (meant.size() > 1) {
        shared.put(alias, List.copyOf(meant));
      } else if (first != null) {
        byName.put(alias, first);
      }
    });
    return Map.copyOf(shared);
  }
}
