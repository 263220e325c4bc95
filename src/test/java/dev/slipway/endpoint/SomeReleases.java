package dev.slipway.endpoint;

import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.RolloutPolicy.FleetShare.Unit;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.cloud.Serverless;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile.AlarmRules;
import dev.slipway.environment.Profile.AlarmRules.Preset;
import dev.slipway.environment.Profile.ExecutionRole;
import dev.slipway.environment.Scaling;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Releases to test with: the article's production endpoint and its variations. */
public final class SomeReleases {

  public static final RolloutPolicy ARTICLE_CANARY =
      new RolloutPolicy(
          Strategy.CANARY, new FleetShare(Unit.INSTANCE_COUNT, 1), null, 300, 120, 1800);

  private SomeReleases() {}

  /** The article's prod: two {@code ml.c5.xlarge}, canary of one, scaled from 2 to 10. */
  public static ReleaseSpec article(String version) {
    return of(
        version,
        new Hosting("ml.c5.xlarge", 2),
        new Scaling(2, 10, 500, 300, 60),
        ARTICLE_CANARY,
        Preset.ARTICLE);
  }

  public static ReleaseSpec of(
      String version,
      Hosting hosting,
      @Nullable Scaling scaling,
      RolloutPolicy rollout,
      Preset preset) {
    return new ReleaseSpec(
        version,
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0",
        "sha256:" + "a".repeat(64),
        "s3://ml-models-prod/fraud-detector/" + version + "/model.tar.gz",
        "etag-of-" + version,
        Map.of("SAGEMAKER_PROGRAM", "inference.py"),
        new ExecutionRole("arn:aws:iam::123456789012:role/serving", false, null, null),
        hosting,
        scaling,
        rollout,
        new AlarmRules(preset, 1000, null),
        new CloudLocation("123456789012", "us-east-1", null, null),
        Map.of("Environment", "prod", "Model", "fraud-detector"),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * The same with some of it changed.
   *
   * @param patch a JSON merge patch, with {@code '} for {@code "}
   */
  public static ReleaseSpec but(ReleaseSpec spec, String patch) {
    return Patched.with(spec, patch);
  }

  /** The article's prod with some of it changed. */
  public static ReleaseSpec but(String patch) {
    return but(article("v1"), patch);
  }

  /** A serverless release of the same model. */
  public static ReleaseSpec serverless(String version) {
    return of(
        version, Hosting.of(new Serverless(2048, 20, null)), null, ARTICLE_CANARY, Preset.ARTICLE);
  }

  /** A release on record. */
  public static Release release(int number, ReleaseSpec spec) {
    return new Release(
        new UUID(1, number),
        new UUID(0, 2),
        number,
        new UUID(0, 4),
        1,
        spec,
        spec.contentHash(),
        Instant.parse("2026-01-01T00:00:00Z"));
  }
}
