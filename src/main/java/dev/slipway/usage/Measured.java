package dev.slipway.usage;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of the days asked for an endpoint was there to be asked anything. What CloudWatch counts
 * goes by the name of SageMaker's endpoint, so its age counts: not Slipway's record, which is
 * younger than an adopted endpoint and older than one that a swap made.
 *
 * @param asked the days asked for
 * @param age in days; null where SageMaker does not say
 */
record Measured(int asked, @Nullable Double age) {

  /** Hours of a day differ too much for less than one to tell of a month. */
  private static final double LEAST_DAYS = 1;

  private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

  static Measured of(int asked, @Nullable Instant createdAt, Instant now) {
    return new Measured(
        asked,
        createdAt == null ? null : Duration.between(createdAt, now).toSeconds() / SECONDS_A_DAY);
  }

  /** The days in which there was something to ask. */
  double days() {
    return age == null ? asked : Math.min(asked, age);
  }

  /** It was there all the time. */
  boolean whole() {
    return age != null && age >= asked;
  }

  boolean young() {
    return age != null && age < asked;
  }

  /** Whether a month can be reckoned from what was measured. */
  boolean foretells() {
    return age != null && age >= LEAST_DAYS;
  }

  /** Why a month of requests is not reckoned, to end a sentence with; empty where it is. */
  String untold() {
    if (foretells()) return "";
    return age == null
        ? " SageMaker does not say how old it is, so a month of requests is not reckoned."
        : " It is younger than a day, which is too little to reckon a month of requests from.";
  }
}
