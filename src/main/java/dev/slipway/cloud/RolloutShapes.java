package dev.slipway.cloud;

import dev.slipway.cloud.RolloutPolicy.FleetShare;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.Alarm;
import software.amazon.awssdk.services.sagemaker.model.BlueGreenUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.CapacitySize;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.RollingUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfig;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfigType;

/** How traffic moves, in SageMaker's shapes. Members that say nothing are left out. */
final class RolloutShapes {

  private RolloutShapes() {}

  /** The deployment configuration; empty when there is nothing to say. */
  static Optional<DeploymentConfig> deployment(
      @Nullable RolloutPolicy policy, List<String> rollbackAlarms) {
    if (policy == null && rollbackAlarms.isEmpty()) return Optional.empty();
    DeploymentConfig.Builder deployment = DeploymentConfig.builder();
    if (policy != null) {
      switch (policy.strategy()) {
        case ALL_AT_ONCE, CANARY, LINEAR -> deployment.blueGreenUpdatePolicy(blueGreen(policy));
        case ROLLING -> deployment.rollingUpdatePolicy(rolling(policy));
      }
    }
    if (!rollbackAlarms.isEmpty()) {
      List<Alarm> alarms =
          rollbackAlarms.stream().map(name -> Alarm.builder().alarmName(name).build()).toList();
      deployment.autoRollbackConfiguration(it -> it.alarms(alarms));
    }
    return Optional.of(deployment.build());
  }

  private static BlueGreenUpdatePolicy blueGreen(RolloutPolicy policy) {
    TrafficRoutingConfig.Builder routing =
        TrafficRoutingConfig.builder()
            .type(type(policy.strategy()))
            .waitIntervalInSeconds(policy.waitIntervalSeconds());
    FleetShare canary = policy.canary();
    if (canary != null) routing.canarySize(size(canary));
    FleetShare step = policy.linearStep();
    if (step != null) routing.linearStepSize(size(step));
    return BlueGreenUpdatePolicy.builder()
        .trafficRoutingConfiguration(routing.build())
        .terminationWaitInSeconds(policy.terminationWaitSeconds())
        .maximumExecutionTimeoutInSeconds(policy.maximumExecutionTimeoutSeconds())
        .build();
  }

  private static RollingUpdatePolicy rolling(RolloutPolicy policy) {
    RollingUpdatePolicy.Builder rolling =
        RollingUpdatePolicy.builder()
            .waitIntervalInSeconds(policy.waitIntervalSeconds())
            .maximumExecutionTimeoutInSeconds(policy.maximumExecutionTimeoutSeconds());
    FleetShare batch = policy.maximumBatchSize();
    if (batch != null) rolling.maximumBatchSize(size(batch));
    FleetShare back = policy.rollbackMaximumBatchSize();
    if (back != null) rolling.rollbackMaximumBatchSize(size(back));
    return rolling.build();
  }

  /** How traffic moved in a deployment; empty when it does not say all that a policy says. */
  static Optional<RolloutPolicy> policy(@Nullable DeploymentConfig deployment) {
    if (deployment == null) return Optional.empty();
    RollingUpdatePolicy rolling = deployment.rollingUpdatePolicy();
    if (rolling != null && rolling.maximumExecutionTimeoutInSeconds() != null) {
      return Optional.of(
          new RolloutPolicy(
              RolloutPolicy.Strategy.ROLLING,
              null,
              null,
              share(rolling.maximumBatchSize()),
              share(rolling.rollbackMaximumBatchSize()),
              orZero(rolling.waitIntervalInSeconds()),
              0,
              rolling.maximumExecutionTimeoutInSeconds()));
    }
    BlueGreenUpdatePolicy blueGreen = deployment.blueGreenUpdatePolicy();
    if (blueGreen == null
        || blueGreen.trafficRoutingConfiguration() == null
        || blueGreen.maximumExecutionTimeoutInSeconds() == null) {
      return Optional.empty();
    }
    TrafficRoutingConfig routing = blueGreen.trafficRoutingConfiguration();
    return strategy(routing.type())
        .map(strategy ->
            new RolloutPolicy(
                strategy,
                share(routing.canarySize()),
                share(routing.linearStepSize()),
                orZero(routing.waitIntervalInSeconds()),
                orZero(blueGreen.terminationWaitInSeconds()),
                blueGreen.maximumExecutionTimeoutInSeconds()));
  }

  private static Optional<RolloutPolicy.Strategy> strategy(TrafficRoutingConfigType type) {
    return switch (type) {
      case ALL_AT_ONCE -> Optional.of(RolloutPolicy.Strategy.ALL_AT_ONCE);
      case CANARY -> Optional.of(RolloutPolicy.Strategy.CANARY);
      case LINEAR -> Optional.of(RolloutPolicy.Strategy.LINEAR);
      case UNKNOWN_TO_SDK_VERSION -> Optional.empty();
    };
  }

  private static @Nullable FleetShare share(@Nullable CapacitySize size) {
    if (size == null || size.value() == null) return null;
    return new FleetShare(
        size.type() == CapacitySizeType.CAPACITY_PERCENT
            ? FleetShare.Unit.CAPACITY_PERCENT
            : FleetShare.Unit.INSTANCE_COUNT,
        size.value());
  }

  private static int orZero(@Nullable Integer seconds) {
    return seconds == null ? 0 : seconds;
  }

  private static TrafficRoutingConfigType type(RolloutPolicy.Strategy strategy) {
    return switch (strategy) {
      case ALL_AT_ONCE -> TrafficRoutingConfigType.ALL_AT_ONCE;
      case CANARY -> TrafficRoutingConfigType.CANARY;
      case LINEAR -> TrafficRoutingConfigType.LINEAR;
      case ROLLING -> throw new IllegalArgumentException("a rolling update routes no traffic");
    };
  }

  private static CapacitySize size(FleetShare share) {
    CapacitySizeType type =
        switch (share.type()) {
          case INSTANCE_COUNT -> CapacitySizeType.INSTANCE_COUNT;
          case CAPACITY_PERCENT -> CapacitySizeType.CAPACITY_PERCENT;
        };
    return CapacitySize.builder().type(type).value(share.value()).build();
  }
}
