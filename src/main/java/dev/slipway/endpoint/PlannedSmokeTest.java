package dev.slipway.endpoint;

import java.util.List;
import java.util.UUID;

/**
 * The model's sample payloads as a deployment sends them to its new fleet.
 *
 * @param when in which part of the update
 * @param samples which, as they were when the plan was made
 */
public record PlannedSmokeTest(When when, List<Sample> samples) {

  /**
   * When they are sent. Nobody can aim a request at the new fleet, so either it has all traffic, or
   * so many calls are made that all of them miss it once in a thousand times.
   */
  public enum When {
    /** In the bake before the old fleet ends: all traffic is on the new one. */
    FINAL_BAKE,
    /** In the first bake, repeatedly, where the rollout has no final one. */
    FIRST_BAKE,
    /** Once the update is over, where nothing bakes. */
    AFTER_THE_UPDATE
  }

  /**
   * One sample.
   *
   * @param calls how often it is sent
   */
  public record Sample(UUID id, String name, int calls) {}
}
