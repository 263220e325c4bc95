package dev.slipway.loadtest;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured in one step. A rate counts answers of 2xx, and latency is that of these.
 *
 * @param concurrency requests at once: each begins when the one before it is answered
 * @param seconds how long it took, in the machine's time
 * @param errors by HTTP status, {@code TIMEOUT} or {@code NO_CONNECTION}
 * @param latency null when nothing was answered
 * @param instances how many ran at its beginning
 * @param instancesAfter how many ran at its end
 * @param ratePerInstance null where the fleet changed meanwhile
 * @param held whether it was the ceiling of the rate that held it back
 * @param cut whether it ended before its time
 * @param clientCpu what share of this machine the process was busy with, 0 to 1
 * @param from cloud time
 * @param until cloud time
 * @param modelLatency by CloudWatch, of the minutes that lie within it; null for none
 * @param finding what follows from it
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

  /** Whether it may be built upon: within the bound, and on a fleet that stayed as it was. */
  boolean counts() {
    return finding == Finding.WITHIN && ratePerInstance != null && !cut;
  }

  /** With what CloudWatch says of it. */
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
