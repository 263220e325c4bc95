package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.ServiceException;
import java.util.Optional;

/** What answers a variant's requests within one fleet. Safe for many threads. */
sealed interface Hosts permits Instances, Environments {

  /** How many instances share the load; 0 for what starts on demand. */
  int count();

  /** How many requests they are working on. */
  int outstanding();

  /** Whether this very instance is one of them. */
  boolean has(Instance instance);

  /** Whether requests can be sent here at all. */
  boolean serves();

  /**
   * Takes a place for one request; empty when the one that was chosen takes nothing new any more,
   * and the routes have to be read again.
   *
   * @param chance in [0, 1)
   * @throws ServiceException when the request is refused
   */
  Optional<Place> take(boolean leastOutstanding, double chance);
}
