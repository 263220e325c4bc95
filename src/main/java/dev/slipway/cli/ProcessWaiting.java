package dev.slipway.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits as a process of its own does: it has nothing else to do. */
final class ProcessWaiting implements Waiting {

  private final CountDownLatch never = new CountDownLatch(1);

  @Override
  public void pause(Duration time) {
    try {
      boolean ended = never.await(time.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) throw new IllegalStateException("nobody counts this down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Guard onInterrupt(Runnable said) {
    Thread hook = new Thread(said, "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    return () -> {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException ending) {
        // The process ends at this very moment: it has said what there is to say.
      }
    };
  }
}
