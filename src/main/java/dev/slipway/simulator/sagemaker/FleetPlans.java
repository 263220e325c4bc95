package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.serving.ContainerSpec;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.RollingUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.RoutingStrategy;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.VariantProperty;
import software.amazon.awssdk.services.sagemaker.model.VariantPropertyType;

/** Makes fleets on paper from configurations and models, and refuses those that may not be. */
final class FleetPlans {

  /** What a region allows an account ("Serverless Inference", quotas). */
  private static final int SERVERLESS_ENDPOINTS = 50;

  private static final int SERVERLESS_CONCURRENCY = 1000;

  private final Endpoints endpoints;
  private final ModelsApi models;
  private final EndpointConfigsApi configs;
  private final World world;

  FleetPlans(Endpoints endpoints, ModelsApi models, EndpointConfigsApi configs) {
    this.endpoints = endpoints;
    this.models = models;
    this.configs = configs;
    this.world = endpoints.world();
  }

  /**
   * The fleet that a configuration comes to.
   *
   * @param number counts the fleets of an endpoint
   */
  FleetPlan of(Scope scope, int number, String configName, Instant now) {
    CreateEndpointConfigRequest config = configs.get(scope, configName);
    List<Variant> variants = new ArrayList<>();
    for (ProductionVariant variant : ConfigChecks.all(config)) {
      CreateModelRequest model = models.get(scope, variant.modelName());
      if (variant.serverlessConfig() != null) {
        ConfigChecks.serverless(variant.variantName(), model);
      }
      boolean shadow = config.shadowProductionVariants().contains(variant);
      variants.add(variant(variant, model, shadow, now));
    }
    return new FleetPlan(
        number,
        config.endpointConfigName(),
        variants,
        config.dataCaptureConfig() == null ? null : Codec.toJson(config.dataCaptureConfig()),
        config.asyncInferenceConfig() == null ? null : Codec.toJson(config.asyncInferenceConfig()));
  }

  /** Refuses a fleet that would need more instances than a quota leaves (ResourceLimitExceeded). */
  void checkQuota(Scope scope, @Nullable FleetPlan before, FleetPlan after) {
    Map<String, Integer> had = before == null ? Map.of() : byType(before);
    checkQuota(scope, had, byType(after));
  }

  /** The same for an update, which needs both fleets at once, or a batch more. */
  void checkQuota(Scope scope, FleetPlan green, @Nullable DeploymentConfig deployment) {
    RollingUpdatePolicy rolling = deployment == null ? null : deployment.rollingUpdatePolicy();
    if (rolling == null) {
      checkQuota(scope, Map.of(), byType(green));
      return;
    }
    Map<String, Integer> batch =
        GuardrailPlan.sizes(
            rolling.maximumBatchSize(),
            green.counts(),
            world.options().is(Undocumented.SIZES_ROUNDED_DOWN));
    checkQuota(
        scope,
        Map.of(),
        green.variants().stream()
            .filter(variant -> !variant.onDemand())
            .collect(
                Collectors.toMap(
                    Variant::instanceType,
                    variant -> batch.getOrDefault(variant.name(), 0),
                    Integer::sum)));
  }

  private void checkQuota(Scope scope, Map<String, Integer> had, Map<String, Integer> wanted) {
    wanted.forEach((type, count) -> {
      int limit = world.faults().quota(type);
      int used = endpoints.all(scope).mapToInt(endpoint -> endpoint.state().instances(type)).sum();
      int delta = count - had.getOrDefault(type, 0);
      if (delta > 0 && used + delta > limit) {
        throw new ServiceException(
            400,
            "ResourceLimitExceeded",
            "The account-level service limit '"
                + type
                + " for endpoint usage' is "
                + limit
                + " Instances, with current utilization of "
                + used
                + " Instances and a request delta of "
                + delta
                + " Instances. Please use AWS Service Quotas to request an increase for this"
                + " quota. If AWS Service Quotas is not available, contact AWS support to"
                + " request an increase for this quota.");
      }
    });
  }

  /** Refuses serverless endpoints beyond what a region has for an account. */
  void checkConcurrency(EndpointState state, FleetPlan after) {
    int wanted = concurrency(after);
    if (wanted == 0) {
      return;
    }
    List<FleetPlan> others =
        endpoints
            .all(state.scope())
            .map(Endpoint::state)
            .filter(other -> !other.name().equals(state.name()))
            .flatMap(other -> other.plans().stream())
            .filter(FleetPlan::onDemand)
            .toList();
    if (others.size() >= SERVERLESS_ENDPOINTS) {
      throw exceeded("serverless endpoints", SERVERLESS_ENDPOINTS);
    }
    if (others.stream().mapToInt(FleetPlans::concurrency).sum() + wanted > SERVERLESS_CONCURRENCY) {
      throw exceeded("total concurrency of serverless endpoints", SERVERLESS_CONCURRENCY);
    }
  }

  private static ServiceException exceeded(String what, int limit) {
    return new ServiceException(
        400,
        "ResourceLimitExceeded",
        "The account-level service limit for " + what + " is " + limit + ".");
  }

  private static int concurrency(FleetPlan plan) {
    return plan.variants().stream()
        .map(Variant::desiredServerless)
        .filter(java.util.Objects::nonNull)
        .mapToInt(Serverless::maxConcurrency)
        .sum();
  }

  private static Map<String, Integer> byType(FleetPlan plan) {
    return plan.variants().stream()
        .filter(variant -> !variant.onDemand())
        .collect(Collectors.toMap(Variant::instanceType, Variant::desiredCount, Integer::sum));
  }

  /** A registered variant keeps its instance type, and stays. */
  void refuseRegistered(EndpointState state, FleetPlan live, FleetPlan green) {
    for (Variant variant : live.variants()) {
      boolean kept =
          green
              .variant(variant.name())
              .filter(next -> next.instanceType().equals(variant.instanceType()))
              .isPresent();
      if (!kept && endpoints.isRegistered(state.scope(), state.name(), variant.name())) {
        throw Wordings.registered(world.options(), variant.name(), state.arn());
      }
    }
  }

  /** Same-named variants keep count and weight when asked to, save what is excluded. */
  static FleetPlan retained(FleetPlan green, FleetPlan live, UpdateEndpointRequest request) {
    if (!Boolean.TRUE.equals(request.retainAllVariantProperties())) {
      return green;
    }
    Set<VariantPropertyType> excluded =
        Set.copyOf(
            request.excludeRetainedVariantProperties().stream()
                .map(VariantProperty::variantPropertyType)
                .toList());
    return green.with(variant -> {
      Variant old = live.variant(variant.name()).orElse(variant);
      Variant next = variant;
      Serverless serverless = old.desiredServerless();
      if (!excluded.contains(VariantPropertyType.DESIRED_INSTANCE_COUNT)
          && old.onDemand() == variant.onDemand()) {
        next = serverless == null ? next.counting(0, old.desiredCount()) : next.wanting(serverless);
      }
      if (!excluded.contains(VariantPropertyType.DESIRED_WEIGHT)) {
        next = next.weighing(old.desiredWeight(), old.desiredWeight());
      }
      return next;
    });
  }

  private Variant variant(
      ProductionVariant variant, CreateModelRequest model, boolean shadow, Instant now) {
    List<Deployed> containers =
        ModelsApi.containers(model).stream().map(each -> deployed(variant, model, each)).toList();
    float weight = EndpointConfigsApi.weight(variant);
    Boolean leastOutstanding =
        variant.routingConfig() == null
            ? null
            : variant.routingConfig().routingStrategy()
                == RoutingStrategy.LEAST_OUTSTANDING_REQUESTS;
    Serverless serverless =
        variant.serverlessConfig() == null ? null : Serverless.of(variant.serverlessConfig());
    return new Variant(
        variant.variantName(),
        variant.modelName(),
        serverless == null ? variant.instanceTypeAsString() : "",
        containers.getFirst().container(),
        containers.getFirst().resolvedImage(),
        now,
        leastOutstanding,
        0,
        serverless == null ? variant.initialInstanceCount() : Math.max(1, serverless.warm()),
        weight,
        weight,
        containers.size() == 1 ? null : containers.subList(1, containers.size()),
        ModelsApi.direct(model) ? true : null,
        serverless,
        serverless,
        shadow ? true : null);
  }

  private Deployed deployed(
      ProductionVariant variant, CreateModelRequest model, ContainerDefinition container) {
    return new Deployed(
        new ContainerSpec(
            container.image(),
            artifact(container),
            container.environment(),
            variant.containerStartupHealthCheckTimeoutInSeconds(),
            variant.modelDataDownloadTimeoutInSeconds(),
            ModelsApi.name(model, container)),
        world.images().resolve(container.image()));
  }

  /** What an instance runs for a container. */
  static ContainerSpec container(ContainerDefinition container, @Nullable Integer startupSeconds) {
    return new ContainerSpec(
        container.image(), artifact(container), container.environment(), startupSeconds);
  }

  private static @Nullable String artifact(ContainerDefinition container) {
    if (container.modelDataUrl() != null) {
      return container.modelDataUrl();
    }
    return container.modelDataSource() == null || container.modelDataSource().s3DataSource() == null
        ? null
        : container.modelDataSource().s3DataSource().s3Uri();
  }
}
