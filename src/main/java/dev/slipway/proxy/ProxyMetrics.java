package dev.slipway.proxy;

import dev.slipway.endpoint.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Counts and times (as histograms) per environment, model, release, variant and status: {@code
 * slipway.proxy.requests} in all, {@code slipway.proxy.upstream} in SageMaker, {@code
 * slipway.proxy.overhead} in the proxy itself once the body is complete (see {@link
 * Exchange#ownNanos}).
 */
final class ProxyMetrics {

  private static final Duration[] WHOLE =
      millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000);
  private static final Duration[] OWN = millis(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100);

  /** For how many minutes the metrics of a release are kept after it has ceased to serve. */
  private static final int SWEEPS = 10;

  private final MeterRegistry registry;
  private final Map<Labels, Timers> timers = new ConcurrentHashMap<>();
  private final Map<Labels, Integer> gone = new HashMap<>();
  private final Map<Guarded, Counter> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong bodyBytes = new AtomicLong();

  ProxyMetrics(MeterRegistry registry) {
    this.registry = registry;
    gauge("in.flight", "Requests that are being answered", inFlight);
    gauge("connections", "Callers' connections", connections);
    gauge("body.bytes", "What large bodies hold of the heap", bodyBytes);
  }

  private record Labels(
      String environment, String model, String release, String variant, int status) {}

  private record Timers(Timer requests, Timer upstream, Timer overhead) {}

  private record Guarded(String environment, String model) {}

  /** A caller's connection was opened. */
  void connected() {
    connections.incrementAndGet();
  }

  /** It was closed. */
  void disconnected() {
    connections.decrementAndGet();
  }

  /** What large bodies hold of the heap, in bytes. */
  AtomicLong bodyBytes() {
    return bodyBytes;
  }

  void begun() {
    inFlight.incrementAndGet();
  }

  /**
   * How many predictions of an endpoint its breaker did not let through. It is there as soon as
   * there is a breaker, as a rate knows nothing of a counter's first increment.
   */
  Counter breakerRefusals(Route route) {
    return refusals.computeIfAbsent(
        new Guarded(route.environment(), route.model()),
        to ->
            Counter.builder("slipway.proxy.breaker.refusals")
                .description("Predictions that the endpoint's open breaker did not let through")
                .tag("environment", to.environment)
                .tag("model", to.model)
                .register(registry));
  }

  /**
   * A request is over.
   *
   * @param status what the caller was told; 499 when it had left
   */
  void over(Exchange exchange, int status) {
    inFlight.decrementAndGet();
    Destination to = exchange.destination();
    Labels labels =
        to == null
            ? nowhere(status)
            : new Labels(
                to.route().environment(),
                to.route().model(),
                exchange.standIn() == null ? to.releaseLabel(exchange.answered()) : "fallback",
                exchange.variant().isEmpty() ? "none" : exchange.variant(),
                status);
    Timers known = timers.computeIfAbsent(labels, this::register);
    known.requests.record(exchange.totalNanos(), TimeUnit.NANOSECONDS);
    if (exchange.wasRead()) {
      known.overhead.record(exchange.ownNanos(), TimeUnit.NANOSECONDS);
    }
    if (exchange.upstreamNanos() > 0) {
      known.upstream.record(exchange.upstreamNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Forgets releases that have left the routes, once they have been gone for {@link #SWEEPS}
   * sweeps: by then everybody who reads the metrics has seen their last values.
   */
  synchronized void sweep(KnownRoutes routes) {
    timers.forEach((labels, known) -> {
      if (labels.equals(nowhere(labels.status))
          || routes.serves(labels.environment, labels.model, labels.release)) {
        gone.remove(labels);
      } else if (gone.merge(labels, 1, Integer::sum) >= SWEEPS) {
        gone.remove(labels);
        timers.remove(labels);
        Stream.of(known.requests, known.upstream, known.overhead).forEach(registry::remove);
      }
    });
    refusals
        .entrySet()
        .removeIf(known -> {
          Guarded to = known.getKey();
          if (routes.serves(to.environment, to.model, "none")) return false;
          registry.remove(known.getValue());
          return true;
        });
  }

  private static Labels nowhere(int status) {
    return new Labels("none", "none", "none", "none", status);
  }

  private Timers register(Labels labels) {
    Tags tags =
        Tags.of(
            "environment",
            labels.environment,
            "model",
            labels.model,
            "release",
            labels.release,
            "variant",
            labels.variant,
            "status",
            Integer.toString(labels.status));
    return new Timers(
        timer("requests", "Whole requests, to the end of the answer", tags, WHOLE),
        timer("upstream", "What SageMaker took to the end of its answer", tags, WHOLE),
        timer("overhead", "What the proxy itself added to a request that it read", tags, OWN));
  }

  private void gauge(String what, String description, Number number) {
    Gauge.builder("slipway.proxy." + what, number, Number::doubleValue)
        .description(description)
        .register(registry);
  }

  private Timer timer(String what, String description, Tags tags, Duration[] buckets) {
    return Timer.builder("slipway.proxy." + what)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(buckets)
        .register(registry);
  }

  private static Duration[] millis(double... bounds) {
    return Arrays.stream(bounds)
        .mapToObj(bound -> Duration.ofNanos((long) (bound * 1_000_000)))
        .toArray(Duration[]::new);
  }
}
