package dev.slipway.endpoint;

import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker.DeployedImage;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.Serverless;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Endpoints to test with: the article's production endpoint, on record and in AWS. */
public final class SomeEndpoints {

  /** The endpoint configuration that serves. */
  public static final String CONFIG = "prod-fraud-detector-r1-a1-01234567";

  public static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private SomeEndpoints() {}

  /** One that Slipway made. */
  public static Endpoint made() {
    return with(null);
  }

  /** The same while no release is on record as serving. */
  public static Endpoint madeAndServingNothing() {
    return with("prod-fraud-detector", Settings.NONE, null, null);
  }

  /** One that was made elsewhere, with names of its own. */
  public static Endpoint adopted(boolean claimed) {
    return with(
        new Adoption("AllTraffic", "their-scaling", claimed, "prod-fraud-detector", null, null));
  }

  /** One whose name in SageMaker is another than here. */
  static Endpoint calledInSageMaker(String physicalName) {
    return with(physicalName, Settings.NONE, null);
  }

  /** One with overrides. */
  static Endpoint overriding(Settings overrides) {
    return with("prod-fraud-detector", overrides, null);
  }

  private static Endpoint with(@Nullable Adoption adoption) {
    return with("prod-fraud-detector", Settings.NONE, adoption);
  }

  private static Endpoint with(
      String physicalName, Settings overrides, @Nullable Adoption adoption) {
    return with(physicalName, overrides, adoption, new UUID(1, 1));
  }

  private static Endpoint with(
      String physicalName,
      Settings overrides,
      @Nullable Adoption adoption,
      @Nullable UUID current) {
    return new Endpoint(
        new UUID(0, 2),
        "prod-fraud-detector",
        physicalName,
        new UUID(0, 5),
        "fraud-detector",
        new UUID(0, 6),
        "prod",
        overrides,
        current,
        current == null ? null : CONFIG,
        false,
        1,
        CREATED,
        adoption);
  }

  /** It as SageMaker describes it: in service, on this many instances. */
  public static LiveEndpoint live(int instances) {
    return live(EndpointStatus.IN_SERVICE, "InService", variant(instances));
  }

  /** The same in another status. */
  public static LiveEndpoint live(EndpointStatus status, String raw, LiveVariant... variants) {
    return new LiveEndpoint(
        "prod-fraud-detector",
        "arn:aws:sagemaker:us-east-1:123456789012:endpoint/prod-fraud-detector",
        status,
        raw,
        CONFIG,
        null,
        List.of(variants),
        null,
        List.of(),
        (RolloutPolicy) null,
        CREATED,
        CREATED);
  }

  /** Its one variant, with the image of {@link SomeReleases}. */
  public static LiveVariant variant(int instances) {
    return new LiveVariant(
        ReleaseSpec.VARIANT, instances, instances, 1.0, List.of(image("a")), List.of());
  }

  /** The same without instances. */
  public static LiveVariant onDemand(int memoryMb, int maxConcurrency) {
    return onDemand(memoryMb, maxConcurrency, null);
  }

  /** The same with so much kept warm. */
  static LiveVariant onDemand(int memoryMb, int maxConcurrency, @Nullable Integer warm) {
    return new LiveVariant(
        ReleaseSpec.VARIANT,
        null,
        null,
        1.0,
        new Serverless(memoryMb, maxConcurrency, warm),
        List.of(image("a")),
        List.of());
  }

  /** An image with a digest of this one digit. */
  public static DeployedImage image(String digit) {
    String repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving";
    return new DeployedImage(repository + ":v2.1.0", repository + "@sha256:" + digit.repeat(64));
  }
}
