package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a plan says of the alarms of an endpoint that serves: those that tell people, and those of
 * the fleet that serves that SageMaker was given at the last update. The rollback alarms of the
 * update that is planned do not exist yet: the deployment makes them, and begins no update while
 * one of them fires.
 */
final class AlarmsNow {

  private AlarmsNow() {}

  /** The remarks; at most one call, which a plan that looked for drift has made already. */
  static List<Remark> remarks(Endpoint endpoint, Release current, LiveEndpoint live, Cloud cloud) {
    Set<String> paging =
        AlarmSet.paging(endpoint, current.spec(), Map.of()).stream()
            .map(AlarmSpec::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> names = new LinkedHashSet<>(paging);
    names.addAll(live.lastRollbackAlarms());
    try {
      return remarks(
          paging,
          cloud.alarms().find(names).values().stream()
              .filter(alarm -> mayTellOf(live, alarm.spec()))
              .toList());
    } catch (CloudFailure untold) {
      return List.of(unknown(untold));
    }
  }

  /**
   * Whether an alarm may tell of the fleet that serves. The abort alarm does not, nor one of a
   * fleet that was taken back, which stays in ALARM for some minutes.
   */
  private static boolean mayTellOf(LiveEndpoint live, AlarmSpec alarm) {
    return alarm.metrics().stream()
        .noneMatch(metric ->
            metric.namespace().equals(AlarmSet.OWN_NAMESPACE)
                || !live.endpointConfigName()
                    .equals(
                        metric
                            .dimensions()
                            .getOrDefault("EndpointConfigName", live.endpointConfigName())));
  }

  /**
   * The same of what CloudWatch tells.
   *
   * @param paging the names of those that tell people
   */
  static List<Remark> remarks(Set<String> paging, List<LiveAlarm> alarms) {
    List<Remark> remarks = new ArrayList<>();
    for (LiveAlarm alarm : alarms) {
      if (alarm.state() == AlarmState.ALARM) remarks.add(fires(paging, alarm));
    }
    List<String> silent =
        alarms.stream()
            .filter(alarm -> alarm.state() == AlarmState.INSUFFICIENT_DATA)
            .map(alarm -> told(paging, alarm))
            .toList();
    if (!silent.isEmpty()) {
      remarks.add(
          new Remark(
              Severity.NOTE,
              "alarm-has-no-data",
              String.join("; ", silent)
                  + ". It cannot be told from this whether the endpoint is well.",
              null));
    }
    return remarks;
  }

  private static Remark fires(Set<String> paging, LiveAlarm alarm) {
    return new Remark(
        Severity.WARNING,
        "alarm-fires-now",
        told(paging, alarm)
            + ". The fleet that serves is in trouble before the update begins. What causes that may"
            + " meet the new fleet too, and then takes a good release back.",
        "See to the alarm first, unless this release is what mends it.");
  }

  private static String told(Set<String> paging, LiveAlarm alarm) {
    return "The alarm "
        + alarm.name()
        + (paging.contains(alarm.name())
            ? ", which tells people,"
            : ", which SageMaker was given at the last update,")
        + " is in "
        + alarm.state()
        + (alarm.stateSince() == null ? "" : " since " + alarm.stateSince())
        + ": "
        + reason(alarm);
  }

  /** CloudWatch's sentence without its full stop, since more follows. */
  private static String reason(LiveAlarm alarm) {
    return alarm.reason() == null
        ? "CloudWatch gives no reason"
        : alarm.reason().strip().replaceFirst("\\.$", "");
  }

  private static Remark unknown(CloudFailure untold) {
    return new Remark(
        Severity.WARNING,
        "alarm-state-unknown",
        (untold.asked() ? "CloudWatch did not tell" : "CloudWatch was not asked")
            + " whether an alarm of the endpoint fires now ("
            + (untold.asked() ? untold.operation() + " failed: " : "")
            + untold.text()
            + ").",
        untold.passing()
            ? "Ask for the plan again in a minute."
            : "Allow Slipway's role cloudwatch:DescribeAlarms; docs/iam has the least policy.");
  }
}
