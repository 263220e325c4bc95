package dev.slipway.cloud;

import dev.slipway.cloud.DataCapture.Captured;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.ProductionVariant;
import dev.slipway.cloud.SageMaker.VariantHost;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CaptureMode;
import software.amazon.awssdk.services.sagemaker.model.CaptureOption;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantRoutingConfig;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantServerlessConfig;

/**
 * Endpoint configurations between SageMaker's shapes and Slipway's words. Members that say nothing
 * are left out.
 */
final class ConfigShapes {

  private ConfigShapes() {}

  static LiveEndpointConfig endpointConfig(DescribeEndpointConfigResponse answer) {
    return new LiveEndpointConfig(
        answer.endpointConfigName(),
        answer.endpointConfigArn(),
        answer.productionVariants().stream().map(ConfigShapes::variant).toList(),
        answer.shadowProductionVariants().stream()
            .map(it -> Objects.requireNonNullElse(it.modelName(), ""))
            .toList(),
        answer.kmsKeyId(),
        capture(answer.dataCaptureConfig()),
        answer.creationTime());
  }

  static software.amazon.awssdk.services.sagemaker.model.ProductionVariant variant(
      ProductionVariant variant) {
    var shape =
        software.amazon.awssdk.services.sagemaker.model.ProductionVariant.builder()
            .variantName(variant.name())
            .modelName(variant.modelName())
            .initialVariantWeight((float) variant.weight());
    switch (variant.host()) {
      case VariantHost.Instances fleet -> {
        shape
            .instanceType(fleet.type())
            .initialInstanceCount(fleet.initialCount())
            .volumeSizeInGB(fleet.volumeSizeGb())
            .modelDataDownloadTimeoutInSeconds(fleet.modelDataDownloadTimeoutSeconds())
            .containerStartupHealthCheckTimeoutInSeconds(fleet.containerStartupTimeoutSeconds());
        Routing routing = fleet.routing();
        if (routing != null) shape.routingConfig(it -> it.routingStrategy(routing.name()));
      }
      case VariantHost.OnDemand onDemand -> {
        Serverless serverless = onDemand.serverless();
        shape.serverlessConfig(it ->
            it.memorySizeInMB(serverless.memoryMb())
                .maxConcurrency(serverless.maxConcurrency())
                .provisionedConcurrency(serverless.provisionedConcurrency()));
      }
    }
    return shape.build();
  }

  private static ProductionVariant variant(
      software.amazon.awssdk.services.sagemaker.model.ProductionVariant variant) {
    Double weight = SageMakerShapes.number(variant.initialVariantWeight());
    Serverless serverless = serverless(variant.serverlessConfig());
    return new ProductionVariant(
        variant.variantName(),
        Objects.requireNonNullElse(variant.modelName(), ""),
        weight == null ? 1.0 : weight,
        serverless != null
            ? new VariantHost.OnDemand(serverless)
            : new VariantHost.Instances(
                Objects.requireNonNullElse(variant.instanceTypeAsString(), ""),
                Objects.requireNonNullElse(variant.initialInstanceCount(), 0),
                variant.volumeSizeInGB(),
                variant.modelDataDownloadTimeoutInSeconds(),
                variant.containerStartupHealthCheckTimeoutInSeconds(),
                routing(variant.routingConfig())));
  }

  static @Nullable Serverless serverless(@Nullable ProductionVariantServerlessConfig config) {
    return config == null
        ? null
        : new Serverless(
            config.memorySizeInMB(), config.maxConcurrency(), config.provisionedConcurrency());
  }

  private static @Nullable Routing routing(@Nullable ProductionVariantRoutingConfig config) {
    if (config == null || config.routingStrategy() == null) return null;
    return switch (config.routingStrategy()) {
      case LEAST_OUTSTANDING_REQUESTS -> Routing.LEAST_OUTSTANDING_REQUESTS;
      case RANDOM -> Routing.RANDOM;
      case UNKNOWN_TO_SDK_VERSION -> null;
    };
  }

  static DataCaptureConfig capture(DataCapture capture) {
    return DataCaptureConfig.builder()
        .enableCapture(true)
        .initialSamplingPercentage(capture.samplingPercentage())
        .destinationS3Uri(capture.destination())
        .captureOptions(
            capture.captured().stream()
                .map(what -> CaptureOption.builder().captureMode(mode(what)).build())
                .toList())
        .build();
  }

  /** SageMaker captures unless it is told not to: EnableCapture "defaults to enabled". */
  private static @Nullable DataCapture capture(@Nullable DataCaptureConfig config) {
    if (config == null || Boolean.FALSE.equals(config.enableCapture())) return null;
    List<Captured> captured =
        Arrays.stream(Captured.values())
            .filter(what ->
                config.captureOptions().stream()
                    .anyMatch(option -> covers(option.captureMode(), mode(what))))
            .toList();
    return new DataCapture(
        Objects.requireNonNullElse(config.destinationS3Uri(), ""),
        Objects.requireNonNullElse(config.initialSamplingPercentage(), 0),
        captured);
  }

  private static boolean covers(@Nullable CaptureMode option, CaptureMode wanted) {
    return option == wanted || option == CaptureMode.INPUT_AND_OUTPUT;
  }

  private static CaptureMode mode(Captured what) {
    return switch (what) {
      case INPUT -> CaptureMode.INPUT;
      case OUTPUT -> CaptureMode.OUTPUT;
    };
  }
}
