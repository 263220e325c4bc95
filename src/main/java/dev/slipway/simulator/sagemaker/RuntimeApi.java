package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.fault.Shares;
import dev.slipway.simulator.fault.Spoil;
import dev.slipway.simulator.serving.Container;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/**
 * SageMaker Runtime. Takes no lock: routes are read once, a request that meets an instance which
 * just began to drain reads them again. Never tells which fleet answered.
 */
public final class RuntimeApi {

  private static final int LARGEST_BODY = 25 * 1024 * 1024;
  private static final int LARGEST_SERVERLESS_BODY = 4 * 1024 * 1024;
  private static final int ATTEMPTS = 100;

  private final Endpoints endpoints;
  private final World world;

  public RuntimeApi(Endpoints endpoints) {
    this.endpoints = endpoints;
    this.world = endpoints.world();
  }

  public InvokeEndpointResponse invokeEndpoint(InvokeEndpointRequest request, Caller caller) {
    long began = System.nanoTime();
    Scope scope = Scope.of(caller);
    Endpoint endpoint = serving(scope, request.endpointName());
    byte[] body = request.body() == null ? new byte[0] : request.body().asByteArrayUnsafe();
    long number = endpoint.nextRequest() * 4;
    long seed = world.seed() ^ request.endpointName().hashCode();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Routes.Route route = route(endpoint, request, Shares.random(seed, number));
      Routes.Side side = route.side(Shares.random(seed, number + 1));
      check(side.variant(), request, body);
      Optional<Place> place =
          side.hosts().take(route.leastOutstanding(), Shares.random(seed, number + 2 + attempt));
      if (place.isPresent()) {
        try {
          return invoke(request, scope, route, side, place.get(), body, began);
        } finally {
          place.get().release();
        }
      }
      Thread.onSpinWait();
    }
    throw new ServiceException(503, "ServiceUnavailable", "No instance is in service.");
  }

  private static void check(Variant variant, InvokeEndpointRequest request, byte[] body) {
    int largest = variant.onDemand() ? LARGEST_SERVERLESS_BODY : LARGEST_BODY;
    if (body.length > largest) {
      throw refused("The request body is larger than " + largest + " bytes.");
    }
    DirectCalls.check(variant, request.targetContainerHostname());
  }

  private Endpoint serving(Scope scope, String name) {
    return endpoints
        .find(scope, name)
        .filter(endpoint -> endpoint.state().live() != null)
        .filter(endpoint -> !(endpoint.state().change() instanceof Change.Deleting))
        .orElseThrow(
            () -> refused("Endpoint " + name + " of account " + scope.account() + " not found."));
  }

  private Routes.Route route(Endpoint endpoint, InvokeEndpointRequest request, double chance) {
    Routes routes = endpoint.routes();
    String target = request.targetVariant();
    if (target != null) {
      return routes
          .named(target)
          .orElseThrow(() ->
              refused(Wordings.unknownVariant(world.options(), target, request.endpointName())));
    }
    Optional<Routes.Route> any = routes.any(chance);
    return any.orElseThrow(
        () -> new ServiceException(503, "ServiceUnavailable", "No instance is in service."));
  }

  private InvokeEndpointResponse invoke(
      InvokeEndpointRequest request,
      Scope scope,
      Routes.Route route,
      Routes.Side side,
      Place place,
      byte[] body,
      long began) {
    if (place.setup().isPositive()) {
      world.clock().hold(world.clock().wallFor(place.setup()));
      began += world.clock().isManual() ? 0 : System.nanoTime() - began;
    }
    long asked = System.nanoTime();
    Spoil spoil = world.faults().answer(request.endpointName(), side.config());
    Container.Answer answer =
        spoil.error()
            ? spoilt()
            : place
                .instance()
                .container()
                .invoke(
                    new Container.Invocation(
                        body,
                        request.contentType(),
                        request.accept(),
                        request.customAttributes(),
                        request.targetContainerHostname()));
    Duration hold = answer.hold().plus(spoil.slower());
    if (hold.isPositive()) {
      world.clock().hold(hold);
    }
    long answered = System.nanoTime();
    double modelMicros = (answered - asked) / 1e3;
    if (world.clock().isManual()) {
      modelMicros += hold.toNanos() / 1e3;
    }
    side.meter()
        .answered(
            world.clock().now(),
            new Meter.Reading(
                answer.status(),
                modelMicros,
                Math.max(1, (asked - began) / 1e3),
                route.instances(),
                place.setup().toNanos() / 1e3,
                place.load()));
    if (answer.status() == 0 || answer.status() >= 400) {
      throw modelError(scope, request.endpointName(), answer);
    }
    return InvokeEndpointResponse.builder()
        .body(SdkBytes.fromByteArrayUnsafe(answer.body()))
        .contentType(answer.contentType())
        .invokedProductionVariant(route.variant())
        .customAttributes(answer.customAttributes())
        .build();
  }

  private static Container.Answer spoilt() {
    return new Container.Answer(
        500,
        "{\"error\":\"a fault was asked for\"}".getBytes(StandardCharsets.UTF_8),
        "application/json",
        null,
        Duration.ZERO);
  }

  private static ServiceException modelError(
      Scope scope, String endpoint, Container.Answer answer) {
    String original = new String(answer.body(), StandardCharsets.UTF_8);
    String side = answer.status() >= 500 || answer.status() == 0 ? "server" : "client";
    String group = "/aws/sagemaker/Endpoints/" + endpoint;
    return new ServiceException(
            424,
            "ModelError",
            "Received "
                + side
                + " error ("
                + answer.status()
                + ") from "
                + answer.container()
                + " with message \""
                + original
                + "\". See https://"
                + scope.region()
                + ".console.aws.amazon.com/cloudwatch/home?region="
                + scope.region()
                + "#logEventViewer:group="
                + group
                + " in account "
                + scope.account()
                + " for more information.")
        .with("OriginalStatusCode", answer.status())
        .with("OriginalMessage", original)
        .with("LogStreamArn", scope.arn("logs", "log-group:" + group));
  }

  private static ServiceException refused(String message) {
    return new ServiceException(400, "ValidationError", message);
  }
}
