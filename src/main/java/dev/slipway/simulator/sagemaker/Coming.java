package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.Container;
import dev.slipway.simulator.serving.StartFailure;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * An instance on its way up.
 *
 * @param ready not before then, in AWS time
 */
record Coming(CompletableFuture<Container> container, Instant ready) {

  /** One that will not come up. */
  static Coming failed(StartFailure failure, Instant when) {
    return new Coming(CompletableFuture.failedFuture(failure), when);
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
