package dev.slipway.simulator.serving;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run.
 *
 * @param image as the model names it
 * @param modelDataUrl the artifact, {@code s3://bucket/key}; null for a model without one
 * @param startupSeconds how long it may take until it answers pings; null for SageMaker's 4 minutes
 */
public record ContainerSpec(
    String image,
    @Nullable String modelDataUrl,
    Map<String, String> environment,
    @Nullable Integer startupSeconds) {

  public ContainerSpec {
    environment = Map.copyOf(environment);
  }

  /** How long it may take until it answers pings ("Use Your Own Inference Code with Hosting"). */
  public Duration startup() {
    return Duration.ofSeconds(startupSeconds == null ? 240 : startupSeconds);
  }
}
