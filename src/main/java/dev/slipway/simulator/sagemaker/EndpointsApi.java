package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesResponse;
import tools.jackson.databind.JsonNode;

/** SageMaker's operations on endpoints: what they refuse, and what they begin. */
public final class EndpointsApi {

  private final Endpoints endpoints;
  private final FleetPlans plans;
  private final World world;

  public EndpointsApi(Endpoints endpoints, ModelsApi models, EndpointConfigsApi configs) {
    this.endpoints = endpoints;
    this.plans = new FleetPlans(endpoints, models, configs);
    this.world = endpoints.world();
    world.faults().editBy(new OutOfBand(endpoints, this));
  }

  public CreateEndpointResponse createEndpoint(CreateEndpointRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    Instant now = world.clock().now();
    FleetPlan fleet = plans.of(scope, 1, request.endpointConfigName(), now);
    plans.checkQuota(scope, null, fleet);
    DeploymentConfig deployment =
        fleet.onDemand()
            ? DeploymentChecks.ofServerless(request.deploymentConfig(), world.options())
            : request.deploymentConfig();
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
    plans.checkConcurrency(state, fleet);
    endpoints.add(state, Tags.read(request.tags()));
    return CreateEndpointResponse.builder().endpointArn(state.arn()).build();
  }

  public DescribeEndpointResponse describeEndpoint(DescribeEndpointRequest request, Caller caller) {
    return EndpointDescription.of(
        endpoints.described(Scope.of(caller), request.endpointName()), world.options());
  }

  public UpdateEndpointResponse updateEndpoint(UpdateEndpointRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    Endpoint endpoint = endpoints.get(scope, request.endpointName());
    synchronized (endpoint) {
      EndpointState state = settled(endpoint);
      FleetPlan live = live(state);
      Instant now = world.clock().now();
      FleetPlan green =
          FleetPlans.retained(
              plans.of(scope, state.fleets() + 1, request.endpointConfigName(), now),
              live,
              request);
      refuseServerless(state, live, green);
      plans.refuseRegistered(state, live, green);
      JsonNode last = state.lastDeployment();
      DeploymentConfig asked =
          Boolean.TRUE.equals(request.retainDeploymentConfig()) && last != null
              ? Codec.fromJson(last, DeploymentConfig::builder)
              : request.deploymentConfig();
      DeploymentConfig deployment =
          live.onDemand() || green.onDemand()
              ? DeploymentChecks.ofServerless(asked, world.options())
              : asked;
      DeploymentChecks.check(
          scope,
          deployment,
          green.counts(),
          green.counts().keySet().equals(live.counts().keySet()),
          world.alarms(),
          world.options());
      plans.checkQuota(scope, green, deployment);
      plans.checkConcurrency(state, green);
      JsonNode kept = deployment == null ? null : Codec.toJson(deployment);
      Duration wait = world.clock().provisioning(world.options().provision());
      endpoint.begin(
          state.beginning(
              new Change.Updating(
                  green,
                  kept,
                  now,
                  0,
                  Map.of(),
                  world.options().is(Undocumented.SIZES_ROUNDED_DOWN),
                  now,
                  now.plus(wait)),
              kept,
              now));
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
      plans.checkQuota(state.scope(), live(state), target);
      plans.checkConcurrency(state, target);
      endpoints.beginResize(endpoint, target);
      return UpdateEndpointWeightsAndCapacitiesResponse.builder().endpointArn(state.arn()).build();
    }
  }

  /** An endpoint of instances stays one; a serverless one may become one of instances. */
  private static void refuseServerless(EndpointState state, FleetPlan live, FleetPlan green) {
    if (green.onDemand() && !live.onDemand()) {
      throw ServiceException.validation(
          "Endpoint \"" + state.arn() + "\" cannot be updated from real-time to serverless.");
    }
  }

  private static FleetPlan desired(FleetPlan fleet, DesiredWeightAndCapacity desired) {
    Variant known =
        fleet
            .variant(desired.variantName())
            .orElseThrow(() ->
                ServiceException.validation(
                    "Variant \""
                        + desired.variantName()
                        + "\" is not a variant of this endpoint."));
    if (known.onDemand()
        ? desired.desiredInstanceCount() != null
        : desired.serverlessUpdateConfig() != null) {
      throw ServiceException.validation(
          (known.onDemand() ? "DesiredInstanceCount" : "ServerlessUpdateConfig")
              + " does not apply to variant \""
              + known.name()
              + "\".");
    }
    if (fleet.async() == null && Integer.valueOf(0).equals(desired.desiredInstanceCount())) {
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
      Serverless serverless = variant.desiredServerless();
      if (serverless != null && desired.serverlessUpdateConfig() != null) {
        Serverless changed = serverless.changed(desired.serverlessUpdateConfig());
        if (changed.warm() > changed.maxConcurrency()) {
          throw ServiceException.validation(
              "ProvisionedConcurrency must be less than or equal to MaxConcurrency for variant \""
                  + variant.name()
                  + "\".");
        }
        next = next.wanting(changed);
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
        Listing.of(request)
            .page(
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
                state -> state.status(rollbackShown).toString());
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
  static EndpointState settled(Endpoint endpoint) {
    EndpointState state = endpoint.state();
    if (state.change() != null) {
      throw inProgress(state);
    }
    return state;
  }

  static FleetPlan live(EndpointState state) {
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
}
