package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.fault.Spoil;
import dev.slipway.simulator.sagemaker.Ways.Way;
import dev.slipway.simulator.serving.Container;
import dev.slipway.simulator.serving.Container.Streamed;
import dev.slipway.simulator.wire.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/** Requests on their way to a model and back. Never tells which fleet answered. */
final class ModelCalls {

  private final Ways ways;
  private final Captures captures;
  private final World world;

  ModelCalls(Endpoints endpoints, Captures captures) {
    this.ways = new Ways(endpoints);
    this.captures = captures;
    this.world = endpoints.world();
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

  Answered call(InvokeEndpointRequest request, Caller caller, Manner manner) {
    long began = System.nanoTime();
    Scope scope = Scope.of(caller);
    Way way = ways.find(request, scope, manner);
    Answered answered;
    try {
      Container.Answer answer = ask(request, manner, way, began);
      if (answer.isError()) {
        throw Refusals.modelError(scope, request.endpointName(), answer);
      }
      answered =
          new Answered(
              response(way, answer).body(SdkBytes.fromByteArrayUnsafe(answer.body())).build(),
              way.place().instance(),
              answer.openedSession(),
              answer.closedSession());
    } finally {
      way.place().release();
    }
    mirror(request, way);
    captures.take(way.endpoint(), way.route().variant(), request, answered.response());
    return answered;
  }

  /** Begins a call whose answer comes in parts. */
  OpenAnswer open(InvokeEndpointRequest request, Caller caller, Manner manner) {
    long began = System.nanoTime();
    Scope scope = Scope.of(caller);
    Way way = ways.find(request, scope, manner);
    boolean open = false;
    try {
      Timing timing = begin(way, began);
      Spoil spoil = world.faults().answer(request.endpointName(), way.side().config());
      Streamed streamed =
          spoil.error()
              ? Streamed.of(spoilt())
              : way.place().instance().container().stream(invocation(request, manner));
      Duration hold = hold(streamed.head(), spoil);
      if (streamed.head().isError()) {
        timing.over(streamed.head().status(), hold);
        throw Refusals.modelError(scope, request.endpointName(), streamed.head());
      }
      open = true;
      mirror(request, way);
      InvokeEndpointResponse head = response(way, streamed.head()).build();
      return new OpenAnswer(
          head,
          streamed,
          world.faults().stream(request.endpointName(), way.side().config()),
          world.clock().now(),
          (status, body) -> {
            timing.over(status, hold);
            way.place().release();
            if (status == streamed.head().status()) {
              captures.take(
                  way.endpoint(),
                  way.route().variant(),
                  request,
                  head.toBuilder().body(SdkBytes.fromByteArrayUnsafe(body)).build());
            }
          });
    } finally {
      if (!open) {
        way.place().release();
      }
    }
  }

  /** The endpoint, in service. */
  Endpoint serving(Scope scope, String name) {
    return ways.serving(scope, name);
  }

  private static InvokeEndpointResponse.Builder response(Way way, Container.Answer answer) {
    return InvokeEndpointResponse.builder()
        .contentType(answer.contentType())
        .invokedProductionVariant(way.route().variant())
        .customAttributes(answer.customAttributes());
  }

  /** Asks the model, and writes its metrics down. */
  private Container.Answer ask(InvokeEndpointRequest request, Manner manner, Way way, long began) {
    Timing timing = begin(way, began);
    Spoil spoil = world.faults().answer(request.endpointName(), way.side().config());
    Container.Answer answer =
        spoil.error()
            ? spoilt()
            : way.place().instance().container().invoke(invocation(request, manner));
    timing.over(answer.status(), hold(answer, spoil));
    return answer;
  }

  private static Container.Invocation invocation(InvokeEndpointRequest request, Manner manner) {
    return new Container.Invocation(
        request.body() == null ? new byte[0] : request.body().asByteArrayUnsafe(),
        request.contentType(),
        request.accept(),
        request.customAttributes(),
        request.targetContainerHostname(),
        manner.session(),
        manner.timeout());
  }

  /** Waits for as long as the answer is held up. */
  private Duration hold(Container.Answer answer, Spoil spoil) {
    Duration hold = answer.hold().plus(spoil.slower());
    if (hold.isPositive()) {
      world.clock().hold(hold);
    }
    return hold;
  }

  /**
   * When a model was asked.
   *
   * @param overhead what came before that, in microseconds
   */
  private record Timing(World world, Way way, double overhead, long asked) {

    /** The answer is over: its metrics are written down. */
    void over(int status, Duration held) {
      double modelMicros = (System.nanoTime() - asked) / 1e3;
      if (world.clock().isManual()) {
        modelMicros += held.toNanos() / 1e3;
      }
      way.side()
          .meter()
          .answered(
              world.clock().now(),
              new Meter.Reading(
                  status,
                  modelMicros,
                  overhead,
                  way.route().instances(),
                  way.place().setup().toNanos() / 1e3,
                  way.place().load()));
    }
  }

  private Timing begin(Way way, long began) {
    long start = began;
    Duration setup = way.place().setup();
    if (setup.isPositive()) {
      world.clock().hold(world.clock().wallFor(setup));
      start += world.clock().isManual() ? 0 : System.nanoTime() - began;
    }
    long asked = System.nanoTime();
    Timing timing = new Timing(world, way, Math.max(1, (asked - start) / 1e3), asked);
    compute(way);
    return timing;
  }

  /** Waits for a processor and uses it, where the model says how long it computes. */
  private void compute(Way way) {
    Instance instance = way.place().instance();
    if (instance.container().computing().isZero()) {
      return;
    }
    Variant variant = way.side().variant();
    // A serverless environment answers one request at a time.
    int processors = variant.onDemand() ? 1 : InstanceSize.of(variant.instanceType()).processors();
    instance.compute(world.clock(), processors);
  }

  /** Sends a copy to the shadow variant for its share of requests; what it answers is dropped. */
  private void mirror(InvokeEndpointRequest request, Way way) {
    Optional<Routes.Route> shadow = way.routes().shadow();
    if (shadow.isEmpty() || request.targetVariant() != null) {
      return;
    }
    double share = shadow.get().weight() / Math.max(Float.MIN_NORMAL, way.route().weight());
    if (way.random(2) >= share) {
      return;
    }
    Runnable copy =
        () -> {
          Routes.Side side = shadow.get().side(way.random(3));
          Optional<Place> place = side.hosts().take(shadow.get().leastOutstanding(), 0);
          if (place.isPresent()) {
            try {
              Way there = way.to(shadow.get(), side, place.get());
              var _ = ask(request, Manner.PLAIN, there, System.nanoTime());
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
}
