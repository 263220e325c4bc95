package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.ContainerStarts;
import dev.slipway.simulator.serving.StartFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of one fleet. Guarded by its endpoint's lock; routes hold copies. */
final class Fleet {

  private FleetPlan plan;
  private final ContainerStarts starts;
  private final Map<String, List<Instance>> instances = new HashMap<>();
  private final Map<String, Meter> meters = new HashMap<>();
  private int started;

  Fleet(EndpointState endpoint, FleetPlan plan, World world) {
    this.plan = plan;
    this.starts = world.starts();
    for (Variant variant : plan.variants()) {
      instances.put(variant.name(), new ArrayList<>());
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
   * Starts instances until so many of each variant run.
   *
   * @throws StartFailure when one does not come up; those that did stay
   */
  void grow(Map<String, Integer> counts) throws StartFailure {
    for (Variant variant : plan.variants()) {
      List<Instance> running = of(variant.name());
      while (running.size() < counts.getOrDefault(variant.name(), 0)) {
        int number = plan.number() * 1000 + started++;
        running.add(new Instance(starts.start(variant.container(), variant.name(), number)));
      }
    }
  }

  /** Drains instances until no more than so many of each variant are left. */
  void shrink(Map<String, Integer> counts) {
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
