package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.Codec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemaker.model.CaptureStatus;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfig;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfigSummary;
import software.amazon.awssdk.services.sagemaker.model.DeployedImage;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.PendingDeploymentSummary;
import software.amazon.awssdk.services.sagemaker.model.PendingProductionVariantSummary;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantRoutingConfig;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import software.amazon.awssdk.services.sagemaker.model.RoutingStrategy;

/**
 * DescribeEndpoint's answer. Until an update is over, the top level shows the old configuration and
 * the new one is in the pending summary.
 */
final class EndpointDescription {

  private final EndpointState state;
  private final VariantStatuses status;

  private EndpointDescription(EndpointState state) {
    this.state = state;
    status = new VariantStatuses(state);
  }

  static DescribeEndpointResponse of(Endpoint endpoint, SageMakerOptions options) {
    return new EndpointDescription(endpoint.state()).describe(options);
  }

  private DescribeEndpointResponse describe(SageMakerOptions options) {
    FleetPlan live = state.live();
    boolean untouched = state.fleets() == 1;
    DeploymentConfig last =
        state.lastDeployment() == null
                || (untouched && options.is(Undocumented.LAST_DEPLOYMENT_AFTER_AN_UPDATE))
            ? null
            : Codec.fromJson(state.lastDeployment(), DeploymentConfig::builder);
    return DescribeEndpointResponse.builder()
        .endpointName(state.name())
        .endpointArn(state.arn())
        .endpointConfigName(state.configName())
        .endpointStatus(state.status(options.rollbackShown()))
        .creationTime(state.created())
        .lastModifiedTime(state.modified())
        .failureReason(state.failureReason())
        .lastDeploymentConfig(last)
        .productionVariants(shown(live, false))
        .shadowProductionVariants(shown(live, true))
        .dataCaptureConfig(live == null ? null : capture(live))
        .asyncInferenceConfig(
            live == null || live.async() == null
                ? null
                : Codec.<AsyncInferenceConfig>fromJson(live.async(), AsyncInferenceConfig::builder))
        .pendingDeploymentSummary(pending())
        .build();
  }

  /** Production variants, or shadow variants; null for none. */
  private @Nullable List<ProductionVariantSummary> shown(
      @Nullable FleetPlan fleet, boolean shadow) {
    List<ProductionVariantSummary> all =
        fleet == null
            ? List.of()
            : fleet.variants().stream()
                .filter(variant -> variant.mirrors() == shadow)
                .map(this::summary)
                .toList();
    return all.isEmpty() ? null : all;
  }

  private @Nullable DataCaptureConfigSummary capture(FleetPlan live) {
    if (live.capture() == null) {
      return null;
    }
    DataCaptureConfig config = Codec.fromJson(live.capture(), DataCaptureConfig::builder);
    boolean on = Captures.on(config);
    return DataCaptureConfigSummary.builder()
        .enableCapture(on)
        .captureStatus(on ? CaptureStatus.STARTED : CaptureStatus.STOPPED)
        .currentSamplingPercentage(config.initialSamplingPercentage())
        .destinationS3Uri(config.destinationS3Uri())
        .kmsKeyId(config.kmsKeyId())
        .build();
  }

  private ProductionVariantSummary summary(Variant variant) {
    ProductionVariantSummary.Builder shown =
        ProductionVariantSummary.builder()
            .variantName(variant.name())
            .deployedImages(images(variant))
            .currentWeight(variant.currentWeight())
            .desiredWeight(variant.desiredWeight())
            .routingConfig(routing(variant))
            .variantStatus(status.ofLive(variant));
    Serverless current = variant.currentServerless();
    Serverless desired = variant.desiredServerless();
    if (current == null || desired == null) {
      return shown
          .currentInstanceCount(variant.currentCount())
          .desiredInstanceCount(variant.desiredCount())
          .build();
    }
    return shown
        .currentInstanceCount(0)
        .currentServerlessConfig(current.shown())
        .desiredServerlessConfig(desired.equals(current) ? null : desired.shown())
        .build();
  }

  private @Nullable PendingDeploymentSummary pending() {
    return switch (state.change()) {
      case Change.Creating creating -> pending(creating.fleet(), creating.since());
      case Change.Updating updating -> pending(updating.green(), updating.started());
      case Change.RollingBack back -> pending(back.green(), back.started());
      case Change.Resizing _, Change.Maintaining _, Change.Deleting _ -> null;
      case null -> null;
    };
  }

  private PendingDeploymentSummary pending(FleetPlan fleet, Instant started) {
    return PendingDeploymentSummary.builder()
        .endpointConfigName(fleet.configName())
        .startTime(started)
        .productionVariants(pending(fleet, false))
        .shadowProductionVariants(pending(fleet, true))
        .build();
  }

  private @Nullable List<PendingProductionVariantSummary> pending(FleetPlan fleet, boolean shadow) {
    List<PendingProductionVariantSummary> all =
        fleet.variants().stream()
            .filter(variant -> variant.mirrors() == shadow)
            .map(this::pendingVariant)
            .toList();
    return all.isEmpty() ? null : all;
  }

  private PendingProductionVariantSummary pendingVariant(Variant variant) {
    PendingProductionVariantSummary.Builder shown =
        PendingProductionVariantSummary.builder()
            .variantName(variant.name())
            .deployedImages(images(variant))
            .currentWeight(variant.currentWeight())
            .desiredWeight(variant.desiredWeight())
            .routingConfig(routing(variant))
            .variantStatus(status.ofPending(variant));
    Serverless desired = variant.desiredServerless();
    return desired == null
        ? shown
            .instanceType(variant.instanceType())
            .currentInstanceCount(status.running(variant))
            .desiredInstanceCount(variant.desiredCount())
            .build()
        : shown.desiredServerlessConfig(desired.shown()).build();
  }

  /** The strategy that its configuration names; null for none. */
  private static @Nullable ProductionVariantRoutingConfig routing(Variant variant) {
    if (variant.leastOutstanding() == null) {
      return null;
    }
    return ProductionVariantRoutingConfig.builder()
        .routingStrategy(
            variant.toLeastBusy()
                ? RoutingStrategy.LEAST_OUTSTANDING_REQUESTS
                : RoutingStrategy.RANDOM)
        .build();
  }

  private static List<DeployedImage> images(Variant variant) {
    return variant.deployed().stream()
        .map(each ->
            DeployedImage.builder()
                .specifiedImage(each.container().image())
                .resolvedImage(each.resolvedImage())
                .resolutionTime(variant.resolvedAt())
                .build())
        .toList();
  }
}
