package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Autoscaling.Policies;
import dev.slipway.cloud.Autoscaling.ScheduledAction;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything in AWS that belongs to an endpoint.
 *
 * @param missing resources that the endpoint runs on and that somebody has deleted
 * @param target null when the variant does not scale
 */
record Surroundings(
    Map<String, String> tags,
    List<String> missing,
    Map<String, LiveAlarm> alarms,
    @Nullable Target target,
    Map<String, String> targetTags,
    Policies policies,
    List<ScheduledAction> schedule) {

  /** Looks at everything; about eleven calls. */
  static Surroundings of(Endpoint endpoint, Release release, LiveEndpoint live, Cloud cloud) {
    return look(endpoint, release, live, cloud, /* whole= */ true);
  }

  /**
   * Looks at alarms and scaling alone, as far as the release names any: not at what others have
   * beside it. About four calls.
   */
  static Surroundings watched(Endpoint endpoint, Release release, LiveEndpoint live, Cloud cloud) {
    return look(endpoint, release, live, cloud, /* whole= */ false);
  }

  private static Surroundings look(
      Endpoint endpoint, Release release, LiveEndpoint live, Cloud cloud, boolean whole) {
    Variant variant = endpoint.scaled(release.spec());
    Scaling scaling = release.spec().autoscaling();
    List<String> names = new ArrayList<>(live.lastRollbackAlarms());
    AlarmDrift.expected(endpoint, release, live).forEach(alarm -> names.add(alarm.name()));
    if (scaling != null) names.addAll(new ScalingParts(endpoint, scaling).alarmNames());
    Optional<Target> target = cloud.autoscaling().findTarget(variant);
    boolean policies = target.isPresent() && (whole || scaling != null);
    boolean schedule =
        target.isPresent() && (whole || (scaling != null && !scaling.schedule().isEmpty()));
    return new Surroundings(
        whole ? cloud.sageMaker().tags(live.arn()) : Map.of(),
        whole ? missing(endpoint, release, live, cloud) : List.of(),
        cloud.alarms().find(names),
        target.orElse(null),
        target.map(one -> cloud.autoscaling().tags(one.arn())).orElse(Map.of()),
        policies ? cloud.autoscaling().policies(variant) : Policies.NONE,
        schedule ? cloud.autoscaling().scheduledActions(variant) : List.of());
  }

  private static List<String> missing(
      Endpoint endpoint, Release release, LiveEndpoint live, Cloud cloud) {
    List<String> missing = new ArrayList<>(missing(live, cloud));
    missing.addAll(ManagedRole.missing(endpoint, release.spec(), cloud));
    return missing;
  }

  private static List<String> missing(LiveEndpoint live, Cloud cloud) {
    Optional<LiveEndpointConfig> config =
        cloud.sageMaker().findEndpointConfig(live.endpointConfigName());
    if (config.isEmpty()) return List.of("endpoint_config." + live.endpointConfigName());
    return config.get().models().stream()
        .sorted()
        .filter(name -> cloud.sageMaker().findModel(name).isEmpty())
        .map(name -> "model." + name)
        .toList();
  }
}
