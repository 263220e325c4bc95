package dev.slipway.loadtest;

import dev.slipway.endpoint.Endpoint;
import java.util.UUID;

/**
 * The requests of people for measurements of one kind: to plan, begin and end one.
 *
 * @param <I> the input of a request
 */
interface AskFor<I, M extends Measurement> {

  /** The plan of a measurement, after every check. */
  Record plan(Endpoint endpoint, I input);

  /** Puts a measurement on record; a worker begins it at once. */
  M begin(Endpoint endpoint, I input, String by);

  /**
   * Has a measurement end soon.
   *
   * @throws dev.slipway.base.Failure.Conflict when there is nothing left to end
   */
  M cancel(Endpoint endpoint, UUID id, String reason, String by);
}
