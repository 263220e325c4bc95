package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.Container;
import dev.slipway.simulator.serving.StartFailure;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An instance on its way up.
 *
 * @param ready not before then, in AWS time
 */
record Coming(CompletableFuture<Container> container, Instant ready) {

  private static final int A_WHILE_MILLIS = 20;

  /** One that will not come up. */
  static Coming failed(StartFailure failure, Instant when) {
    return new Coming(CompletableFuture.failedFuture(failure), when);
  }

  /**
   * Programs start in the machine's time, of which next to none passes between two moments of a
   * manual clock: lets some pass.
   */
  void letStart() {
    try {
      var _ = container.get(A_WHILE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | CancellationException notYetOrNever) {
      // isDue and arrived tell
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isDue(Instant now) {
    return container.isDone() && !now.isBefore(ready);
  }

  /** The instance, once it is due. */
  Instance arrived() throws StartFailure {
    if (container.isCompletedExceptionally()) {
      throw container.exceptionNow() instanceof StartFailure failure
          ? failure
          : new StartFailure("The primary container did not start.");
    }
    return new Instance(container.join());
  }

  void giveUp() {
    if (!container.cancel(false) && !container.isCompletedExceptionally()) {
      container.join().stop();
    }
  }
}
