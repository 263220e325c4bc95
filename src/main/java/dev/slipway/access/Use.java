package dev.slipway.access;

import dev.slipway.base.WallClock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The use of a token or key that was looked up. It is noted only once the caller has proved to be
 * the holder. It is written down once for each look-up at most, so that a database that is down is
 * not asked again and again. Safe for many threads.
 */
public final class Use {

  private static final Logger LOG = LoggerFactory.getLogger(Use.class);

  private final Instant due;
  private final WallClock clock;
  private final Runnable write;
  private final AtomicBoolean written = new AtomicBoolean();

  /**
   * @param due when the use is worth writing down; until then the last one that was written is near
   *     enough
   * @param write writes it down; may block
   */
  public Use(Instant due, WallClock clock, Runnable write) {
    this.due = due;
    this.clock = clock;
    this.write = write;
  }

  /**
   * The holder has used the token or key. Never blocks, and no caller is refused because the use
   * cannot be written.
   */
  public void note(Executor executor) {
    if (written.get() || clock.now().isBefore(due) || !written.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(write);
    } catch (RejectedExecutionException e) {
      LOG.debug("A use was not written down, since too much is looked up", e);
    }
  }
}
