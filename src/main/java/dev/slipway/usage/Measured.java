package dev.slipway.usage;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For how much of the wanted days an endpoint existed. CloudWatch counts by the name of SageMaker's
 * endpoint, so the age of that endpoint matters. The age of Slipway's record does not: it is
 * younger than an adopted endpoint, and older than an endpoint that a swap made.
 *
 * @param asked the wanted days
 * @param age in days; null where SageMaker does not say
 */
record Measured(int asked, @Nullable Double age) {

  /**
   * The fewest days from which a month is estimated: the hours of a day differ too much for less
   * than one.
   */
  private static final double LEAST_DAYS = 1;

  private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

  static Measured of(int asked, @Nullable Instant createdAt, Instant now) {
    return new Measured(
        asked,
        createdAt == null ? null : Duration.between(createdAt, now).toSeconds() / SECONDS_A_DAY);
  }

  /** The days in which the endpoint existed. */
  double days() {
    return age == null ? asked : Math.min(asked, age);
  }

  /** Whether the endpoint existed all the time. */
  boolean whole() {
    return age != null && age >= asked;
  }

  boolean young() {
    return age != null && age < asked;
  }

  /** Whether a month can be estimated from these days. */
  boolean foretells() {
    return age != null && age >= LEAST_DAYS;
  }

  /** Why a month of requests is not estimated, as the end of a sentence; empty where it is. */
  String untold() {
    if (foretells()) return "";
    return age == null
        ? " SageMaker does not say how old it is, so a month of requests is not reckoned."
        : " It is younger than a day, which is too little to reckon a month of requests from.";
  }
}
