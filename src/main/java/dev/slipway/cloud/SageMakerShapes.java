package dev.slipway.cloud;

import dev.slipway.cloud.SageMaker.DeployedImage;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.Pending;
import dev.slipway.cloud.SageMaker.VariantProgress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.Alarm;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.PendingDeploymentSummary;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantStatus;

/** Endpoints between SageMaker's shapes and Slipway's words. */
final class SageMakerShapes {

  private SageMakerShapes() {}

  static LiveEndpoint endpoint(DescribeEndpointResponse answer) {
    String status = Objects.requireNonNullElse(answer.endpointStatusAsString(), "");
    return new LiveEndpoint(
        answer.endpointName(),
        answer.endpointArn(),
        status(status),
        status,
        Objects.requireNonNullElse(answer.endpointConfigName(), ""),
        answer.failureReason(),
        answer.productionVariants().stream()
            .map(it ->
                new LiveVariant(
                    it.variantName(),
                    it.currentInstanceCount(),
                    it.desiredInstanceCount(),
                    number(it.currentWeight()),
                    ConfigShapes.serverless(it.currentServerlessConfig()),
                    images(it.deployedImages()),
                    progress(it.variantStatus())))
            .toList(),
        pending(answer.pendingDeploymentSummary()),
        alarms(answer.lastDeploymentConfig()),
        RolloutShapes.policy(answer.lastDeploymentConfig()).orElse(null),
        answer.creationTime(),
        answer.lastModifiedTime());
  }

  /** SageMaker's spelling to ours; a status that did not exist yet is UNKNOWN. */
  static EndpointStatus status(String spelled) {
    return switch (spelled) {
      case "Creating" -> EndpointStatus.CREATING;
      case "Updating" -> EndpointStatus.UPDATING;
      case "SystemUpdating" -> EndpointStatus.SYSTEM_UPDATING;
      case "RollingBack" -> EndpointStatus.ROLLING_BACK;
      case "InService" -> EndpointStatus.IN_SERVICE;
      case "OutOfService" -> EndpointStatus.OUT_OF_SERVICE;
      case "Deleting" -> EndpointStatus.DELETING;
      case "Failed" -> EndpointStatus.FAILED;
      case "UpdateRollbackFailed" -> EndpointStatus.UPDATE_ROLLBACK_FAILED;
      default -> EndpointStatus.UNKNOWN;
    };
  }

  private static @Nullable Pending pending(@Nullable PendingDeploymentSummary summary) {
    if (summary == null) return null;
    return new Pending(
        Objects.requireNonNullElse(summary.endpointConfigName(), ""),
        summary.startTime(),
        summary.productionVariants().stream()
            .map(it ->
                new LiveVariant(
                    it.variantName(),
                    it.currentInstanceCount(),
                    it.desiredInstanceCount(),
                    number(it.currentWeight()),
                    ConfigShapes.serverless(it.currentServerlessConfig()),
                    images(it.deployedImages()),
                    progress(it.variantStatus())))
            .toList());
  }

  private static List<String> alarms(@Nullable DeploymentConfig last) {
    return last == null || last.autoRollbackConfiguration() == null
        ? List.of()
        : last.autoRollbackConfiguration().alarms().stream().map(Alarm::alarmName).toList();
  }

  private static List<DeployedImage> images(
      List<software.amazon.awssdk.services.sagemaker.model.DeployedImage> images) {
    return images.stream()
        .map(it -> new DeployedImage(it.specifiedImage(), it.resolvedImage()))
        .toList();
  }

  private static List<VariantProgress> progress(List<ProductionVariantStatus> statuses) {
    return statuses.stream()
        .map(it -> new VariantProgress(it.statusAsString(), it.statusMessage(), it.startTime()))
        .toList();
  }

  /** AWS counts weights in single precision: 0.1 stays 0.1. */
  static @Nullable Double number(@Nullable Float value) {
    return value == null ? null : Double.valueOf(value.toString());
  }
}
