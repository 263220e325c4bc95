package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.fault.Faults;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesRequest;

/** Changes that do not come from the owner of an endpoint: faults that were asked for. */
final class OutOfBand implements Faults.Stranger {

  private final Endpoints endpoints;
  private final EndpointsApi api;

  OutOfBand(Endpoints endpoints, EndpointsApi api) {
    this.endpoints = endpoints;
    this.api = api;
  }

  @Override
  public void edit(String name, @Nullable String configuration, OptionalInt instances) {
    each(
        name,
        endpoint -> {
          Scope scope = endpoint.state().scope();
          Caller someone = new Caller(scope.account(), scope.region(), "SOMEBODYELSE");
          if (configuration != null) {
            var _ =
                api.updateEndpoint(
                    UpdateEndpointRequest.builder()
                        .endpointName(endpoint.state().name())
                        .endpointConfigName(configuration)
                        .build(),
                    someone);
          } else {
            var _ =
                api.updateEndpointWeightsAndCapacities(
                    resized(endpoint.state(), instances), someone);
          }
        });
  }

  private static UpdateEndpointWeightsAndCapacitiesRequest resized(
      EndpointState state, OptionalInt instances) {
    return UpdateEndpointWeightsAndCapacitiesRequest.builder()
        .endpointName(state.name())
        .desiredWeightsAndCapacities(
            EndpointsApi.live(state).variants().stream()
                .map(variant ->
                    DesiredWeightAndCapacity.builder()
                        .variantName(variant.name())
                        .desiredInstanceCount(instances.orElse(variant.desiredCount()))
                        .build())
                .toList())
        .build();
  }

  @Override
  public void maintain(String name) {
    each(
        name,
        endpoint -> {
          synchronized (endpoint) {
            EndpointState state = EndpointsApi.settled(endpoint);
            World world = endpoints.world();
            FleetPlan fresh = EndpointsApi.live(state).numbered(state.fleets() + 1);
            Instant now = world.clock().now();
            Instant until = now.plus(world.clock().provisioning(world.options().provision()));
            endpoint.begin(
                state.beginning(
                    new Change.Maintaining(fresh, now, until), state.lastDeployment(), now));
          }
        });
  }

  private void each(String name, Consumer<Endpoint> what) {
    List<Endpoint> named = endpoints.named(name);
    if (named.isEmpty()) {
      throw new IllegalArgumentException("There is no endpoint " + name + ".");
    }
    try {
      named.forEach(what);
    } catch (ServiceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
