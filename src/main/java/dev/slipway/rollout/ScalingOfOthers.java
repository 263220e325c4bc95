package dev.slipway.rollout;

import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.ScheduledAction;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.ScalingParts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody else gave a variant to scale by. It goes with the variant's registration, and no
 * release could bring it back: that is then not for Slipway to take off.
 */
final class ScalingOfOthers {

  private static final String CODE = "scaling-of-others";
  private static final String REFUSED =
      "SageMaker allows this update only with autoscaling taken off";
  private static final String DROPPED =
      "Autoscaling is to be taken off, since the release has none";

  private ScalingOfOthers() {}

  /**
   * Why an update that takes autoscaling off is not for Slipway to make; empty where it is. A way
   * back is not refused for what the release that serves again does without: it stops once that
   * serves, see {@link #wouldGo}.
   */
  static Optional<Outcome> standsAgainst(StepContext context) {
    Release previous = context.previous();
    if (previous == null) return Optional.empty();
    ReleaseSpec before = previous.spec();
    Variant variant = context.endpoint().scaled(before);
    if (before.refusedWhileScaled(context.spec())) {
      return told(context, variant, REFUSED)
          .map(why ->
              new Outcome.Impossible(
                  CODE, why + "Put it into the profile or remove it, then deploy again."));
    }
    if (!drops(before, context.spec()) || context.deployment().kind() == DeploymentKind.ROLL_BACK) {
      return Optional.empty();
    }
    return told(context, variant, DROPPED)
        .map(why ->
            new Outcome.Impossible(
                CODE, why + "Remove that or leave autoscaling in the profile, then deploy again."));
  }

  /** The same of a release that serves by now, and of its variant. */
  static Optional<Outcome> wouldGo(StepContext context, Variant variant) {
    return told(context, variant, DROPPED)
        .map(why -> new Outcome.Stuck(CODE, why + "Remove that, then resume.", null));
  }

  /** A release of the other kind takes another endpoint, and the old one goes as a whole. */
  private static boolean drops(ReleaseSpec before, ReleaseSpec wanted) {
    return before.autoscaling() != null
        && wanted.autoscaling() == null
        && !before.otherKind(wanted);
  }

  private static Optional<String> told(StepContext context, Variant variant, String why) {
    List<String> others = names(context, variant);
    if (others.isEmpty()) return Optional.empty();
    return Optional.of(
        why
            + ", and with it would go what no release names that has served on the endpoint: "
            + String.join(", ", others)
            + ". ");
  }

  private static List<String> names(StepContext context, Variant variant) {
    Set<String> ours =
        context.everScaled().flatMap(ScalingOfOthers::names).collect(Collectors.toSet());
    Autoscaling autoscaling = context.cloud().autoscaling();
    return Stream.concat(
            autoscaling.policies(variant).names().stream(),
            autoscaling.scheduledActions(variant).stream().map(ScheduledAction::name))
        .filter(name -> !ours.contains(name))
        .toList();
  }

  private static Stream<String> names(ScalingParts parts) {
    return Stream.concat(
        parts.policyNames().stream(), parts.actions().stream().map(ScheduledAction::name));
  }
}
