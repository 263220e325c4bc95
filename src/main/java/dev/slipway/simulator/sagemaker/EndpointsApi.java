package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.serving.ContainerSpec;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.RoutingStrategy;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesResponse;
import software.amazon.awssdk.services.sagemaker.model.VariantProperty;
import software.amazon.awssdk.services.sagemaker.model.VariantPropertyType;
import tools.jackson.databind.JsonNode;

/** SageMaker's operations on endpoints: what they refuse, and what they begin. */
public final class EndpointsApi {

  private final Endpoints endpoints;
  private final ModelsApi models;
  private final EndpointConfigsApi configs;
  private final Tags tags;
  private final World world;

  public EndpointsApi(
      Endpoints endpoints, ModelsApi models, EndpointConfigsApi configs, Tags tags) {
    this.endpoints = endpoints;
    this.models = models;
    this.configs = configs;
    this.tags = tags;
    this.world = endpoints.world();
  }

  public CreateEndpointResponse createEndpoint(CreateEndpointRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    CreateEndpointConfigRequest config = configs.get(scope, request.endpointConfigName());
    Instant now = world.clock().now();
    FleetPlan fleet = fleet(scope, 1, config, now);
    DeploymentConfig deployment = request.deploymentConfig();
    Duration wait = world.clock().provisioning(world.options().create());
    EndpointState state =
        new EndpointState(
            scope,
            request.endpointName(),
            now,
            now,
            request.endpointConfigName(),
            null,
            deployment == null ? null : Codec.toJson(deployment),
            new Change.Creating(fleet, now, now.plus(wait)),
            null,
            false,
            1);
    endpoints.add(state);
    tags.begin(state.arn(), request.tags());
    return CreateEndpointResponse.builder().endpointArn(state.arn()).build();
  }

  public DescribeEndpointResponse describeEndpoint(DescribeEndpointRequest request, Caller caller) {
    return EndpointDescription.of(
        endpoints.get(Scope.of(caller), request.endpointName()), world.options());
  }

  public UpdateEndpointResponse updateEndpoint(UpdateEndpointRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    Endpoint endpoint = endpoints.get(scope, request.endpointName());
    synchronized (endpoint) {
      EndpointState state = settled(endpoint);
      FleetPlan live = live(state);
      CreateEndpointConfigRequest config = configs.get(scope, request.endpointConfigName());
      Instant now = world.clock().now();
      FleetPlan green = retained(fleet(scope, state.fleets() + 1, config, now), live, request);
      refuseRegistered(state, live, green);
      JsonNode last = state.lastDeployment();
      DeploymentConfig deployment =
          Boolean.TRUE.equals(request.retainDeploymentConfig()) && last != null
              ? Codec.fromJson(last, DeploymentConfig::builder)
              : request.deploymentConfig();
      DeploymentChecks.check(
          scope,
          deployment,
          green.counts(),
          green.counts().keySet().equals(live.counts().keySet()),
          world.alarms(),
          world.options().refuseAlarming());
      JsonNode kept = deployment == null ? null : Codec.toJson(deployment);
      Duration wait = world.clock().provisioning(world.options().provision());
      endpoint.begin(
          state.beginning(
              new Change.Updating(green, kept, now, 0, Map.of(), now, now.plus(wait)), kept, now));
      return UpdateEndpointResponse.builder().endpointArn(state.arn()).build();
    }
  }

  public UpdateEndpointWeightsAndCapacitiesResponse updateEndpointWeightsAndCapacities(
      UpdateEndpointWeightsAndCapacitiesRequest request, Caller caller) {
    Endpoint endpoint = endpoints.get(Scope.of(caller), request.endpointName());
    synchronized (endpoint) {
      EndpointState state = settled(endpoint);
      FleetPlan target = live(state);
      for (DesiredWeightAndCapacity desired : request.desiredWeightsAndCapacities()) {
        target = desired(target, desired);
      }
      endpoints.beginResize(endpoint, target);
      return UpdateEndpointWeightsAndCapacitiesResponse.builder().endpointArn(state.arn()).build();
    }
  }

  private static FleetPlan desired(FleetPlan fleet, DesiredWeightAndCapacity desired) {
    if (fleet.variant(desired.variantName()).isEmpty()) {
      throw ServiceException.validation(
          "Variant \"" + desired.variantName() + "\" is not a variant of this endpoint.");
    }
    if (Integer.valueOf(0).equals(desired.desiredInstanceCount())) {
      throw ServiceException.validation(
          "DesiredInstanceCount must be at least 1 for a real-time variant.");
    }
    return fleet.with(variant -> {
      if (!variant.name().equals(desired.variantName())) {
        return variant;
      }
      Variant next = variant;
      if (desired.desiredInstanceCount() != null) {
        next = next.counting(next.currentCount(), desired.desiredInstanceCount());
      }
      if (desired.desiredWeight() != null) {
        next = next.weighing(next.currentWeight(), desired.desiredWeight());
      }
      return next;
    });
  }

  public DeleteEndpointResponse deleteEndpoint(DeleteEndpointRequest request, Caller caller) {
    Endpoint endpoint = endpoints.get(Scope.of(caller), request.endpointName());
    synchronized (endpoint) {
      EndpointState state = endpoint.state();
      if (state.change() != null) {
        throw inProgress(state);
      }
      Instant now = world.clock().now();
      Duration wait = world.clock().provisioning(world.options().delete());
      endpoint.begin(state.changing(new Change.Deleting(now, now.plus(wait)), now));
      return DeleteEndpointResponse.builder().build();
    }
  }

  public ListEndpointsResponse listEndpoints(ListEndpointsRequest request, Caller caller) {
    var rollbackShown = world.options().rollbackShown();
    Instant modifiedBefore = request.lastModifiedTimeBefore();
    Instant modifiedAfter = request.lastModifiedTimeAfter();
    var part =
        new Listing(
                request.nameContains(),
                request.creationTimeBefore(),
                request.creationTimeAfter(),
                request.sortByAsString(),
                request.sortOrderAsString(),
                request.nextToken(),
                request.maxResults())
            .of(
                endpoints
                    .all(Scope.of(caller))
                    .map(Endpoint::state)
                    .filter(state ->
                        request.statusEquals() == null
                            || state.status(rollbackShown) == request.statusEquals())
                    .filter(state ->
                        modifiedBefore == null || state.modified().isBefore(modifiedBefore))
                    .filter(
                        state -> modifiedAfter == null || state.modified().isAfter(modifiedAfter)),
                EndpointState::name,
                EndpointState::created,
                Comparator.comparing(state -> state.status(rollbackShown).toString()));
    return ListEndpointsResponse.builder()
        .endpoints(
            part.items().stream()
                .map(state ->
                    EndpointSummary.builder()
                        .endpointName(state.name())
                        .endpointArn(state.arn())
                        .creationTime(state.created())
                        .lastModifiedTime(state.modified())
                        .endpointStatus(state.status(rollbackShown))
                        .build())
                .toList())
        .nextToken(part.next())
        .build();
  }

  /** The endpoint's state when nothing is under way with it. */
  private static EndpointState settled(Endpoint endpoint) {
    EndpointState state = endpoint.state();
    if (state.change() != null) {
      throw inProgress(state);
    }
    return state;
  }

  private static FleetPlan live(EndpointState state) {
    FleetPlan live = state.live();
    if (live == null || state.broken()) {
      throw ServiceException.validation(
          "Cannot update endpoint \""
              + state.arn()
              + "\" in Failed state; it can only be deleted.");
    }
    return live;
  }

  private static ServiceException inProgress(EndpointState state) {
    return ServiceException.validation(
        "Cannot update in-progress endpoint \"" + state.arn() + "\".");
  }

  private void refuseRegistered(EndpointState state, FleetPlan live, FleetPlan green) {
    for (Variant variant : live.variants()) {
      boolean kept =
          green
              .variant(variant.name())
              .filter(next -> next.instanceType().equals(variant.instanceType()))
              .isPresent();
      if (!kept && endpoints.isRegistered(state.scope(), state.name(), variant.name())) {
        throw ServiceException.validation(
            "Variant \""
                + variant.name()
                + "\" of endpoint \""
                + state.arn()
                + "\" is registered as a scalable target: its instance type cannot be changed"
                + " and it cannot be removed until it is deregistered.");
      }
    }
  }

  /** Same-named variants keep count and weight when asked to, save what is excluded. */
  private static FleetPlan retained(
      FleetPlan green, FleetPlan live, UpdateEndpointRequest request) {
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
      if (!excluded.contains(VariantPropertyType.DESIRED_INSTANCE_COUNT)) {
        next = next.counting(0, old.desiredCount());
      }
      if (!excluded.contains(VariantPropertyType.DESIRED_WEIGHT)) {
        next = next.weighing(old.desiredWeight(), old.desiredWeight());
      }
      return next;
    });
  }

  private FleetPlan fleet(
      Scope scope, int number, CreateEndpointConfigRequest config, Instant now) {
    List<Variant> variants = new ArrayList<>();
    for (ProductionVariant variant : config.productionVariants()) {
      variants.add(variant(variant, models.get(scope, variant.modelName()), now));
    }
    return new FleetPlan(number, config.endpointConfigName(), variants);
  }

  private Variant variant(ProductionVariant variant, CreateModelRequest model, Instant now) {
    ContainerDefinition container = ModelsApi.container(model);
    float weight = EndpointConfigsApi.weight(variant);
    boolean leastOutstanding =
        variant.routingConfig() != null
            && variant.routingConfig().routingStrategy()
                == RoutingStrategy.LEAST_OUTSTANDING_REQUESTS;
    return new Variant(
        variant.variantName(),
        variant.modelName(),
        variant.instanceTypeAsString(),
        new ContainerSpec(container.image(), artifact(container), container.environment()),
        world.images().resolve(container.image()),
        now,
        leastOutstanding,
        0,
        variant.initialInstanceCount(),
        weight,
        weight);
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
