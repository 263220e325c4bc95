package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.AlarmSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The only way to stop an update that SageMaker has begun. SageMaker has no call for that, but it
 * goes back when an alarm in its list fires. The attempt's abort alarm watches a metric that only
 * Slipway publishes; the value 1 makes it fire within seconds.
 *
 * <p>SageMaker watches alarms only while traffic bakes, so before a bake pulling the lever has no
 * effect. The value 1 is published again at each look until the rollback is seen: after ten seconds
 * without a value the alarm would be OK again.
 */
final class Lever {

  /** The abort alarm's period. */
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private Lever() {}

  /** Says that nobody wants to abort: the alarm has a value before an update depends on it. */
  static void rest(StepContext context) {
    publish(context, 0);
  }

  /** Pulls the lever, if SageMaker watches the alarms now. None of them fires. */
  static Outcome pull(StepContext context, LiveEndpoint live, Sight sight, Optional<Bake> bake) {
    if (bake.isPresent()) publish(context, 1);
    return works(context, sight)
        ? new Outcome.GoingBack(
            TruthCheck.code(context, live, List.of()),
            TruthCheck.reason(context, live, List.of()),
            PERIOD,
            sight)
        : new Outcome.Waiting(PERIOD, awaited(context, sight, bake), sight);
  }

  /**
   * Whether the lever has been seen to work. Its alarm is OK again after some seconds, long before
   * SageMaker has taken the new fleet down. Where SageMaker did not heed the alarm and all traffic
   * is on the new fleet, the update did not go back.
   */
  private static boolean works(StepContext context, Sight sight) {
    return context.deployment().state() == DeploymentState.ROLLING_BACK
        && !Fleets.over(sight.fleets());
  }

  private static String awaited(StepContext context, Sight sight, Optional<Bake> bake) {
    if (context.deployment().unstoppable() || Fleets.over(sight.fleets())) {
      return "SageMaker to end the update, which nothing can stop, before the release before it is"
          + " deployed again";
    }
    return bake.isPresent()
        ? "SageMaker to see the abort alarm and move all traffic back"
        : "SageMaker to reach a bake, in which it watches the abort alarm";
  }

  /** Pulls the lever again, while a rollback that was asked for has not begun. */
  static void pullAgain(StepContext context, Optional<Bake> bake) {
    if (bake.isPresent()) publish(context, 1);
  }

  private static void publish(StepContext context, double value) {
    String config = context.made().endpointConfigName();
    if (config == null || RollbackAlarms.abort(context).isEmpty()) return;
    context.cloud().metrics().publish(AlarmSet.abortMetric(config), value, context.now());
  }
}
