package dev.slipway.rollout;

import org.jspecify.annotations.Nullable;

/**
 * How long it is expected to take until only the earlier release serves again: seconds while its
 * fleet is still there; a fleet's provisioning time afterwards, and where nothing can stop the
 * update.
 */
final class Restore {

  /**
   * From the lever to all traffic on the old fleet: the alarm's ten seconds and CloudWatch's
   * evaluation of them, SageMaker's look at it, and the shift.
   */
  private static final int LEVER_SECONDS = 60;

  private Restore() {}

  /** In seconds; null when the deployment brings nothing back. */
  static @Nullable Integer seconds(Deployment deployment) {
    if (deployment.state().terminal()) return null;
    if (deployment.kind() == DeploymentKind.ROLL_BACK && deployment.abort() == null) {
      return deployment.plan().expectedSeconds().total();
    }
    boolean goesBack =
        deployment.abort() != null || deployment.state() == DeploymentState.ROLLING_BACK;
    if (!goesBack || deployment.previousReleaseId() == null) return null;
    return switch (deployment.state()) {
      case QUEUED, PREPARING -> 0;
      case UPDATING, ROLLING_BACK ->
          deployment.swap() == null && byAnotherDeployment(deployment)
              ? deployment.plan().expectedSeconds().provisioning()
              : newFleetServes(deployment) ? LEVER_SECONDS : 0;
      case FINISHING -> deployment.plan().expectedSeconds().provisioning();
      case NEEDS_ATTENTION, SUCCEEDED, ROLLED_BACK, FAILED, CANCELED -> null;
    };
  }

  /**
   * Whether nothing but what was made for an update has to go: SageMaker has not been asked for it,
   * or is known to have gone back from it. A swap has an endpoint that may be asked yet.
   */
  static boolean onlyTakesAway(Deployment update) {
    boolean notAsked =
        update.state() == DeploymentState.QUEUED || update.state() == DeploymentState.PREPARING;
    return notAsked || (update.undoing() && update.swap() == null);
  }

  /**
   * Whether only another deployment takes an update back: it is through, or as good as, or nothing
   * can stop it. Where AWS goes back by itself, it need not be stopped.
   */
  static boolean byAnotherDeployment(Deployment update) {
    if (onlyTakesAway(update)) return false;
    return update.state() == DeploymentState.FINISHING
        || Fleets.over(update.progress().fleets())
        || (update.unstoppable() && !TruthCheck.byAws(update.progress()));
  }

  private static boolean newFleetServes(Deployment deployment) {
    return deployment.progress().fleets().stream()
        .filter(fleet -> fleet.side() == Fleet.Side.GREEN)
        .anyMatch(fleet -> fleet.trafficPercent() == null || fleet.trafficPercent() > 0);
  }
}
