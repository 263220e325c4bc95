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
 * @param downloadSeconds how long fetching and unpacking the artifact may take; null for 20 minutes
 * @param hostname its name among the containers of a model; null for a model's only one
 */
public record ContainerSpec(
    String image,
    @Nullable String modelDataUrl,
    Map<String, String> environment,
    @Nullable Integer startupSeconds,
    @Nullable Integer downloadSeconds,
    @Nullable String hostname) {

  /** What AWS calls the container of a model that has one. */
  private static final String ONLY = "primary";

  public ContainerSpec {
    environment = Map.copyOf(environment);
  }

  /** A model's only container, with the usual time to fetch its artifact. */
  public ContainerSpec(
      String image,
      @Nullable String modelDataUrl,
      Map<String, String> environment,
      @Nullable Integer startupSeconds) {
    this(image, modelDataUrl, environment, startupSeconds, null, null);
  }

  /** How long it may take until it answers pings ("Use Your Own Inference Code with Hosting"). */
  public Duration startup() {
    return Duration.ofSeconds(startupSeconds == null ? 240 : startupSeconds);
  }

  /** How long its artifact may take to arrive. */
  public Duration download() {
    return Duration.ofSeconds(downloadSeconds == null ? 1200 : downloadSeconds);
  }

  /** Its name in AWS's messages. */
  public String name() {
    return hostname == null ? ONLY : hostname;
  }
}
