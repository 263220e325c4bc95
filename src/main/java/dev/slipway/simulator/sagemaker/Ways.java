package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.fault.Shares;
import dev.slipway.simulator.wire.ServiceException;
import java.util.Optional;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;

/**
 * Finds where requests go: a variant, a fleet, a place on an instance. Takes no lock: routes are
 * read once, a request that meets an instance which just began to drain reads them again.
 */
final class Ways {

  private static final int LARGEST_BODY = 25 * 1024 * 1024;
  private static final int LARGEST_SERVERLESS_BODY = 4 * 1024 * 1024;
  private static final int ATTEMPTS = 100;

  private final Endpoints endpoints;
  private final World world;

  Ways(Endpoints endpoints) {
    this.endpoints = endpoints;
    this.world = endpoints.world();
  }

  /**
   * Where one request goes.
   *
   * @param place to be released when the request is answered
   * @param chance the seed of the request's chances
   * @param number the first of eight numbers that are its own
   */
  record Way(
      Endpoint endpoint,
      Routes routes,
      Routes.Route route,
      Routes.Side side,
      Place place,
      long chance,
      long number) {

    /** One of the request's chances, in [0, 1). */
    double random(int which) {
      return Shares.random(chance, number + which);
    }

    /** The same request, sent somewhere else too. */
    Way to(Routes.Route other, Routes.Side otherSide, Place otherPlace) {
      return new Way(endpoint, routes, other, otherSide, otherPlace, chance, number);
    }
  }

  /** A way with a place taken. */
  Way find(InvokeEndpointRequest request, Scope scope, Manner manner) {
    Endpoint endpoint = serving(scope, request.endpointName());
    refuseWhatNoEndpointHas(request);
    if (endpoint.isAsynchronous() && !manner.asynchronous()) {
      throw Refusals.refused(Wordings.onlyAsynchronous(world.options(), request.endpointName()));
    }
    long number = endpoint.nextRequest() * 8;
    long seed = world.seed() ^ request.endpointName().hashCode();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Routes routes = endpoint.routes();
      Routes.Route route = route(routes, request, manner, Shares.random(seed, number));
      Routes.Side side = side(route, manner, Shares.random(seed, number + 1));
      check(side.variant(), request, manner);
      Optional<Place> place =
          manner.bound() == null
              ? side.hosts()
                  .take(route.leastOutstanding(), Shares.random(seed, number + 4 + attempt))
              : Instances.take(manner.bound());
      if (place.isPresent()) {
        return new Way(endpoint, routes, route, side, place.get(), seed, number);
      }
      if (manner.bound() != null) {
        throw noSession(manner);
      }
      Thread.onSpinWait();
    }
    throw Refusals.unavailable();
  }

  /** The endpoint, in service. */
  Endpoint serving(Scope scope, String name) {
    return endpoints
        .find(scope, name)
        .filter(endpoint -> endpoint.state().live() != null)
        .filter(endpoint -> !(endpoint.state().change() instanceof Change.Deleting))
        .orElseThrow(() ->
            Refusals.refused(
                "Endpoint " + name + " of account " + scope.account() + " not found."));
  }

  /** There are neither multi-model endpoints nor inference components to be named. */
  private static void refuseWhatNoEndpointHas(InvokeEndpointRequest request) {
    if (request.targetModel() != null) {
      throw Refusals.refused(
              "Endpoint "
                  + request.endpointName()
                  + " is not a multi-model endpoint and does not support target model header.")
          .with("ErrorCode", "TARGET_MODEL_HEADER_NOT_SUPPORTED");
    }
    if (request.inferenceComponentName() != null) {
      throw Refusals.refused(
          "Inference Component Name header is not allowed for endpoints to which you dont plan to"
              + " deploy inference components. Please remove the Inference Component Name header"
              + " and try again.");
    }
  }

  private static void check(Variant variant, InvokeEndpointRequest request, Manner manner) {
    int largest = variant.onDemand() ? LARGEST_SERVERLESS_BODY : LARGEST_BODY;
    int size = request.body() == null ? 0 : request.body().asByteArrayUnsafe().length;
    if (size > largest && !manner.asynchronous()) {
      throw Refusals.refused("The request body is larger than " + largest + " bytes.");
    }
    if (variant.onDemand() && manner.session() != null) {
      throw Refusals.refused("Sessions are not supported by serverless endpoints.");
    }
    DirectCalls.check(variant, request.targetContainerHostname());
  }

  private Routes.Route route(
      Routes routes, InvokeEndpointRequest request, Manner manner, double chance) {
    Instance bound = manner.bound();
    if (bound != null) {
      return routes.with(bound).orElseThrow(() -> noSession(manner));
    }
    String target = request.targetVariant();
    if (target != null) {
      return routes
          .named(target)
          .orElseThrow(() ->
              Refusals.refused(
                  Wordings.unknownVariant(world.options(), target, request.endpointName())));
    }
    return routes.any(chance).orElseThrow(Refusals::unavailable);
  }

  private ServiceException noSession(Manner manner) {
    return Refusals.refused(Wordings.noSession(world.options(), String.valueOf(manner.session())));
  }

  private static Routes.Side side(Routes.Route route, Manner manner, double chance) {
    Instance bound = manner.bound();
    return bound == null
        ? route.side(chance)
        : route.with(bound).orElseGet(() -> route.side(chance));
  }
}
