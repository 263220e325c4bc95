package dev.slipway.endpoint;

import dev.slipway.cloud.CloudLocation;
import java.util.List;

/**
 * The way from a stable name to a SageMaker endpoint.
 *
 * @param endpoint the stable name, {@code <environment>-<model>}
 * @param physicalName the SageMaker endpoint's name
 * @param aliases the SageMaker endpoint's name when it was imported, and those of imported ones
 *     that it has followed, by which it may be called too; without those that are another
 *     endpoint's stable name, and none for an endpoint made here
 * @param serving the releases that may answer now: one; more while an update runs, or after one
 *     that came to no known end; none where the endpoint is retired
 */
public record Route(
    String endpoint,
    String environment,
    String model,
    String physicalName,
    List<String> aliases,
    CloudLocation location,
    List<Serving> serving) {

  /** A release that may answer. */
  public record Serving(int release, String modelVersion) {}
}
