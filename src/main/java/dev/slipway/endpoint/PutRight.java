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
 * The drift that a deployment of other content puts right on the way: drift of the scaling and of
 * the paging alarms, in the parts that both releases want alike. Pure.
 *
 * <p>Parts that the releases want differently are put in any case. All other drift is replaced with
 * the release or left as it is.
 */
final class PutRight {

  /** Without our mark it is somebody else's target, and left alone. */
  private static final String TAGS = "autoscaling.tags.";

  private PutRight() {}

  /**
   * Picks these differences.
   *
   * @param found all differences from the release that serves
   */
  static List<Difference> of(
      Endpoint endpoint, ReleaseSpec serving, ReleaseSpec wanted, List<Difference> found) {
    if (serving.otherKind(wanted)) return List.of();
    boolean scaled =
        Objects.equals(serving.autoscaling(), wanted.autoscaling())
            && found.stream().noneMatch(it -> it.field().startsWith(TAGS));
    Set<String> alarms = new HashSet<>(paging(endpoint, serving, wanted));
    if (scaled) alarms.addAll(stepping(endpoint, wanted.autoscaling()));
    return found.stream()
        .filter(it ->
            alarms.stream().anyMatch(it::ofAlarm)
                || (scaled && it.field().startsWith("autoscaling") && !isTheirs(it)))
        .toList();
  }

  /** Policies and actions of others, which no deployment removes. */
  private static boolean isTheirs(Difference difference) {
    return difference.expected() == null && !difference.field().equals("autoscaling.suspended");
  }

  private static List<String> paging(Endpoint endpoint, ReleaseSpec serving, ReleaseSpec wanted) {
    List<AlarmSpec> served = AlarmSet.paging(endpoint, serving, Map.of());
    return AlarmSet.paging(endpoint, wanted, Map.of()).stream()
        .filter(served::contains)
        .map(AlarmSpec::name)
        .toList();
  }

  /** The names of the alarms that set step policies off. */
  private static List<String> stepping(Endpoint endpoint, @Nullable Scaling scaling) {
    if (scaling == null) return List.of();
    ScalingParts parts = new ScalingParts(endpoint, scaling);
    return scaling.steps().stream().map(step -> parts.policy(step).name()).toList();
  }
}
