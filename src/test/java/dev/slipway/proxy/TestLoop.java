package dev.slipway.proxy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An event loop on which a test does what must be done there, as in the proxy. */
record TestLoop(Context context) {

  /** Does it there, and gives what comes of it. */
  <T> T call(Callable<T> act) throws Exception {
    var done = new CompletableFuture<T>();
    context.runOnContext(_ -> {
      try {
        done.complete(act.call());
      } catch (Exception e) {
        done.completeExceptionally(e);
      }
    });
    return done.get(10, TimeUnit.SECONDS);
  }

  /** Does it there. */
  void run(Runnable act) throws Exception {
    call(() -> {
      act.run();
      return true;
    });
  }

  /** Begins it there, and gives what comes of it in the end. */
  <T> T await(Callable<Future<T>> act) throws Exception {
    return call(act).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
