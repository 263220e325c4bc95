package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the differences between an endpoint's alarms and its release. Pure. */
final class AlarmDrift {

  private AlarmDrift() {}

  /**
   * The alarms that should be there: the paging alarms, and the rollback alarms of the last update,
   * which stay until the next one.
   */
  static List<AlarmSpec> expected(Endpoint endpoint, Release release, LiveEndpoint live) {
    ReleaseSpec spec = release.spec();
    List<AlarmSpec> expected = new ArrayList<>(AlarmSet.paging(endpoint, spec, Map.of()));
    String config = endpoint.currentConfig();
    if (config != null) {
      AlarmSet.rollback(endpoint, config, spec, Map.of()).stream()
          .filter(alarm -> live.lastRollbackAlarms().contains(alarm.name()))
          .forEach(expected::add);
    }
    return expected;
  }

  static List<Difference> of(
      Endpoint endpoint, Release release, LiveEndpoint live, Map<String, LiveAlarm> alarms) {
    List<Difference> found = new ArrayList<>();
    Map<String, AlarmSpec> known = new HashMap<>();
    for (AlarmSpec wanted : expected(endpoint, release, live)) {
      known.put(wanted.name(), wanted);
      LiveAlarm present = alarms.get(wanted.name());
      if (present == null) {
        found.add(Difference.gone("alarms." + wanted.name()));
      } else {
        between(wanted, present, found);
      }
    }
    for (String name : live.lastRollbackAlarms()) {
      if (!known.containsKey(name) && !alarms.containsKey(name)) {
        found.add(Difference.gone("alarms." + name));
      }
    }
    return found;
  }

  /**
   * Adds the differences of one alarm. Tags are not compared, since CloudWatch does not tell them
   * with an alarm, nor are descriptions, since they decide nothing.
   */
  static void between(AlarmSpec wanted, LiveAlarm present, List<Difference> found) {
    between(wanted, present.spec(), found);
    add("alarms." + wanted.name() + ".actions_enabled", true, present.acting(), found);
  }

  static void between(AlarmSpec wanted, AlarmSpec live, List<Difference> found) {
    String at = "alarms." + wanted.name() + ".";
    add(at + "metrics", wanted.metrics(), live.metrics(), found);
    add(at + "expression", wanted.expression(), live.expression(), found);
    add(at + "comparison", wanted.comparison(), live.comparison(), found);
    add(at + "threshold", wanted.threshold(), live.threshold(), found);
    add(at + "period_seconds", wanted.periodSeconds(), live.periodSeconds(), found);
    add(at + "evaluation_periods", wanted.evaluationPeriods(), live.evaluationPeriods(), found);
    add(at + "datapoints_to_alarm", wanted.datapointsToAlarm(), live.datapointsToAlarm(), found);
    add(at + "missing_data", wanted.missingData(), live.missingData(), found);
    add(at + "actions", wanted.actions(), live.actions(), found);
  }

  private static void add(
      String field, @Nullable Object expected, @Nullable Object actual, List<Difference> found) {
    if (Objects.equals(expected, actual)) return;
    found.add(
        new Difference(
            field,
            expected == null ? null : String.valueOf(expected),
            actual == null ? null : String.valueOf(actual)));
  }
}
