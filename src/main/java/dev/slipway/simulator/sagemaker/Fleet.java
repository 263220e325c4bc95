package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.fault.Trouble;
import dev.slipway.simulator.serving.Container;
import dev.slipway.simulator.serving.ContainerStarts;
import dev.slipway.simulator.serving.Growth;
import dev.slipway.simulator.serving.StartFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The instances of one fleet. Guarded by its endpoint's lock; routes hold copies. */
final class Fleet {

  private static final String NO_CAPACITY =
      "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity"
          + " error. Please retry using a different ML instance type or after some time.";

  /**
   * An instance on its way up.
   *
   * @param ready not before then, in AWS time
   */
  private record Coming(CompletableFuture<Container> container, Instant ready) {

    void giveUp() {
      if (!container.cancel(false) && !container.isCompletedExceptionally()) {
        container.join().stop();
      }
    }
  }

  private FleetPlan plan;
  private final World world;
  private final String endpoint;
  private final Map<String, List<Instance>> instances = new HashMap<>();
  private final Map<String, List<Coming>> coming = new HashMap<>();
  private final Map<String, Meter> meters = new HashMap<>();
  private int started;

  Fleet(EndpointState endpoint, FleetPlan plan, World world) {
    this.plan = plan;
    this.world = world;
    this.endpoint = endpoint.name();
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
              plan.configName()));
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
        int wanted = counts.getOrDefault(variant.name(), 0);
        while (running(variant.name()) + missing.size() < wanted) {
          missing.add(start(variant));
        }
        up &= arrived(missing, of(variant.name()));
      }
      return up ? new Growth.Up() : new Growth.Starting();
    } catch (StartFailure failure) {
      giveUp();
      return new Growth.Failed(failure.reason());
    }
  }

  private Coming start(Variant variant) throws StartFailure {
    Instant ready = world.clock().now();
    Instant latest = ready.plus(variant.container().startup());
    for (Trouble trouble :
        world.faults().instance(endpoint, plan.configName(), variant.instanceType())) {
      switch (trouble) {
        case Trouble.NoCapacity _ -> throw new StartFailure(NO_CAPACITY);
        case Trouble.StartFails fails -> throw new StartFailure(fails.reason());
        case Trouble.PingFails _ -> throw ContainerStarts.pingFailed(variant.name());
        case Trouble.SlowStart slow -> ready = ready.plus(slow.aws());
      }
    }
    if (ready.isAfter(latest)) {
      return new Coming(
          CompletableFuture.failedFuture(ContainerStarts.pingFailed(variant.name())), latest);
    }
    int number = plan.number() * 1000 + started++;
    return new Coming(world.starts().start(variant.container(), variant.name(), number), ready);
  }

  /** Moves those that are up; true when none is left. */
  private boolean arrived(List<Coming> missing, List<Instance> running) throws StartFailure {
    Instant now = world.clock().now();
    for (Iterator<Coming> each = missing.iterator(); each.hasNext(); ) {
      Coming one = each.next();
      if (!one.container().isDone() || now.isBefore(one.ready())) {
        continue;
      }
      if (one.container().isCompletedExceptionally()) {
        throw one.container().exceptionNow() instanceof StartFailure failure
            ? failure
            : new StartFailure("The primary container did not start.");
      }
      running.add(new Instance(one.container().join()));
      each.remove();
    }
    return missing.isEmpty();
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
  }

  /** The same instances under other counts and weights. */
  void replan(FleetPlan next) {
    plan = next;
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

  /** The first {@code count} instances of a variant, as a route holds them. */
  Instance[] serving(String variant, int count) {
    List<Instance> running = of(variant);
    return running.subList(0, Math.min(count, running.size())).toArray(new Instance[0]);
  }

  private List<Instance> of(String variant) {
    return instances.getOrDefault(variant, List.of());
  }
}
