package dev.slipway.live;

import java.time.Duration;
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
import org.springframework.transaction.TransactionException;

/**
 * Looks for changes in the database, several times a second: one thread per process, whatever the
 * number of streams. {@code LISTEN} would need a connection of its own, and {@code NOTIFY} makes
 * all commits of the database queue up.
 */
@Component
class WatchChanges implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WatchChanges.class);

  private final PlaceChanges changes;
  private final List<Feed<?>> feeds;
  private final Duration pause;
  private @Nullable ScheduledExecutorService thread;
  private boolean failing;

  WatchChanges(PlaceChanges changes, List<Feed<?>> feeds, StreamLimits limits) {
    this.changes = changes;
    this.feeds = feeds;
    this.pause = limits.lookEvery();
  }

  private void look() {
    try {
      changes.place();
      long head = changes.head();
      for (Feed<?> feed : feeds) feed.follow(head);
      failing = false;
    } catch (DataAccessException | TransactionException e) {
      if (!failing) {
        LOG.warn("Changes cannot be followed: {}", e.getMessage());
      }
      failing = true;
    } catch (RuntimeException e) {
      LOG.error("Changes cannot be followed", e);
    }
  }

  @Override
  public synchronized void start() {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("slipway-live").factory());
    thread.scheduleWithFixedDelay(this::look, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.close();
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}
