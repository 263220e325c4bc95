package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.Growth;
import dev.slipway.simulator.serving.StartFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The instances of one fleet. Guarded by its endpoint's lock; routes hold copies. */
final class Fleet {

  /** So many pings in a row that are not answered, and an instance is given up. */
  private static final int MISSED = 3;

  private volatile FleetPlan plan;
  private final World world;
  private final String endpoint;
  private final Launches launches;
  private final Map<String, List<Instance>> instances = new HashMap<>();
  private final Map<String, List<Coming>> coming = new HashMap<>();
  private final Map<String, Meter> meters = new HashMap<>();
  private final Map<String, Environments> environments = new HashMap<>();
  private @Nullable Instant replacedFrom;

  Fleet(EndpointState endpoint, FleetPlan plan, World world) {
    this.plan = plan;
    this.world = world;
    this.endpoint = endpoint.name();
    launches = new Launches(endpoint, world);
    for (Variant variant : plan.variants()) {
      instances.put(variant.name(), new ArrayList<>());
      coming.put(variant.name(), new ArrayList<>());
      meters.put(
          variant.name(),
          new Meter(
              world.metrics(),
              endpoint.scope(),
              endpoint.name(),
              variant.name(),
              plan.configName(),
              variant.onDemand()));
      Serverless serverless = variant.desiredServerless();
      if (serverless != null) {
        environments.put(
            variant.name(),
            new Environments(
                world,
                serverless,
                () -> launches.launch(this.plan, variant, world.options().coldStart())));
      }
    }
  }

  /**
   * Starts what is missing until so many instances of each variant run, and says how far that has
   * come; to be asked again while some are starting. When one does not come up, those that have
   * stay and those that are starting are given up.
   */
  Growth grow(Map<String, Integer> counts) {
    try {
      boolean up = true;
      for (Variant variant : plan.variants()) {
        List<Coming> missing = coming.getOrDefault(variant.name(), new ArrayList<>());
        Environments onDemand = environments.get(variant.name());
        int wanted =
            onDemand == null
                ? counts.getOrDefault(variant.name(), 0) - running(variant.name())
                : onDemand.wanted();
        while (missing.size() < wanted) {
          missing.add(launches.launch(plan, variant, Duration.ZERO));
        }
        up &= arrived(missing, onDemand == null ? of(variant.name())::add : onDemand::add);
      }
      return up ? new Growth.Up() : new Growth.Starting();
    } catch (StartFailure failure) {
      giveUp();
      return new Growth.Failed(failure.reason());
    }
  }

  /** Hands on those that are up; true when none is left. */
  private boolean arrived(List<Coming> missing, Consumer<Instance> up) throws StartFailure {
    Instant now = world.clock().now();
    for (Iterator<Coming> each = missing.iterator(); each.hasNext(); ) {
      Coming one = each.next();
      if (world.clock().isManual()) one.letStart();
      if (one.isDue(now)) {
        up.accept(one.arrived());
        each.remove();
      }
    }
    return missing.isEmpty();
  }

  /**
   * Pings every instance. One that has missed too many is taken out at once, and another is started
   * for it, which takes as long as starting instances takes; until that has come up, so many fewer
   * serve.
   *
   * @param counts so many are wanted of each variant; empty while something else sees to that
   * @return whether there are others now
   */
  boolean keepWell(Map<String, Integer> counts, Instant now) {
    boolean lost = false;
    for (List<Instance> running : instances.values()) {
      for (Instance one : List.copyOf(running)) {
        ping(one);
        if (one.missed() >= MISSED) {
          running.remove(one);
          one.drain();
          lost = true;
        }
      }
    }
    if (lost) {
      replacedFrom = now.plus(world.clock().provisioning(world.options().provision()));
    }
    if (counts.isEmpty() || replacedFrom == null || now.isBefore(replacedFrom)) {
      return lost;
    }
    switch (grow(counts)) {
      case Growth.Up _ -> replacedFrom = null;
      case Growth.Starting _ -> {}
      case Growth.Failed _ ->
          replacedFrom = now.plus(world.clock().provisioning(world.options().provision()));
    }
    return true;
  }

  private void ping(Instance one) {
    if (!one.isDeaf() && world.faults().unhealthy(endpoint, plan.configName())) {
      one.deafen();
    }
    if (world.clock().isManual()) {
      one.ping();
    } else {
      var _ = Thread.ofVirtual().name("ping").start(one::ping);
    }
  }

  private void giveUp() {
    for (List<Coming> missing : coming.values()) {
      missing.forEach(Coming::giveUp);
      missing.clear();
    }
  }

  /** Drains instances until no more than so many of each variant are left. */
  void shrink(Map<String, Integer> counts) {
    giveUp();
    instances.forEach((variant, running) -> {
      while (running.size() > counts.getOrDefault(variant, 0)) {
        running.removeLast().drain();
      }
    });
  }

  void drain() {
    shrink(Map.of());
    environments.values().forEach(Environments::drain);
  }

  /** The same instances under other counts and weights. */
  void replan(FleetPlan next) {
    plan = next;
    for (Variant variant : next.variants()) {
      Environments onDemand = environments.get(variant.name());
      Serverless serverless = variant.currentServerless();
      if (onDemand != null && serverless != null) {
        onDemand.settle(serverless);
      }
    }
  }

  /** Serverless variants are about to be kept as a plan desires. */
  void want(FleetPlan next) {
    for (Variant variant : next.variants()) {
      Environments onDemand = environments.get(variant.name());
      Serverless serverless = variant.desiredServerless();
      if (onDemand != null && serverless != null) {
        onDemand.want(serverless);
      }
    }
  }

  /** Serverless variants stop what has been idle for long. */
  void minute(Instant now) {
    environments.values().forEach(onDemand -> onDemand.minute(now));
  }

  int running(String variant) {
    return of(variant).size();
  }

  FleetPlan plan() {
    return plan;
  }

  @Nullable Meter meter(String variant) {
    return meters.get(variant);
  }

  /** What serves a variant with at most {@code count} instances, as a route holds it. */
  Hosts hosts(String variant, int count) {
    Environments onDemand = environments.get(variant);
    List<Instance> running = of(variant);
    return onDemand == null
        ? new Instances(running.subList(0, Math.clamp(count, 0, running.size())))
        : onDemand;
  }

  private List<Instance> of(String variant) {
    return instances.getOrDefault(variant, List.of());
  }
}
