package dev.slipway.proxy;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a {@link ConnectionPool} tells a test that wants a connection. */
final class Borrowed implements ConnectionPool.Borrower {

  private final CompletableFuture<Object> told = new CompletableFuture<>();
  private final Consumer<PooledConnection> atOnce;
  private volatile boolean over;

  Borrowed() {
    this(_ -> {});
  }

  /**
   * @param atOnce what is done with the connection in the very turn in which it is lent
   */
  Borrowed(Consumer<PooledConnection> atOnce) {
    this.atOnce = atOnce;
  }

  /** Asks the pool for one. */
  static Borrowed from(ConnectionPool pool, TestLoop loop) throws Exception {
    var borrowed = new Borrowed();
    loop.run(() -> pool.lend(borrowed));
    return borrowed;
  }

  /** The connection, a failure, or {@code crowded out}. */
  Object outcome() throws Exception {
    return Objects.requireNonNull(told.get(10, TimeUnit.SECONDS));
  }

  PooledConnection connection() throws Exception {
    return (PooledConnection) outcome();
  }

  boolean isTold() {
    return told.isDone();
  }

  /** From now on it does not want one. */
  void leave() {
    over = true;
  }

  @Override
  public void lent(PooledConnection connection) {
    atOnce.accept(connection);
    told.complete(connection);
  }

  @Override
  public void notConnected(Throwable why) {
    told.complete(why);
  }

  @Override
  public void crowdedOut() {
    told.complete("crowded out");
  }

  @Override
  public boolean isOver() {
    return over;
  }
}
