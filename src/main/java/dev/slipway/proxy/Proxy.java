package dev.slipway.proxy;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.BindException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.SmartLifecycle;

/**
 * The prediction proxy as a part of the application: starts last, stops first, and finishes what is
 * in flight before it does.
 */
public final class Proxy implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

  /** How long the request of a connection that was accepted last may be on its way, at most. */
  private static final long LAST_HEADS_MILLIS = 1_000;

  private final ProxySettings settings;
  private final Shared shared;
  private final IntConsumer started;
  private volatile boolean draining;
  private volatile @Nullable Running running;

  /**
   * @param started is told the port
   */
  Proxy(ProxySettings settings, Shared shared, IntConsumer started) {
    this.settings = settings;
    this.shared = shared;
    this.started = started;
  }

  private record Running(Vertx vertx, List<Listener> listeners, ScheduledExecutorService reader) {}

  /** The port that is listened on. */
  public int port() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("The proxy is not running.");
    }
    return now.listeners.getFirst().port();
  }

  @Override
  public synchronized void start() {
    draining = false;
    ScheduledExecutorService reader =
        Executors.newScheduledThreadPool(
            3, Thread.ofPlatform().name("slipway-proxy-routes-", 0).daemon().factory());
    shared.routes().refresh();
    repeat(reader, settings.routesEvery(), shared.routes()::refresh);
    repeat(reader, Duration.ofSeconds(1), shared.recorder()::flush);
    repeat(reader, settings.depositsEvery(), shared.recorder()::deposit);
    repeat(reader, Duration.ofMinutes(1), this::sweep);

    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(settings.loops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(4)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    List<Listener> listeners =
        Stream.generate(() -> new Listener(settings, shared, () -> draining))
            .limit(settings.loops())
            .toList();
    Iterator<Listener> next = listeners.iterator();
    try {
      await(
          vertx.deployVerticle(next::next, new DeploymentOptions().setInstances(listeners.size())));
    } catch (CompletionException e) {
      reader.shutdownNow();
      await(vertx.close());
      if (e.getCause() instanceof BindException) {
        throw new PortInUseException(settings.port(), e);
      }
      throw e;
    }
    running = new Running(vertx, listeners, reader);
    started.accept(port());
    LOG.info("The prediction proxy listens on port {}", port());
  }

  /**
   * Does something again and again. What one round meets, be it a defect, does not end the rest.
   */
  private static void repeat(ScheduledExecutorService by, Duration pause, Runnable round) {
    long nanos = pause.toNanos();
    var _ =
        by.scheduleWithFixedDelay(
            () -> {
              try {
                round.run();
              } catch (Throwable e) {
                LOG.error("A round of the proxy's own work failed; the next one comes", e);
              }
            },
            nanos,
            nanos,
            TimeUnit.NANOSECONDS);
  }

  /** Forgets whoever has not asked for long, and releases that serve nowhere any more. */
  void sweep() {
    shared.limits().sweep();
    shared.callers().sweep();
    shared.keys().sweep();
    shared.metrics().sweep(shared.routes());
  }

  /**
   * {@inheritDoc} For {@code slipway.proxy.notice} it goes on to serve: load balancers, which are
   * told by then that the process is not ready, need time to turn away. Every answer from now on is
   * its connection's last one. Then no connection is accepted any more, and predictions in flight
   * get {@code slipway.proxy.drain} to finish.
   */
  @Override
  public synchronized void stop(Runnable callback) {
    Running now = running;
    if (now == null) {
      callback.run();
      return;
    }
    draining = true;
    running = null;
    long notice = settings.notice().toMillis();
    if (notice > 0) {
      LOG.info("The prediction proxy ends; for {} ms more it serves whoever asks", notice);
    }
    after(notice, now.vertx)
        // Before the first event loop leaves: a connection accepted for one that has left is reset.
        .compose(_ -> Listener.stopAccepting(now.listeners))
        .compose(_ -> after(Math.min(notice, LAST_HEADS_MILLIS), now.vertx))
        .compose(_ ->
            Future.join(now.listeners.stream().map(each -> each.drain(settings.drain())).toList()))
        .eventually(now.vertx::close)
        .onComplete(_ -> {
          try {
            shared.recorder().flush();
            shared.recorder().deposit();
          } finally {
            now.reader.shutdownNow();
            callback.run();
          }
        });
  }

  @Override
  public void stop() {
    var stopped = new CompletableFuture<Void>();
    stop(() -> stopped.complete(null));
    stopped.join();
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }

  /** A pause, bound to no event loop: what follows it must survive their end. */
  private static Future<?> after(long millis, Vertx vertx) {
    Promise<Void> over = Promise.promise();
    if (millis > 0) {
      vertx.setTimer(millis, _ -> over.complete());
    } else {
      over.complete();
    }
    return over.future();
  }

  private static void await(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }
}
