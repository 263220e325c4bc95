package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.cloudwatch.Alarms;
import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sagemaker.model.AutoRollbackConfig;
import software.amazon.awssdk.services.sagemaker.model.CapacitySize;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfig;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfigType;

/** What UpdateEndpoint refuses in a DeploymentConfig. AWS's texts for these are not documented. */
final class DeploymentChecks {

  private DeploymentChecks() {}

  /** The names of the rollback alarms. */
  static List<String> alarms(@Nullable DeploymentConfig config) {
    AutoRollbackConfig rollback = config == null ? null : config.autoRollbackConfiguration();
    return rollback == null
        ? List.of()
        : rollback.alarms().stream().map(alarm -> alarm.alarmName()).toList();
  }

  static void check(
      Scope scope,
      @Nullable DeploymentConfig config,
      Map<String, Integer> counts,
      boolean sameVariants,
      Alarms alarms,
      SageMakerOptions options) {
    if (config == null) {
      return;
    }
    if (config.blueGreenUpdatePolicy() != null && config.rollingUpdatePolicy() != null) {
      throw ServiceException.validation(
          "You can specify only one of BlueGreenUpdatePolicy and RollingUpdatePolicy.");
    }
    if (config.rollingUpdatePolicy() != null && counts.size() > 1) {
      throw ServiceException.validation(
          "RollingUpdatePolicy is not supported for endpoints with multiple variants.");
    }
    if (!options.is(Undocumented.SIZES_REFUSED_LATE)) {
      sizes(config, counts, options);
    }
    if (isGradual(config) && !sameVariants) {
      throw ServiceException.validation(
          "The new endpoint configuration must have the same variant names as the current one"
              + " when traffic is shifted gradually.");
    }
    for (String name : alarms(config)) {
      StateValue state = alarms.state(scope, name).orElse(null);
      if (state == null && !options.is(Undocumented.UNKNOWN_ALARM_ACCEPTED)) {
        throw ServiceException.validation(
            "Could not find the CloudWatch alarm \"" + name + "\" in AutoRollbackConfiguration.");
      }
      if ((state == StateValue.ALARM && !options.is(Undocumented.ALARMING_ACCEPTED))
          || (state == StateValue.INSUFFICIENT_DATA
              && options.is(Undocumented.INSUFFICIENT_DATA_REFUSED))) {
        throw ServiceException.validation(
            "The CloudWatch alarm \""
                + name
                + "\" in AutoRollbackConfiguration is in "
                + state
                + " state.");
      }
    }
  }

  /** The deployment configuration in force: none for serverless endpoints, which have none. */
  static @Nullable DeploymentConfig ofServerless(
      @Nullable DeploymentConfig config, SageMakerOptions options) {
    if (config != null && !options.is(Undocumented.SERVERLESS_GUARDRAILS_IGNORED)) {
      throw ServiceException.validation(
          "DeploymentConfig is not supported for serverless endpoints.");
    }
    return null;
  }

  /** Refuses sizes beyond the guardrails' limits. */
  static void sizes(
      @Nullable DeploymentConfig config, Map<String, Integer> counts, SageMakerOptions options) {
    if (config != null && config.rollingUpdatePolicy() != null) {
      share(
          "MaximumBatchSize", config.rollingUpdatePolicy().maximumBatchSize(), counts, 5, options);
    }
    if (config != null && config.blueGreenUpdatePolicy() != null) {
      routing(config.blueGreenUpdatePolicy().trafficRoutingConfiguration(), counts, options);
    }
  }

  private static boolean isGradual(DeploymentConfig config) {
    TrafficRoutingConfig routing =
        config.blueGreenUpdatePolicy() == null
            ? null
            : config.blueGreenUpdatePolicy().trafficRoutingConfiguration();
    return config.rollingUpdatePolicy() != null
        || (routing != null && routing.type() != TrafficRoutingConfigType.ALL_AT_ONCE);
  }

  private static void routing(
      @Nullable TrafficRoutingConfig routing,
      Map<String, Integer> counts,
      SageMakerOptions options) {
    if (routing == null || routing.type() == TrafficRoutingConfigType.ALL_AT_ONCE) {
      return;
    }
    if (routing.type() == TrafficRoutingConfigType.CANARY) {
      share("CanarySize", routing.canarySize(), counts, 0, options);
    } else {
      share("LinearStepSize", routing.linearStepSize(), counts, 10, options);
    }
  }

  /** At most half of every variant's instances, and at least so many percent. */
  private static void share(
      String member,
      @Nullable CapacitySize size,
      Map<String, Integer> counts,
      int least,
      SageMakerOptions options) {
    if (size == null) {
      throw ServiceException.validation(member + " is needed for this type of traffic routing.");
    }
    for (Map.Entry<String, Integer> variant : counts.entrySet()) {
      int count = variant.getValue();
      double percent =
          size.type() == CapacitySizeType.CAPACITY_PERCENT
              ? size.value()
              : 100.0 * size.value() / Math.max(1, count);
      if (percent > 50 || percent < least || count < 2) {
        throw Wordings.size(options, member, least, variant.getKey(), count);
      }
    }
  }
}
