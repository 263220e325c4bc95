package dev.slipway.simulator.sagemaker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A fleet on paper: one configuration, its variants and their counts.
 *
 * @param number counts the fleets of an endpoint
 */
record FleetPlan(int number, String configName, List<Variant> variants) {

  FleetPlan {
    variants = List.copyOf(variants);
  }

  Optional<Variant> variant(String name) {
    return variants.stream().filter(variant -> variant.name().equals(name)).findFirst();
  }

  FleetPlan with(UnaryOperator<Variant> how) {
    return new FleetPlan(number, configName, variants.stream().map(how).toList());
  }

  /** Desired instances by variant. */
  Map<String, Integer> counts() {
    return variants.stream().collect(Collectors.toMap(Variant::name, Variant::desiredCount));
  }

  /** Instances that serve, by variant. */
  Map<String, Integer> current() {
    return variants.stream().collect(Collectors.toMap(Variant::name, Variant::currentCount));
  }

  /** What was desired holds. */
  FleetPlan reached() {
    return with(Variant::reached);
  }

  /** What holds is desired. */
  FleetPlan unchanged() {
    return with(Variant::unchanged);
  }

  /** Desired instances of a type. */
  int ofType(String instanceType) {
    return variants.stream()
        .filter(variant -> variant.instanceType().equals(instanceType))
        .mapToInt(Variant::desiredCount)
        .sum();
  }

  /** Whether a variant of it is serverless. */
  boolean onDemand() {
    return variants.stream().anyMatch(Variant::onDemand);
  }

  int total() {
    return variants.stream().mapToInt(Variant::desiredCount).sum();
  }
}
