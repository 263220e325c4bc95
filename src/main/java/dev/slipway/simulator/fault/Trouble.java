package dev.slipway.simulator.fault;

import java.time.Duration;

/** What goes wrong with an instance that is to be started. */
public sealed interface Trouble {

  /** There is no machine of its type to be had. */
  record NoCapacity() implements Trouble {}

  /**
   * Its container does not start.
   *
   * @param reason for FailureReason
   */
  record StartFails(String reason) implements Trouble {}

  /** Its container starts, and never answers a ping. */
  record PingFails() implements Trouble {}

  /**
   * Its artifact takes longer to arrive.
   *
   * @param aws so much, of AWS time
   */
  record SlowDownload(Duration aws) implements Trouble {}

  /**
   * Its container takes longer.
   *
   * @param aws so much, of AWS time
   */
  record SlowStart(Duration aws) implements Trouble {}
}
