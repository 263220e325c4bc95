package dev.slipway.loadtest;

import dev.slipway.endpoint.Endpoint;
import java.util.UUID;

/**
 * What people ask of measurements of one kind: plan one, begin one, end one.
 *
 * @param <I> with what one is asked for
 */
interface AskFor<I, M extends Measurement> {

  /** What it would do, after every check. */
  Record plan(Endpoint endpoint, I input);

  /** Puts it on record; a worker begins it at once. */
  M begin(Endpoint endpoint, I input, String by);

  /**
   * Lets one end, soon.
   *
   * @throws dev.slipway.base.Failure.Conflict when there is nothing left to end
   */
  M cancel(Endpoint endpoint, UUID id, String reason, String by);
}
