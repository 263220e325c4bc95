package dev.slipway.endpoint;

import dev.slipway.base.Failure.NotFound;
import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.TrackingPolicy;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.Pending;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What AWS says of an endpoint now, beside what the record says it should be. */
@Component
class LiveState {

  private final EndpointClouds clouds;
  private final Releases releases;
  private final LookForDrift drift;

  LiveState(EndpointClouds clouds, Releases releases, LookForDrift drift) {
    this.clouds = clouds;
    this.releases = releases;
    this.drift = drift;
  }

  record Answer(
      String status,
      String endpointConfigName,
      @Nullable String failureReason,
      List<LiveVariant> variants,
      @Nullable Pending pending,
      List<AlarmAnswer> alarms,
      @Nullable ScalingAnswer autoscaling,
      boolean asExpected,
      List<String> differences) {}

  record AlarmAnswer(String name, AlarmState state, @Nullable String reason) {}

  record ScalingAnswer(int minInstances, int maxInstances, List<TrackingPolicy> policies) {}

  Answer of(Endpoint endpoint) {
    Release release = releases.serving(endpoint);
    Cloud cloud = clouds.of(endpoint, release.spec());
    return AskAws.now(() -> look(endpoint, release, cloud));
  }

  private Answer look(Endpoint endpoint, Release release, Cloud cloud) {
    LiveEndpoint live =
        cloud
            .sageMaker()
            .findEndpoint(endpoint.physicalName())
            .orElseThrow(() ->
                new NotFound(
                    "endpoint-lost",
                    "SageMaker has no endpoint "
                        + endpoint.physicalName()
                        + " although it should serve release "
                        + release.number()
                        + "."));
    Variant variant = endpoint.scaled(release.spec());
    Optional<Target> target = cloud.autoscaling().findTarget(variant);
    List<String> names = new ArrayList<>(live.lastRollbackAlarms());
    AlarmDrift.expected(endpoint, release, live).forEach(alarm -> names.add(alarm.name()));
    List<AlarmAnswer> alarms =
        cloud.alarms().find(names).values().stream()
            .sorted(Comparator.comparing(LiveAlarm::name))
            .map(alarm -> new AlarmAnswer(alarm.name(), alarm.state(), alarm.reason()))
            .toList();
    List<String> differences =
        drift.all(endpoint, release, live, cloud).stream().map(Difference::sentence).toList();
    return new Answer(
        live.rawStatus(),
        live.endpointConfigName(),
        live.failureReason() == null
            ? null
            : Redaction.of(release.spec()).sparing(endpoint).clean(live.failureReason()),
        live.variants(),
        live.pending(),
        alarms,
        target
            .map(bounds ->
                new ScalingAnswer(
                    bounds.minimum(),
                    bounds.maximum(),
                    cloud.autoscaling().policies(variant).tracking()))
            .orElse(null),
        differences.isEmpty(),
        differences);
  }
}
