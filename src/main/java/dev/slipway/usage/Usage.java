package dev.slipway.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many requests an endpoint has had lately, and what it costs.
 *
 * @param release the number of the release that serves
 * @param instanceType null when serverless
 * @param instances how many run now; null when serverless, or when AWS does not say
 * @param invocations the requests in the whole time; null when CloudWatch does not say
 * @param lastInvokedAt the beginning of the last hour with an invocation; null for none
 * @param idle whether it has existed for the whole time and had no request
 * @param costPerMonth of what runs now, in a month of 730 hours; null when a price is not known, or
 *     where requests are paid for and the endpoint is younger than a day
 * @param serverless what the same requests would cost there; null where it cannot host the release,
 *     and while the endpoint is younger than a day
 * @param sentence all of this, for a person
 */
record Usage(
    String endpoint,
    int release,
    @Nullable String instanceType,
    @Nullable Integer instances,
    @Nullable Long invocations,
    @Nullable Instant lastInvokedAt,
    boolean idle,
    @Nullable Double costPerMonth,
    @Nullable OnServerless serverless,
    String sentence) {

  /**
   * The same requests on a serverless variant.
   *
   * @param memoryMb the memory that is assumed: the most there is, since nothing tells how little
   *     would be enough
   * @param requestsPerMonth the requests of a month, at the average of the time in which the
   *     endpoint existed
   * @param secondsPerRequest what the container took, on average
   * @param cheaper whether it would cost less than what runs now
   */
  public record OnServerless(
      int memoryMb,
      double requestsPerMonth,
      double secondsPerRequest,
      double costPerMonth,
      boolean cheaper) {}
}
