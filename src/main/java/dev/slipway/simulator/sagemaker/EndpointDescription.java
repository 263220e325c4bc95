package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.Codec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import software.amazon.awssdk.services.sagemaker.model.VariantStatus;

/**
 * DescribeEndpoint's answer. Until an update is over, the top level shows the old configuration and
 * the new one is in the pending summary.
 */
final class EndpointDescription {

  private final EndpointState state;

  private EndpointDescription(EndpointState state) {
    this.state = state;
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
            .variantStatus(liveStatus(variant));
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
            .variantStatus(pendingStatus(variant));
    Serverless desired = variant.desiredServerless();
    return desired == null
        ? shown
            .instanceType(variant.instanceType())
            .currentInstanceCount(running(variant))
            .desiredInstanceCount(variant.desiredCount())
            .build()
        : shown.desiredServerlessConfig(desired.shown()).build();
  }

  /** How many of a pending variant's instances exist. */
  private int running(Variant variant) {
    if (!(state.change() instanceof Change.Updating updating)) {
      return 0;
    }
    return of(rollout(updating).provisioned(), variant.name());
  }

  private List<ProductionVariantStatus> pendingStatus(Variant variant) {
    if (variant.onDemand()) {
      return List.of();
    }
    return switch (state.change()) {
      case Change.Creating creating ->
          status(VariantStatus.CREATING, launching(variant.desiredCount()), creating.since());
      case Change.Updating updating -> stageStatus(updating, variant.name());
      case Change.RollingBack back ->
          status(
              VariantStatus.DELETING,
              terminating(
                  back.left() == null
                      ? variant.desiredCount()
                      : of(back.left(), variant.name()) - of(back.leftAfter(), variant.name())),
              back.since());
      case Change.Resizing _, Change.Maintaining _, Change.Deleting _ -> List.of();
      case null -> List.of();
    };
  }

  private List<ProductionVariantStatus> stageStatus(Change.Updating updating, String variant) {
    return switch (rollout(updating).stage()) {
      case Stage.Provision provision ->
          status(
              VariantStatus.CREATING,
              launching(
                  of(provision.green(), variant) - of(rollout(updating).provisioned(), variant)),
              updating.since());
      case Stage.Activate activate ->
          status(
              VariantStatus.ACTIVATING_TRAFFIC,
              "Activating traffic on "
                  + (activate.full() ? "full" : "canary")
                  + " capacity of "
                  + of(activate.active(), variant)
                  + " instance(s).",
              updating.since());
      case Stage.Bake bake ->
          status(
              VariantStatus.BAKING,
              baking(bake, bake.active().equals(updating.green().counts()), variant),
              updating.since());
      case Stage.Terminate _ -> List.of();
    };
  }

  private List<ProductionVariantStatus> liveStatus(Variant variant) {
    return switch (state.change()) {
      case Change.Updating _ when variant.onDemand() -> List.of();
      case Change.Updating updating
          when rollout(updating).stage() instanceof Stage.Terminate terminate ->
          status(
              VariantStatus.DELETING,
              terminating(
                  rollout(updating)
                          .remainingBefore()
                          .map(counts -> of(counts, variant.name()))
                          .orElse(variant.currentCount())
                      - of(terminate.remaining(), variant.name())),
              updating.since());
      case Change.Resizing resizing ->
          variant.onDemand()
              ? status(VariantStatus.UPDATING, null, resizing.since())
              : status(
                  VariantStatus.UPDATING,
                  "Scaling "
                      + (variant.desiredCount() < variant.currentCount() ? "in" : "out")
                      + " desired instance count to "
                      + variant.desiredCount()
                      + ".",
                  resizing.since());
      case Change.Maintaining maintaining ->
          status(VariantStatus.UPDATING, null, maintaining.since());
      case Change.Deleting deleting ->
          status(VariantStatus.DELETING, terminating(variant.currentCount()), deleting.since());
      case Change.Creating _, Change.Updating _, Change.RollingBack _ -> List.of();
      case null -> List.of();
    };
  }

  private Rollout rollout(Change.Updating updating) {
    return Rollout.of(state.live(), updating);
  }

  private static String baking(Stage.Bake bake, boolean full, String variant) {
    return "Baking for "
        + bake.time().toSeconds()
        + " seconds ("
        + (bake.last() ? "TerminationWaitInSeconds" : "WaitIntervalInSeconds")
        + ") with traffic enabled on "
        + (full ? "full" : "canary")
        + " capacity of "
        + of(bake.active(), variant)
        + " instance(s).";
  }

  private static String launching(int instances) {
    return "Launching " + instances + " instance(s).";
  }

  private static String terminating(int instances) {
    return "Terminating " + instances + " instance(s).";
  }

  private static int of(Map<String, Integer> counts, String variant) {
    return counts.getOrDefault(variant, 0);
  }

  private static List<ProductionVariantStatus> status(
      VariantStatus status, @Nullable String message, Instant since) {
    return List.of(
        ProductionVariantStatus.builder()
            .status(status)
            .statusMessage(message)
            .startTime(since)
            .build());
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
