package dev.slipway.simulator.sagemaker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Instances that share a variant's requests, by load or by chance. */
record Instances(List<Instance> all) implements Hosts {

  Instances {
    all = List.copyOf(all);
  }

  @Override
  public int count() {
    return all.size();
  }

  @Override
  public int outstanding() {
    return all.stream().mapToInt(Instance::outstanding).sum();
  }

  @Override
  public boolean has(Instance instance) {
    return all.contains(instance);
  }

  @Override
  public boolean serves() {
    return !all.isEmpty();
  }

  @Override
  public Optional<Place> take(boolean leastOutstanding, double chance) {
    return take(pick(leastOutstanding, chance));
  }

  /** A place on this very instance; empty when it takes nothing new any more. */
  static Optional<Place> take(Instance instance) {
    return instance.accept()
        ? Optional.of(new Place(instance, Duration.ZERO, null, instance::release))
        : Optional.empty();
  }

  private Instance pick(boolean leastOutstanding, double chance) {
    int start = (int) (chance * all.size());
    Instance best = all.get(start);
    if (leastOutstanding) {
      for (int i = 1; i < all.size(); i++) {
        Instance other = all.get((start + i) % all.size());
        if (other.outstanding() < best.outstanding()) {
          best = other;
        }
      }
    }
    return best;
  }
}
