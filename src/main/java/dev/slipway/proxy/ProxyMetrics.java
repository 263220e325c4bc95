package dev.slipway.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts and times per environment, model, release, variant and status: {@code
 * slipway.proxy.requests} in all, {@code slipway.proxy.upstream} in SageMaker, {@code
 * slipway.proxy.overhead} in the proxy itself once the body is complete.
 */
final class ProxyMetrics {

  private final MeterRegistry registry;
  private final Map<Labels, Timers> timers = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong bodyBytes = new AtomicLong();

  ProxyMetrics(MeterRegistry registry) {
    this.registry = registry;
    registry.gauge("slipway.proxy.in.flight", inFlight);
    registry.gauge("slipway.proxy.connections", connections);
    registry.gauge("slipway.proxy.body.bytes", bodyBytes);
  }

  private record Labels(
      String environment, String model, String release, String variant, int status) {}

  private record Timers(Timer requests, Timer upstream, Timer overhead) {}

  /** A caller's connection was opened; counted until it closes. */
  void connected(HttpConnection connection) {
    connections.incrementAndGet();
    connection.closeHandler(_ -> connections.decrementAndGet());
  }

  /** What large bodies hold of the heap, in bytes. */
  AtomicLong bodyBytes() {
    return bodyBytes;
  }

  void begun() {
    inFlight.incrementAndGet();
  }

  /**
   * A request is over.
   *
   * @param variant the variant that answered; empty when none did
   * @param status what the caller was told; 499 when it had left
   */
  void over(Exchange exchange, String variant, int status) {
    inFlight.decrementAndGet();
    Destination to = exchange.destination();
    Labels labels =
        to == null
            ? new Labels("none", "none", "none", "none", status)
            : new Labels(
                to.route().environment(),
                to.route().model(),
                to.releaseLabel(),
                variant.isEmpty() ? "none" : variant,
                status);
    Timers known = timers.computeIfAbsent(labels, this::register);
    known.requests.record(exchange.totalNanos(), TimeUnit.NANOSECONDS);
    known.overhead.record(exchange.ownNanos(), TimeUnit.NANOSECONDS);
    if (exchange.upstreamNanos() > 0) {
      known.upstream.record(exchange.upstreamNanos(), TimeUnit.NANOSECONDS);
    }
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
        registry.timer("slipway.proxy.requests", tags),
        registry.timer("slipway.proxy.upstream", tags),
        registry.timer("slipway.proxy.overhead", tags));
  }
}
