package dev.slipway.simulator.sagemaker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.BlueGreenUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.CapacitySize;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.RollingUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfig;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfigType;

/**
 * The stages that a deployment configuration comes to ("Deployment guardrails": blue/green
 * all-at-once, canary, linear; rolling). A pure function of the configuration and the counts, so
 * that it can be made again after a restart.
 *
 * <p>TerminationWait is the final bake, with alarms watched. A bake of no time is left out. A
 * percentage is rounded up to whole instances, or down where that is asked for.
 */
record GuardrailPlan(List<Stage> stages, Optional<Duration> timeout) {

  static GuardrailPlan of(
      @Nullable DeploymentConfig config,
      Map<String, Integer> green,
      Map<String, Integer> blue,
      boolean roundsDown) {
    if (config != null && config.rollingUpdatePolicy() != null) {
      return rolling(config.rollingUpdatePolicy(), green, blue, roundsDown);
    }
    BlueGreenUpdatePolicy policy = config == null ? null : config.blueGreenUpdatePolicy();
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage.Provision(green));
    TrafficRoutingConfig routing = policy == null ? null : policy.trafficRoutingConfiguration();
    if (routing != null) {
      Duration wait = seconds(routing.waitIntervalInSeconds());
      if (routing.type() == TrafficRoutingConfigType.CANARY && routing.canarySize() != null) {
        step(stages, sizes(routing.canarySize(), green, roundsDown), green, wait);
      } else if (routing.type() == TrafficRoutingConfigType.LINEAR
          && routing.linearStepSize() != null) {
        linear(stages, sizes(routing.linearStepSize(), green, roundsDown), green, wait);
      }
    }
    stages.add(new Stage.Activate(green, true));
    Duration last = seconds(policy == null ? null : policy.terminationWaitInSeconds());
    if (last.isPositive()) {
      stages.add(new Stage.Bake(last, green, true));
    }
    stages.add(new Stage.Terminate(each(blue, _ -> 0)));
    return new GuardrailPlan(
        List.copyOf(stages),
        timeout(policy == null ? null : policy.maximumExecutionTimeoutInSeconds()));
  }

  private static void linear(
      List<Stage> stages, Map<String, Integer> sizes, Map<String, Integer> green, Duration wait) {
    Map<String, Integer> active = sizes;
    while (!active.equals(green)) {
      step(stages, active, green, wait);
      Map<String, Integer> before = active;
      active =
          each(
              green,
              variant ->
                  Math.min(
                      green.getOrDefault(variant, 0),
                      before.getOrDefault(variant, 0) + sizes.getOrDefault(variant, 1)));
    }
  }

  private static void step(
      List<Stage> stages, Map<String, Integer> active, Map<String, Integer> green, Duration wait) {
    stages.add(new Stage.Activate(active, active.equals(green)));
    if (wait.isPositive()) {
      stages.add(new Stage.Bake(wait, active, false));
    }
  }

  private static GuardrailPlan rolling(
      RollingUpdatePolicy policy,
      Map<String, Integer> green,
      Map<String, Integer> blue,
      boolean roundsDown) {
    Map<String, Integer> batch = sizes(policy.maximumBatchSize(), green, roundsDown);
    Duration wait = seconds(policy.waitIntervalInSeconds());
    List<Stage> stages = new ArrayList<>();
    Map<String, Integer> there = each(green, _ -> 0);
    while (!there.equals(green)) {
      Map<String, Integer> before = there;
      Map<String, Integer> next =
          each(
              green,
              variant ->
                  Math.min(
                      green.getOrDefault(variant, 0),
                      before.getOrDefault(variant, 0) + batch.getOrDefault(variant, 1)));
      boolean full = next.equals(green);
      stages.add(new Stage.Provision(next));
      step(stages, next, green, wait);
      stages.add(
          new Stage.Terminate(
              each(
                  blue,
                  variant ->
                      full
                          ? 0
                          : Math.max(
                              0, blue.getOrDefault(variant, 0) - next.getOrDefault(variant, 0)))));
      there = next;
    }
    return new GuardrailPlan(
        List.copyOf(stages), timeout(policy.maximumExecutionTimeoutInSeconds()));
  }

  /** Instances of each variant that a size means; at least one, at most all. */
  static Map<String, Integer> sizes(
      CapacitySize size, Map<String, Integer> counts, boolean roundsDown) {
    return each(
        counts,
        variant -> {
          int count = counts.getOrDefault(variant, 0);
          int instances =
              size.type() == CapacitySizeType.INSTANCE_COUNT
                  ? size.value()
                  : roundsDown
                      ? size.value() * count / 100
                      : Math.ceilDiv(size.value() * count, 100);
          return Math.min(count, Math.max(1, instances));
        });
  }

  private static Map<String, Integer> each(
      Map<String, Integer> variants, java.util.function.ToIntFunction<String> count) {
    Map<String, Integer> counts = new HashMap<>();
    variants.keySet().forEach(variant -> counts.put(variant, count.applyAsInt(variant)));
    return Map.copyOf(counts);
  }

  private static Optional<Duration> timeout(@Nullable Integer seconds) {
    return Optional.ofNullable(seconds).map(Duration::ofSeconds);
  }

  private static Duration seconds(@Nullable Integer seconds) {
    return Duration.ofSeconds(seconds == null ? 0 : seconds);
  }
}
