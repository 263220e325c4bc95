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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/**
 * Requests on their way to a model and back. Takes no lock: routes are read once, a request that
 * meets an instance which just began to drain reads them again. Never tells which fleet answered.
 */
final class ModelCalls {

  private static final int LARGEST_BODY = 25 * 1024 * 1024;
  private static final int LARGEST_SERVERLESS_BODY = 4 * 1024 * 1024;
  private static final int ATTEMPTS = 100;

  private final Endpoints endpoints;
  private final Captures captures;
  private final World world;

  ModelCalls(Endpoints endpoints, Captures captures) {
    this.endpoints = endpoints;
    this.captures = captures;
    this.world = endpoints.world();
  }

  /**
   * How a request is made.
   *
   * @param bound the instance that it must meet; null for any
   * @param session the session that it opens or belongs to; null for none
   * @param timeout how long the model may take, of the machine's time
   * @param asynchronous whether it comes from the queue of an asynchronous endpoint
   */
  record Manner(
      @Nullable Instance bound, @Nullable String session, Duration timeout, boolean asynchronous) {

    static final Manner PLAIN = new Manner(null, null, Container.ANSWER, false);

    static Manner session(@Nullable Instance bound, String session) {
      return new Manner(bound, session, Container.ANSWER, false);
    }

    static Manner queued(Duration timeout) {
      return new Manner(null, null, timeout, true);
    }
  }

  /**
   * An answer, and who gave it.
   *
   * @param openedSession as the container named it with its end; null when it opened none
   * @param closedSession the one that the container closed; null for none
   */
  record Answered(
      InvokeEndpointResponse response,
      Instance instance,
      @Nullable String openedSession,
      @Nullable String closedSession) {}

  /** Where one request goes. */
  private record Way(Endpoint endpoint, Routes routes, Routes.Route route, Routes.Side side) {}

  Answered call(InvokeEndpointRequest request, Caller caller, Manner manner) {
    long began = System.nanoTime();
    Scope scope = Scope.of(caller);
    Endpoint endpoint = serving(scope, request.endpointName());
    if (endpoint.isAsynchronous() && !manner.asynchronous()) {
      throw refused(
          "Endpoint "
              + request.endpointName()
              + " is asynchronous; it is invoked with InvokeEndpointAsync.");
    }
    byte[] body = request.body() == null ? new byte[0] : request.body().asByteArrayUnsafe();
    long number = endpoint.nextRequest() * 8;
    long seed = world.seed() ^ request.endpointName().hashCode();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Routes routes = endpoint.routes();
      Routes.Route route = route(routes, request, manner, Shares.random(seed, number));
      Routes.Side side = side(route, manner, Shares.random(seed, number + 1));
      check(side.variant(), request, body, manner);
      Optional<Place> place =
          manner.bound() == null
              ? side.hosts()
                  .take(route.leastOutstanding(), Shares.random(seed, number + 4 + attempt))
              : Instances.take(manner.bound());
      if (place.isPresent()) {
        Way way = new Way(endpoint, routes, route, side);
        Answered answered;
        try {
          answered = invoke(request, manner, scope, way, place.get(), body, began);
        } finally {
          place.get().release();
        }
        mirror(request, way, body, seed, number + 2);
        captures.take(endpoint, route.variant(), request, answered.response());
        return answered;
      }
      if (manner.bound() != null) {
        throw refused("Session " + manner.session() + " not found.");
      }
      Thread.onSpinWait();
    }
    throw unavailable();
  }

  /** The endpoint, in service. */
  Endpoint serving(Scope scope, String name) {
    return endpoints
        .find(scope, name)
        .filter(endpoint -> endpoint.state().live() != null)
        .filter(endpoint -> !(endpoint.state().change() instanceof Change.Deleting))
        .orElseThrow(
            () -> refused("Endpoint " + name + " of account " + scope.account() + " not found."));
  }

  private static void check(
      Variant variant, InvokeEndpointRequest request, byte[] body, Manner manner) {
    int largest = variant.onDemand() ? LARGEST_SERVERLESS_BODY : LARGEST_BODY;
    if (body.length > largest && !manner.asynchronous()) {
      throw refused("The request body is larger than " + largest + " bytes.");
    }
    if (variant.onDemand() && manner.session() != null) {
      throw refused("Sessions are not supported by serverless endpoints.");
    }
    DirectCalls.check(variant, request.targetContainerHostname());
  }

  private Routes.Route route(
      Routes routes, InvokeEndpointRequest request, Manner manner, double chance) {
    Instance bound = manner.bound();
    if (bound != null) {
      return routes
          .with(bound)
          .orElseThrow(() -> refused("Session " + manner.session() + " not found."));
    }
    String target = request.targetVariant();
    if (target != null) {
      return routes
          .named(target)
          .orElseThrow(() ->
              refused(Wordings.unknownVariant(world.options(), target, request.endpointName())));
    }
    return routes.any(chance).orElseThrow(ModelCalls::unavailable);
  }

  private static Routes.Side side(Routes.Route route, Manner manner, double chance) {
    Instance bound = manner.bound();
    return bound == null
        ? route.side(chance)
        : route.with(bound).orElseGet(() -> route.side(chance));
  }

  private Answered invoke(
      InvokeEndpointRequest request,
      Manner manner,
      Scope scope,
      Way way,
      Place place,
      byte[] body,
      long began) {
    Container.Answer answer = ask(request, manner, way, place, body, began);
    if (answer.isError()) {
      throw modelError(scope, request.endpointName(), answer);
    }
    InvokeEndpointResponse response =
        InvokeEndpointResponse.builder()
            .body(SdkBytes.fromByteArrayUnsafe(answer.body()))
            .contentType(answer.contentType())
            .invokedProductionVariant(way.route().variant())
            .customAttributes(answer.customAttributes())
            .build();
    return new Answered(response, place.instance(), answer.openedSession(), answer.closedSession());
  }

  /** Asks the model, and writes its metrics down. */
  private Container.Answer ask(
      InvokeEndpointRequest request, Manner manner, Way way, Place place, byte[] body, long began) {
    long start = began;
    if (place.setup().isPositive()) {
      world.clock().hold(world.clock().wallFor(place.setup()));
      start += world.clock().isManual() ? 0 : System.nanoTime() - began;
    }
    long asked = System.nanoTime();
    Spoil spoil = world.faults().answer(request.endpointName(), way.side().config());
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
                        request.targetContainerHostname(),
                        manner.session(),
                        manner.timeout()));
    Duration hold = answer.hold().plus(spoil.slower());
    if (hold.isPositive()) {
      world.clock().hold(hold);
    }
    double modelMicros = (System.nanoTime() - asked) / 1e3;
    if (world.clock().isManual()) {
      modelMicros += hold.toNanos() / 1e3;
    }
    way.side()
        .meter()
        .answered(
            world.clock().now(),
            new Meter.Reading(
                answer.status(),
                modelMicros,
                Math.max(1, (asked - start) / 1e3),
                way.route().instances(),
                place.setup().toNanos() / 1e3,
                place.load()));
    return answer;
  }

  /** Sends a copy to the shadow variant for its share of requests; what it answers is dropped. */
  private void mirror(InvokeEndpointRequest request, Way way, byte[] body, long seed, long number) {
    Optional<Routes.Route> shadow = way.routes().shadow();
    if (shadow.isEmpty() || request.targetVariant() != null) {
      return;
    }
    double share = shadow.get().weight() / Math.max(Float.MIN_NORMAL, way.route().weight());
    if (Shares.random(seed, number) >= share) {
      return;
    }
    Runnable copy =
        () -> {
          Routes.Side side = shadow.get().side(Shares.random(seed, number + 1));
          Optional<Place> place = side.hosts().take(shadow.get().leastOutstanding(), 0);
          if (place.isPresent()) {
            try {
              var _ =
                  ask(
                      request,
                      Manner.PLAIN,
                      new Way(way.endpoint(), way.routes(), shadow.get(), side),
                      place.get(),
                      body,
                      System.nanoTime());
            } finally {
              place.get().release();
            }
          }
        };
    if (world.clock().isManual()) {
      copy.run();
    } else {
      var _ = Thread.ofVirtual().name("shadow-invocation").start(copy);
    }
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

  private static ServiceException unavailable() {
    return new ServiceException(503, "ServiceUnavailable", "No instance is in service.");
  }

  static ServiceException refused(String message) {
    return new ServiceException(400, "ValidationError", message);
  }
}
