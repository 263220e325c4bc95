package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.Alarms.Comparison;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Alarms.MissingData;
import dev.slipway.environment.Profile.AlarmRules;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Alarms to test with. */
final class SomeAlarms {

  private SomeAlarms() {}

  /** One that somebody else made: of the endpoint's CPU, against an account-wide metric. */
  static AlarmSpec theirs(String endpoint) {
    return new AlarmSpec(
        "their-cpu",
        "theirs",
        List.of(
            new MetricQuery(
                "cpu",
                "/aws/sagemaker/Endpoints",
                "CPUUtilization",
                Map.of("EndpointName", endpoint, "VariantName", "AllTraffic"),
                "Maximum",
                300),
            new MetricQuery("all", "Theirs", "Load", Map.of("Account", "all"), "Maximum", 300)),
        "cpu - all",
        Comparison.LESS_THAN,
        80,
        300,
        4,
        3,
        MissingData.BREACHING,
        List.of("arn:aws:sns:us-east-1:123456789012:theirs"),
        Map.of());
  }

  /** The article's prod with paging alarms that it came with. */
  static ReleaseSpec adopting(AlarmSpec... alarms) {
    ReleaseSpec spec = SomeReleases.article("v1");
    return new ReleaseSpec(
        spec.modelVersion(),
        spec.image(),
        spec.imageDigest(),
        spec.modelDataUrl(),
        spec.artifactETag(),
        spec.containerEnvironment(),
        spec.executionRole(),
        spec.hosting(),
        spec.autoscaling(),
        spec.rollout(),
        new AlarmRules(spec.alarms().preset(), 1000, null, List.of(alarms)),
        spec.location(),
        spec.tags(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** All of them as CloudWatch has them, by name. */
  static Map<String, LiveAlarm> live(Collection<AlarmSpec> alarms) {
    return alarms.stream().collect(Collectors.toMap(AlarmSpec::name, SomeAlarms::live));
  }

  private static LiveAlarm live(AlarmSpec spec) {
    return new LiveAlarm(
        spec.name(),
        "arn:aws:cloudwatch:us-east-1:123456789012:alarm:" + spec.name(),
        AlarmState.OK,
        null,
        null,
        true,
        spec);
  }
}
