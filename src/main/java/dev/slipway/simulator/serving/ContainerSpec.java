package dev.slipway.simulator.serving;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run.
 *
 * @param image as the model names it
 * @param modelDataUrl the artifact, {@code s3://bucket/key}; null for a model without one
 */
public record ContainerSpec(
    String image, @Nullable String modelDataUrl, Map<String, String> environment) {

  public ContainerSpec {
    environment = Map.copyOf(environment);
  }
}
