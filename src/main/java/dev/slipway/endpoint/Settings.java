package dev.slipway.endpoint;

import dev.slipway.cloud.DataCapture;
import dev.slipway.cloud.Network;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile;
import dev.slipway.environment.Scaling;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint may set differently from its environment. As overrides, absent members leave the
 * environment's value.
 */
public record Settings(
    @Nullable Hosting hosting,
    @Nullable Scaling autoscaling,
    @Nullable RolloutPolicy rollout,
    Profile.@Nullable AlarmRules alarms,
    @Nullable Map<String, String> containerEnvironment,
    @Nullable Network network,
    @Nullable DataCapture dataCapture) {

  /** No overrides. */
  public static final Settings NONE = new Settings(null, null, null, null, null, null, null);

  /** The profile with these overrides applied; container environments are joined, ours winning. */
  Profile over(Profile profile) {
    Map<String, String> variables = new HashMap<>(profile.containerEnvironment());
    if (containerEnvironment != null) variables.putAll(containerEnvironment);
    return new Profile(
        profile.location(),
        profile.executionRole(),
        profile.artifactMappings(),
        profile.imageMappings(),
        profile.imageTag(),
        profile.pinImages(),
        profile.predecessor(),
        hosting == null ? profile.hosting() : hosting,
        autoscaling == null ? fitting(profile) : autoscaling,
        rollout == null ? profile.rollout() : rollout,
        alarms == null ? profile.alarms() : alarms,
        variables,
        profile.tags(),
        profile.keepReleases(),
        network == null ? profile.network() : network,
        dataCapture == null ? profile.dataCapture() : dataCapture);
  }

  /** The environment's scaling, unless it is of what this endpoint does not run on. */
  private @Nullable Scaling fitting(Profile profile) {
    boolean otherKind =
        hosting != null
            && (hosting.serverless() == null) != (profile.hosting().serverless() == null);
    return otherKind ? null : profile.autoscaling();
  }
}
