package dev.slipway.endpoint;

import dev.slipway.cloud.DataCapture;
import dev.slipway.cloud.Network;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile;
import dev.slipway.environment.Scaling;
import dev.slipway.environment.SmokeRules;
import dev.slipway.judge.JudgeRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint may set differently from its environment. As overrides, absent members leave the
 * environment's value.
 *
 * @param tags laid over the environment's tags
 * @param without what the environment has and this endpoint does without
 */
public record Settings(
    @Nullable Hosting hosting,
    @Nullable Scaling autoscaling,
    @Nullable RolloutPolicy rollout,
    Profile.@Nullable AlarmRules alarms,
    @Nullable Map<String, String> containerEnvironment,
    @Nullable Network network,
    @Nullable DataCapture dataCapture,
    Profile.@Nullable ExecutionRole executionRole,
    @Nullable Map<String, String> tags,
    @Nullable List<Part> without,
    @Nullable JudgeRules judge,
    @Nullable SmokeRules smokeTest) {

  /** What an environment may have and an endpoint may do without. */
  public enum Part {
    AUTOSCALING,
    NETWORK,
    DATA_CAPTURE,
    JUDGE,
    SMOKE_TEST
  }

  /** No overrides. */
  public static final Settings NONE =
      new Settings(null, null, null, null, null, null, null, null, null, null, null, null);

  /**
   * The profile with these overrides applied. Container variables and tags are joined, and the
   * overrides win.
   */
  Profile over(Profile profile) {
    Map<String, String> variables = new HashMap<>(profile.containerEnvironment());
    if (containerEnvironment != null) variables.putAll(containerEnvironment);
    Map<String, String> joined = new HashMap<>(profile.tags());
    if (tags != null) joined.putAll(tags);
    return new Profile(
        profile.location(),
        executionRole == null ? profile.executionRole() : executionRole,
        profile.artifactMappings(),
        profile.imageMappings(),
        profile.imageTag(),
        profile.pinImages(),
        profile.predecessor(),
        hosting == null ? profile.hosting() : hosting,
        autoscaling == null ? unless(Part.AUTOSCALING, fitting(profile)) : autoscaling,
        rollout == null ? profile.rollout() : rollout,
        alarms == null ? profile.alarms() : alarms,
        variables,
        joined,
        profile.keepReleases(),
        network == null ? unless(Part.NETWORK, profile.network()) : network,
        dataCapture == null ? unless(Part.DATA_CAPTURE, profile.dataCapture()) : dataCapture,
        profile.drift(),
        judge == null ? unless(Part.JUDGE, profile.judge()) : judge,
        profile.requireAbortLever(),
        smokeTest == null ? unless(Part.SMOKE_TEST, profile.smokeTest()) : smokeTest,
        profile.gates(),
        profile.artifactStore(),
        profile.autoPromotion(),
        profile.forbidLoadTests(),
        profile.inferenceRecommender());
  }

  private <T> @Nullable T unless(Part part, @Nullable T value) {
    return without != null && without.contains(part) ? null : value;
  }

  /**
   * The environment's scaling, unless it is for a kind of hosting that this endpoint does not have.
   */
  private @Nullable Scaling fitting(Profile profile) {
    boolean otherKind =
        hosting != null
            && (hosting.serverless() == null) != (profile.hosting().serverless() == null);
    return otherKind ? null : profile.autoscaling();
  }
}
