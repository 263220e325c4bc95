package dev.slipway.rollout;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.ScheduledAction;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.ScalingParts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Scaling policies and actions that somebody else gave a variant. They are lost with the variant's
 * registration, and no release could bring them back. So Slipway does not take such a registration
 * off.
 */
final class ScalingOfOthers {

  static final String CODE = "scaling-of-others";
  private static final String REFUSED =
      "SageMaker allows this update only with autoscaling taken off";
  private static final String DROPPED =
      "Autoscaling is to be taken off, since the release has none";

  private ScalingOfOthers() {}

  /**
   * Why Slipway must not make an update that takes autoscaling off; empty where it may. A way back
   * is not refused because the release that serves again has no autoscaling. It stops once that
   * release serves, see {@link #wouldGo}.
   */
  static Optional<Outcome> standsAgainst(StepContext context) {
    Release previous = context.previous();
    if (previous == null) return Optional.empty();
    ReleaseSpec before = previous.spec();
    return refusal(
            before,
            context.spec(),
            context.back(),
            () -> names(context, context.endpoint().scaled(before)))
        .map(refusal -> new Outcome.Impossible(refusal.code(), refusal.detail()));
  }

  /**
   * The same for a plan.
   *
   * @param before what serves
   * @param others what no release names of what scales that; asked for where it would go
   */
  static Optional<Refused> refusal(
      ReleaseSpec before, ReleaseSpec wanted, boolean back, Supplier<List<String>> others) {
    if (before.refusedWhileScaled(wanted)) {
      return told(others.get(), REFUSED)
          .map(why ->
              new Refused(CODE, why + "Put it into the profile or remove it, then deploy again."));
    }
    if (!drops(before, wanted) || back) return Optional.empty();
    return told(others.get(), DROPPED)
        .map(why ->
            new Refused(
                CODE, why + "Remove that or leave autoscaling in the profile, then deploy again."));
  }

  /**
   * Why Slipway must not take autoscaling off a variant whose release serves by now; empty where it
   * may.
   */
  static Optional<Outcome> wouldGo(StepContext context, Variant variant) {
    return told(names(context, variant), DROPPED)
        .map(why -> new Outcome.Stuck(CODE, why + "Remove that, then resume.", null));
  }

  /**
   * Whether the update itself takes autoscaling off. A release of the other kind of hosting does
   * not: it takes another endpoint, and the old one goes as a whole.
   */
  private static boolean drops(ReleaseSpec before, ReleaseSpec wanted) {
    return before.autoscaling() != null
        && wanted.autoscaling() == null
        && !before.otherKind(wanted);
  }

  private static Optional<String> told(List<String> others, String why) {
    if (others.isEmpty()) return Optional.empty();
    return Optional.of(
        why
            + ", and with it would go what no release names that has served on the endpoint: "
            + String.join(", ", others)
            + ". ");
  }

  private static List<String> names(StepContext context, Variant variant) {
    return names(context.everScaled(), context.cloud().autoscaling(), variant);
  }

  /**
   * What scales a variant and is nobody's but others'.
   *
   * @param ever all that may be there by Slipway's doing
   */
  static List<String> names(Stream<ScalingParts> ever, Autoscaling autoscaling, Variant variant) {
    Set<String> ours = ever.flatMap(ScalingOfOthers::names).collect(Collectors.toSet());
    return Stream.concat(
            autoscaling.policies(variant).names().stream(),
            autoscaling.scheduledActions(variant).stream().map(ScheduledAction::name))
        .filter(name -> !ours.contains(name))
        .toList();
  }

  /** What a release has of policies and scheduled actions, by name. */
  static Stream<String> names(ScalingParts parts) {
    return Stream.concat(
        parts.policyNames().stream(), parts.actions().stream().map(ScheduledAction::name));
  }
}
