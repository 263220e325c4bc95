package dev.slipway.environment;

import dev.slipway.cloud.Routing;
import dev.slipway.cloud.Serverless;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a model runs on: instances, or nothing of one's own ({@code serverless}). Absent members
 * leave SageMaker's defaults.
 *
 * @param instanceType such as {@code ml.c5.xlarge}; null when serverless
 * @param instanceCount how many at first; null when serverless
 * @param alternativeInstanceTypes tried in order when AWS has no capacity for the type before
 * @param volumeSizeGb each instance's volume, 1–512
 * @param modelDataDownloadTimeoutSeconds how long the artifact's download may take, 60–3600
 * @param containerStartupTimeoutSeconds how long the container may take to be healthy, 60–3600
 * @param routing how an instance is picked for a request
 * @param kmsKeyId what the volumes are encrypted with
 * @param serverless in place of instances
 */
public record Hosting(
    @Nullable String instanceType,
    @Nullable Integer instanceCount,
    @Nullable List<String> alternativeInstanceTypes,
    @Nullable Integer volumeSizeGb,
    @Nullable Integer modelDataDownloadTimeoutSeconds,
    @Nullable Integer containerStartupTimeoutSeconds,
    @Nullable Routing routing,
    @Nullable String kmsKeyId,
    @Nullable Serverless serverless) {

  /** A fleet of instances with SageMaker's defaults. */
  public Hosting(String instanceType, int instanceCount) {
    this(instanceType, instanceCount, null, null, null, null, null, null, null);
  }

  /** Without instances. */
  public static Hosting of(Serverless serverless) {
    return new Hosting(null, null, null, null, null, null, null, null, serverless);
  }

  /** The instances' type, where there are instances. */
  public String type() {
    return Objects.requireNonNull(instanceType, "serverless has no instance type");
  }

  /** How many instances at first; 0 when serverless. */
  public int count() {
    return instanceCount == null ? 0 : instanceCount;
  }

  /** The types that may be used, the preferred one first; empty when serverless. */
  public List<String> types() {
    if (instanceType == null) return List.of();
    if (alternativeInstanceTypes == null) return List.of(instanceType);
    return Stream.concat(Stream.of(instanceType), alternativeInstanceTypes.stream())
        .distinct()
        .toList();
  }

  /** The same on instances of another type. */
  public Hosting on(String otherType) {
    return with(otherType, serverless);
  }

  /** The same with something else in place of instances. */
  public Hosting on(Serverless other) {
    return with(instanceType, other);
  }

  private Hosting with(@Nullable String otherType, @Nullable Serverless otherServerless) {
    return new Hosting(
        otherType,
        instanceCount,
        alternativeInstanceTypes,
        volumeSizeGb,
        modelDataDownloadTimeoutSeconds,
        containerStartupTimeoutSeconds,
        routing,
        kmsKeyId,
        otherServerless);
  }
}
