package dev.slipway.simulator.sagemaker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A fleet on paper: one configuration, its variants and their counts.
 *
 * @param number counts the fleets of an endpoint
 * @param variants production variants, then shadow variants
 * @param capture the configuration's DataCaptureConfig; null for none
 * @param async its AsyncInferenceConfig; null for none
 */
record FleetPlan(
    int number,
    String configName,
    List<Variant> variants,
    @Nullable JsonNode capture,
    @Nullable JsonNode async) {

  FleetPlan {
    variants = List.copyOf(variants);
    // A document's null comes back as a node.
    capture = capture == null || capture.isNull() ? null : capture;
    async = async == null || async.isNull() ? null : async;
  }

  Optional<Variant> variant(String name) {
    return variants.stream().filter(variant -> variant.name().equals(name)).findFirst();
  }

  FleetPlan with(UnaryOperator<Variant> how) {
    return new FleetPlan(number, configName, variants.stream().map(how).toList(), capture, async);
  }

  /** The same as another fleet of the endpoint. */
  FleetPlan numbered(int other) {
    return new FleetPlan(other, configName, variants, capture, async);
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
