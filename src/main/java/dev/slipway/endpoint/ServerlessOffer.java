package dev.slipway.endpoint;

import dev.slipway.cloud.Serverless;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What requests would cost on a serverless variant.
 *
 * @param memoryMb the memory that is assumed: the most there is, since nothing tells how little
 *     would be enough
 * @param secondsPerRequest what the container takes, on average
 */
public record ServerlessOffer(
    int memoryMb, double requestsPerMonth, double secondsPerRequest, double costPerMonth) {

  /** The most requests at once that a serverless variant takes. */
  public static final int MOST_CONCURRENCY = 200;

  /** The most memory that a serverless variant can have. */
  private static final int MEMORY_MB = 6144;

  /**
   * The offer for so many requests a month, each of so many seconds; empty where the price is not
   * known.
   */
  public static Optional<ServerlessOffer> of(
      Prices prices, double requestsPerMonth, double secondsPerRequest) {
    OptionalDouble cost =
        prices.requests(new Serverless(MEMORY_MB, 1, null), requestsPerMonth, secondsPerRequest);
    if (cost.isEmpty()) return Optional.empty();
    return Optional.of(
        new ServerlessOffer(
            MEMORY_MB,
            Math.round(requestsPerMonth),
            secondsPerRequest,
            Math.round(cost.getAsDouble() * 100) / 100.0));
  }

  /**
   * Whether a release has nothing that Serverless Inference excludes (developer guide, "Feature
   * exclusions").
   */
  public static boolean fits(ReleaseSpec spec) {
    String type = spec.hosting().type();
    boolean accelerated = type.matches("ml\\.(p|g|inf|trn)\\d.*");
    return !accelerated
        && spec.network() == null
        && spec.dataCapture() == null
        && !ServerlessExclusions.pipeline(spec);
  }
}
