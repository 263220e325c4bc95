package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.endpoint.Consequences.OwnScaling;
import dev.slipway.environment.Scaling;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The drift that a deployment puts right. What is not Slipway's is neither changed nor removed by
 * any, so it is no reason for one either. Pure.
 *
 * @param serving the release that serves
 * @param own what of the scaling is Slipway's
 * @param others adopted alarms that are there and not on record as Slipway's
 */
record PutRight(Endpoint endpoint, ReleaseSpec serving, OwnScaling own, Set<String> others) {

  /** Without our mark it is somebody else's target, and left alone. */
  private static final String TAGS = "autoscaling.tags.";

  /** Of all differences from the release that serves, those that deploying it anew puts right. */
  List<Difference> again(List<Difference> found) {
    return found.stream().filter(it -> !isTheirs(it)).toList();
  }

  /**
   * Those that a deployment of other content puts right on the way: drift of the scaling and of the
   * paging alarms, in the parts that both releases want alike. Parts that the releases want
   * differently are put in any case. All other drift is replaced with the release or left as it is.
   */
  List<Difference> onTheWay(ReleaseSpec wanted, List<Difference> found) {
    if (serving.otherKind(wanted)) return List.of();
    boolean scaled =
        Objects.equals(serving.autoscaling(), wanted.autoscaling())
            && found.stream().noneMatch(it -> it.field().startsWith(TAGS));
    Set<String> alarms = new HashSet<>(paging(wanted));
    if (scaled) alarms.addAll(stepping(wanted.autoscaling()));
    return again(found).stream()
        .filter(it ->
            alarms.stream().anyMatch(it::ofAlarm)
                || (scaled && it.field().startsWith(PlannedCalls.TARGET)))
        .toList();
  }

  private boolean isTheirs(Difference difference) {
    String field = difference.field();
    if (difference.expected() == null) {
      if (field.equals(PlannedCalls.TARGET)) return !own.target();
      if (field.startsWith(PlannedCalls.POLICY)) {
        return !own.names().contains(field.substring(PlannedCalls.POLICY.length()));
      }
      if (field.startsWith(PlannedCalls.ACTION)) {
        return !own.names().contains(field.substring(PlannedCalls.ACTION.length()));
      }
    }
    return AlarmSet.paging(endpoint, serving, Map.of()).stream()
        .filter(alarm -> !alarm.writable() || others.contains(alarm.name()))
        .anyMatch(alarm -> difference.ofAlarm(alarm.name()));
  }

  private List<String> paging(ReleaseSpec wanted) {
    List<AlarmSpec> served = AlarmSet.paging(endpoint, serving, Map.of());
    return AlarmSet.paging(endpoint, wanted, Map.of()).stream()
        .filter(served::contains)
        .map(AlarmSpec::name)
        .toList();
  }

  /** The names of the alarms that set step policies off. */
  private List<String> stepping(@Nullable Scaling scaling) {
    return scaling == null ? List.of() : new ScalingParts(endpoint, scaling).alarmNames();
  }
}
