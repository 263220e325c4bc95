package dev.slipway.cli;

import java.time.Duration;

/** How a command waits, and what it says when somebody does not want to wait any longer. */
interface Waiting {

  /** Returns after that time. */
  void pause(Duration time);

  /** From now on Ctrl-C says this before it ends the process; until the guard is closed. */
  Guard onInterrupt(Runnable said);

  /** Closed when there is nothing left to say. */
  interface Guard extends AutoCloseable {
    @Override
    void close();
  }
}
