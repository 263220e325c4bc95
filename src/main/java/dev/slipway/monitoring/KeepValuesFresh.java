package dev.slipway.monitoring;

import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the gauges' values from the record every 15 seconds, on one thread of each process: all
 * processes tell the same, so that monitoring needs none in particular.
 */
@Component
class KeepValuesFresh implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(KeepValuesFresh.class);

  private static final Duration PAUSE = Duration.ofSeconds(15);

  /** How long the questions of one time may take together, once there is a connection. */
  private static final int SECONDS = 10;

  private final List<ReadGauges> sources;
  private final LatestValues latest;
  private final WallClock clock;
  private final TransactionTemplate transaction;
  private @Nullable ScheduledExecutorService thread;
  private boolean failing;

  KeepValuesFresh(
      List<ReadGauges> sources,
      LatestValues latest,
      WallClock clock,
      PlatformTransactionManager transactions) {
    this.sources = sources;
    this.latest = latest;
    this.clock = clock;
    transaction = new TransactionTemplate(transactions);
    transaction.setReadOnly(true);
    transaction.setTimeout(SECONDS);
  }

  /** Reads once. Where that cannot be done, the values before stay, and their age tells. */
  void read() {
    try {
      Instant at = clock.now();
      List<RecordedGauge.Value> read =
          transaction.execute(_ -> sources.stream().flatMap(it -> it.read().stream()).toList());
      latest.replace(read == null ? List.of() : read, at);
      failing = false;
    } catch (DataAccessException | TransactionException e) {
      if (!failing) LOG.warn("The record cannot be read for monitoring: {}", e.getMessage());
      failing = true;
    } catch (RuntimeException e) {
      if (!failing) LOG.error("The record cannot be read for monitoring", e);
      failing = true;
    }
  }

  @Override
  public synchronized void start() {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("slipway-monitoring").factory());
    thread.scheduleWithFixedDelay(this::read, 0, PAUSE.toSeconds(), TimeUnit.SECONDS);
  }

  /** {@inheritDoc} Waits for no database: predictions in flight are to be drained meanwhile. */
  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}
