package dev.slipway.simulator.fault;

import java.time.Duration;

/** What goes wrong with one call; the wire carries it out. */
public sealed interface Fault {

  /** The call is answered with an error and is not carried out (throttling included). */
  record Refused(int status, String code, String message) implements Fault {}

  /**
   * The call is carried out, and its answer comes later.
   *
   * @param wall time of the machine
   */
  record Delayed(Duration wall) implements Fault {}

  /** The call is carried out, then the connection drops without an answer. */
  record AnswerLost() implements Fault {}

  /** The connection drops before the call is carried out. */
  record CallLost() implements Fault {}
}
