package dev.slipway.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The record of the looks for drift at an endpoint.
 *
 * @param differences the differences that were found between AWS and the record
 * @param lookedAt the last look; null before the first
 * @param comparedAt the last look at everything around the endpoint too; null before the first, and
 *     once a deployment has begun since
 * @param repair the last deployment that was to put an end to differences
 * @param notRepaired why there is none for these: it was refused, or would change nothing; null
 *     where neither is so
 */
public record Drift(
    UUID endpointId,
    String endpoint,
    String environment,
    DriftState state,
    List<Noticed> differences,
    @Nullable Instant lookedAt,
    @Nullable Instant comparedAt,
    @Nullable Instant nextLookAt,
    @Nullable UUID repair,
    @Nullable String notRepaired) {

  /** Since when the youngest difference is known; there must be one. */
  public Instant youngest() {
    return differences.stream().map(Noticed::since).max(Instant::compareTo).orElseThrow();
  }

  /** A difference and since when it is known. */
  public record Noticed(
      String field, @Nullable String expected, @Nullable String actual, Instant since) {

    Difference difference() {
      return new Difference(field, expected, actual);
    }
  }
}
