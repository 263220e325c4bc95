package dev.slipway.local;

import dev.slipway.base.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What the simulator does to one endpoint.
 *
 * @param endpoint SageMaker's name of it
 * @param configuration whose fleet alone errors and latency are for; of every fleet if absent
 * @param errorShare the share of requests that the model answers with 500; 0 for none
 * @param latencyMs how much later the model answers, in the machine's time; 0 for not at all
 * @param failStarts whether containers that are to be started do not start
 * @param requestsPerSecond how many predictions a second this process asks for; 0 for none
 * @param sent how many it has asked for since they were switched on
 * @param failed how many of them were not answered with 200
 */
record Switches(
    String endpoint,
    @Nullable String configuration,
    double errorShare,
    int latencyMs,
    boolean failStarts,
    int requestsPerSecond,
    long sent,
    long failed) {

  private static final int LONGEST_MS = 60_000;
  private static final int MOST_PER_SECOND = 100;

  /** What is wanted of them; what is left out is off. */
  record Wanted(
      @Nullable String configuration,
      @Nullable Double errorShare,
      @Nullable Integer latencyMs,
      @Nullable Boolean failStarts,
      @Nullable Integer requestsPerSecond) {

    /** As switches, when they are possible ones. */
    Switches of(String endpoint) {
      double share = errorShare == null ? 0 : errorShare;
      int latency = latencyMs == null ? 0 : latencyMs;
      int rate = requestsPerSecond == null ? 0 : requestsPerSecond;
      if (!(share >= 0 && share <= 1)) {
        throw Failure.Invalid.field("/error_share", "error_share is between 0 and 1.");
      }
      if (latency < 0 || latency > LONGEST_MS) {
        throw Failure.Invalid.field("/latency_ms", "latency_ms is between 0 and 60000.");
      }
      if (rate < 0 || rate > MOST_PER_SECOND) {
        throw Failure.Invalid.field(
            "/requests_per_second", "requests_per_second is between 0 and 100.");
      }
      return new Switches(
          endpoint, configuration, share, latency, Boolean.TRUE.equals(failStarts), rate, 0, 0);
    }
  }

  /** With the predictions that run. */
  Switches with(Traffic.Flow flow) {
    return new Switches(
        endpoint,
        configuration,
        errorShare,
        latencyMs,
        failStarts,
        flow.perSecond(),
        flow.sent(),
        flow.failed());
  }
}
