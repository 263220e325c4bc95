package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.endpoint.Plan.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls that put alarms, as a plan names them. */
final class PlannedAlarms {

  private PlannedAlarms() {}

  /**
   * The calls that bring the paging alarms to what a release says, where they differ from it.
   *
   * @param before the release that serves; null for none
   * @param others alarms that are there and that the claim of an endpoint left to their owners
   */
  static List<Call> paging(
      Endpoint endpoint,
      @Nullable ReleaseSpec before,
      ReleaseSpec wanted,
      Drifted drift,
      Set<String> others) {
    // Adopted alarms were there before any release. A release that gave them up has deleted them.
    boolean there = before == null && wanted.alarms().adopted() != null;
    List<AlarmSpec> served =
        before == null ? List.of() : AlarmSet.paging(endpoint, before, Map.of());
    return AlarmSet.paging(endpoint, wanted, Map.of()).stream()
        .filter(AlarmSpec::writable)
        .filter(alarm ->
            drift.lacks("alarms." + alarm.name())
                || (!others.contains(alarm.name())
                    && (drift.alarm(alarm.name()) || (!there && !served.contains(alarm)))))
        .map(alarm -> put(alarm.name()))
        .toList();
  }

  /** The calls that make the rollback alarms, which watch the new fleet of an attempt. */
  static List<Call> rollback(Endpoint endpoint) {
    String attempts = Names.endpointConfigs(endpoint.name());
    return List.of(put(Names.rollbackErrors(attempts)), put(Names.rollbackLatency(attempts)));
  }

  static Call put(String alarm) {
    return new Call("cloudwatch", "PutMetricAlarm", alarm);
  }
}
