package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.endpoint.AlarmSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The alarms that take an attempt back: the alarms of its new fleet, and the abort alarm, which is
 * its lever.
 */
final class RollbackAlarms {

  private RollbackAlarms() {}

  /**
   * The names of the alarms that SageMaker is given to watch; none where it has no guardrails,
   * since Slipway watches then.
   */
  static List<String> watchedBySageMaker(StepContext context) {
    return context.guarded() ? of(context).stream().map(AlarmSpec::name).toList() : List.of();
  }

  /**
   * The alarms of the new fleet: none when creating, since nothing is watched then; only the abort
   * alarm on the way back, since an error alarm must not bring the bad release back.
   */
  static List<AlarmSpec> of(StepContext context) {
    List<AlarmSpec> watched = new ArrayList<>();
    if (context.previous() == null) return watched;
    if (context.deployment().kind() == DeploymentKind.PROMOTE) {
      watched.addAll(
          AlarmSet.rollback(
              context.endpoint(),
              Objects.requireNonNull(context.made().endpointConfigName()),
              context.spec(),
              context.birthmarks()));
    }
    abort(context).ifPresent(watched::add);
    return watched;
  }

  /**
   * The abort alarm of this attempt; empty where SageMaker watches nothing, since a lever has no
   * effect there.
   */
  static Optional<AlarmSpec> abort(StepContext context) {
    String config = context.made().endpointConfigName();
    if (config == null || context.release() == null || context.previous() == null) {
      return Optional.empty();
    }
    return context.guarded()
        ? Optional.of(
            AlarmSet.abort(context.endpoint().physicalName(), config, context.birthmarks()))
        : Optional.empty();
  }
}
