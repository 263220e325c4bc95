package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker;
import dev.slipway.cloud.SageMaker.EndpointConfigSpec;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.ProductionVariant;
import dev.slipway.cloud.SageMaker.VariantHost;
import dev.slipway.cloud.Serverless;
import dev.slipway.endpoint.Capacity;
import dev.slipway.endpoint.Names;
import dev.slipway.environment.Hosting;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes the endpoint configuration. Each attempt has one of its own, since CloudWatch keeps metrics
 * under its name.
 */
@Component
class EndpointConfigStep implements Step {

  @Override
  public StepName name() {
    return StepName.ENDPOINT_CONFIG;
  }

  @Override
  public Outcome advance(StepContext context) {
    SageMaker sageMaker = context.cloud().sageMaker();
    String name =
        Names.endpointConfig(
            context.endpoint().name(),
            context.target().number(),
            context.deployment().attempt(),
            context.target().contentHash());
    Optional<LiveEndpointConfig> live = sageMaker.findEndpointConfig(name);
    if (live.isEmpty()) {
      sageMaker.createEndpointConfig(
          new EndpointConfigSpec(
              name,
              List.of(variant(context)),
              context.spec().hosting().kmsKeyId(),
              context.spec().dataCapture(),
              context.birthmarks()));
      return new Outcome.Changed(
          "Made the endpoint configuration " + name + ".",
          context.memory().withEndpointConfig(name),
          ResourceChange.made(ResourceKind.ENDPOINT_CONFIG, name));
    }
    Map<String, String> tags = sageMaker.tags(live.get().arn());
    if (!context.owns(ResourceKind.ENDPOINT_CONFIG, name, tags)) {
      return context.stranger("endpoint configuration", name);
    }
    return new Outcome.Done(
        "The endpoint configuration " + name + " is there.",
        context.memory().withEndpointConfig(name),
        ResourceChange.made(ResourceKind.ENDPOINT_CONFIG, name));
  }

  private static ProductionVariant variant(StepContext context) {
    return new ProductionVariant(
        context.endpoint().variant(),
        Objects.requireNonNull(context.made().modelName()),
        1.0,
        host(context));
  }

  private static VariantHost host(StepContext context) {
    Optional<LiveEndpoint> live =
        context.cloud().sageMaker().findEndpoint(context.endpoint().physicalName());
    Hosting hosting = context.hosting(live.map(LiveEndpoint::serverless).orElse(null));
    Serverless serverless = hosting.serverless();
    if (serverless != null) return new VariantHost.OnDemand(serverless);
    return new VariantHost.Instances(
        hosting.type(),
        capacity(context, live.map(LiveEndpoint::desiredInstances).orElse(null)).instances(),
        hosting.volumeSizeGb(),
        hosting.modelDataDownloadTimeoutSeconds(),
        hosting.containerStartupTimeoutSeconds(),
        hosting.routing());
  }

  /** The count that a kept fleet has now is not written down: SageMaker retains it. */
  private static Capacity capacity(StepContext context, @Nullable Integer live) {
    Capacity capacity = context.capacity(live);
    return capacity.kept() ? context.capacity(null) : capacity;
  }

  /** Deletes the attempt's configuration, but never one that the endpoint runs or is moving to. */
  @Override
  public Outcome undo(StepContext context) {
    String name = context.made().endpointConfigName();
    if (name == null || !context.madeHere(ResourceKind.ENDPOINT_CONFIG, name)) {
      return Step.super.undo(context);
    }
    SageMaker sageMaker = context.cloud().sageMaker();
    Optional<LiveEndpoint> endpoint = sageMaker.findEndpoint(context.endpoint().physicalName());
    if (endpoint.isPresent() && uses(endpoint.get(), name)) {
      return new Outcome.Done(
          "Kept the endpoint configuration " + name + ": the endpoint uses it.", context.memory());
    }
    Optional<LiveEndpointConfig> live = sageMaker.findEndpointConfig(name);
    ResourceChange gone = ResourceChange.gone(ResourceKind.ENDPOINT_CONFIG, name);
    if (live.isPresent() && context.ours(sageMaker.tags(live.get().arn()))) {
      sageMaker.deleteEndpointConfig(name);
      return new Outcome.Done(
          "Deleted the endpoint configuration " + name + ".", context.memory(), gone);
    }
    return new Outcome.Done(
        "The endpoint configuration " + name + " is gone.", context.memory(), gone);
  }

  /** Whether an endpoint runs a configuration or is moving to it. */
  static boolean uses(LiveEndpoint endpoint, String config) {
    return endpoint.endpointConfigName().equals(config)
        || (endpoint.pending() != null && endpoint.pending().endpointConfigName().equals(config));
  }
}
