package dev.slipway.loadtest;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one step. Its rates and latencies are those of answers with 2xx.
 *
 * @param concurrency requests at once: each begins when the one before it is answered
 * @param seconds how long it took, in the machine's time
 * @param errors by HTTP status, {@code TIMEOUT} or {@code NO_CONNECTION}
 * @param latency null when nothing was answered
 * @param instances how many ran at its beginning
 * @param instancesAfter how many ran at its end
 * @param ratePerInstance null where the fleet changed meanwhile
 * @param held whether the ceiling of the rate held it back
 * @param cut whether it ended before its time
 * @param clientCpu what share of this machine the process was busy with, 0 to 1
 * @param from cloud time
 * @param until cloud time
 * @param modelLatency by CloudWatch, of the minutes that lie within it; null for none
 * @param finding what the step shows
 */
record MeasuredStep(
    int concurrency,
    int requests,
    double seconds,
    double ratePerSecond,
    Map<String, Integer> errors,
    double errorShare,
    @Nullable Latency latency,
    int instances,
    int instancesAfter,
    @Nullable Double ratePerInstance,
    boolean held,
    boolean cut,
    double clientCpu,
    Instant from,
    Instant until,
    @Nullable ModelLatency modelLatency,
    Finding finding) {

  /** CloudWatch's figures of what the container took, in milliseconds. */
  record ModelLatency(double p50Ms, double p99Ms) {}

  /** What a step shows. */
  enum Finding {
    /** Answers came as they should. */
    WITHIN,
    /** They took longer than the bound. */
    TOO_SLOW,
    /** Too many were errors. */
    TOO_MANY_ERRORS
  }

  /**
   * Whether the step counts for the recommendation: it is within the bounds, and the fleet stayed
   * as it was.
   */
  boolean counts() {
    return finding == Finding.WITHIN && ratePerInstance != null && !cut;
  }

  /** Whether it is within the bounds and yet tells no rate, since the fleet changed meanwhile. */
  boolean isUntold() {
    return finding == Finding.WITHIN && ratePerInstance == null;
  }

  /** This step with CloudWatch's figures. */
  MeasuredStep with(@Nullable ModelLatency read) {
    return new MeasuredStep(
        concurrency,
        requests,
        seconds,
        ratePerSecond,
        errors,
        errorShare,
        latency,
        instances,
        instancesAfter,
        ratePerInstance,
        held,
        cut,
        clientCpu,
        from,
        until,
        read,
        finding);
  }
}
