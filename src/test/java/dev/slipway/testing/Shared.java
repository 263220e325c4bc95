package dev.slipway.testing;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What several classes of tests use in turn: the first that asks for it starts it, the last that
 * leaves closes it. The classes extend a sealed one, which names them and, by {@code SAME_THREAD},
 * has them run one after another. Where only some of them are run, it ends with the JVM.
 */
public final class Shared<T extends AutoCloseable> {

  private final Callable<T> start;
  private int left;
  private @Nullable T running;

  private Shared(int classes, Callable<T> start) {
    left = classes;
    this.start = start;
  }

  /** For the classes that a sealed one permits. */
  public static <T extends AutoCloseable> Shared<T> among(Class<?> sealed, Callable<T> start) {
    return new Shared<>(sealed.getPermittedSubclasses().length, start);
  }

  public synchronized T get() {
    if (running == null) running = started();
    return running;
  }

  private T started() {
    try {
      return start.call();
    } catch (Exception e) {
      throw new IllegalStateException("What the tests share did not start", e);
    }
  }

  /** One of the classes has run all its tests. */
  public synchronized void leave() throws Exception {
    left--;
    if (left == 0 && running != null) running.close();
  }
}
