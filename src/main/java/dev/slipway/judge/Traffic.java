package dev.slipway.judge;

/**
 * What an endpoint has lately been asked, by minute.
 *
 * @param requestsPerMinute on average
 * @param errorRate 5xx answers per request
 * @param clientErrorRate 4xx answers per request
 * @param modelLatency of the minutes' averages
 * @param overheadLatency of the minutes' averages
 */
public record Traffic(
    double requestsPerMinute,
    double errorRate,
    double clientErrorRate,
    Spread modelLatency,
    Spread overheadLatency) {

  /**
   * How a value differs from minute to minute.
   *
   * @param mean in milliseconds
   * @param variation the standard deviation as a share of the mean
   */
  public record Spread(double mean, double variation) {}
}
