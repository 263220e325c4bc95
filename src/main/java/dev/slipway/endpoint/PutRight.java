package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.environment.Scaling;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The drift that bringing an endpoint to another content puts right on the way: that of the scaling
 * and of the alarms that tell people, where both releases want the same of them. Pure.
 *
 * <p>Where the releases want different things, those are put anyway, and what else differs is
 * replaced with the release or left as it is.
 */
final class PutRight {

  private PutRight() {}

  /**
   * Picks them.
   *
   * @param found all that differs from what serves
   */
  static List<Difference> of(
      Endpoint endpoint, ReleaseSpec serving, ReleaseSpec wanted, List<Difference> found) {
    if (serving.otherKind(wanted)) return List.of();
    boolean scaled = Objects.equals(serving.autoscaling(), wanted.autoscaling());
    Set<String> alarms = new HashSet<>(paging(endpoint, serving, wanted));
    if (scaled) alarms.addAll(stepping(endpoint, wanted.autoscaling()));
    return found.stream()
        .filter(it ->
            alarms.stream().anyMatch(it::ofAlarm)
                || (scaled
                    && it.field().startsWith("autoscaling")
                    && !it.field().startsWith("autoscaling.tags.")))
        .toList();
  }

  private static List<String> paging(Endpoint endpoint, ReleaseSpec serving, ReleaseSpec wanted) {
    List<AlarmSpec> served = AlarmSet.paging(endpoint, serving, Map.of());
    return AlarmSet.paging(endpoint, wanted, Map.of()).stream()
        .filter(served::contains)
        .map(AlarmSpec::name)
        .toList();
  }

  /** Those that set step policies off. */
  private static List<String> stepping(Endpoint endpoint, @Nullable Scaling scaling) {
    if (scaling == null) return List.of();
    ScalingParts parts = new ScalingParts(endpoint, scaling);
    return scaling.steps().stream().map(step -> parts.policy(step).name()).toList();
  }
}
