package dev.slipway.endpoint;

import dev.slipway.cloud.CloudLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from a stable name to a SageMaker endpoint.
 *
 * @param endpoint the stable name, {@code <environment>-<model>}
 * @param physicalName the SageMaker endpoint's name
 * @param alias the SageMaker endpoint's name when it was imported, by which it may be called too;
 *     null for an endpoint made here, and where it is another endpoint's stable name
 * @param serving the releases that may answer now: one; more while an update runs, or after one
 *     that came to no known end; none where the endpoint is retired
 */
public record Route(
    String endpoint,
    String environment,
    String model,
    String physicalName,
    @Nullable String alias,
    CloudLocation location,
    List<Serving> serving) {

  /** A release that may answer. */
  public record Serving(int release, String modelVersion) {}
}
