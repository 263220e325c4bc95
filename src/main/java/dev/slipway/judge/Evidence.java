package dev.slipway.judge;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both fleets did in the same minutes, as CloudWatch tells it.
 *
 * @param before the fleet that served before, by minute
 * @param after the fleet of the update, by minute
 */
public record Evidence(List<Minute> before, List<Minute> after) {

  /**
   * One minute of one fleet.
   *
   * @param at when it began
   * @param serverErrors 5xx answers
   * @param clientErrors 4xx answers
   * @param modelLatencyMs the average of its requests; null without any
   * @param overheadLatencyMs the average of its requests; null without any
   */
  public record Minute(
      Instant at,
      long invocations,
      long serverErrors,
      long clientErrors,
      @Nullable Double modelLatencyMs,
      @Nullable Double overheadLatencyMs) {}
}
