package dev.slipway.simulator.scaling;

import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;

/** What a step-scaling policy wants, as a pure decision ("Step scaling policies", cooldowns). */
record Stepping(StepScalingPolicyConfiguration policy) {

  private static final int USUAL_COOLDOWN = 300;

  /**
   * The capacity to go to; empty when it stays. Within the cooldown of a scale-out, what that one
   * added counts as part of the next; within the cooldown of a scale-in nothing is scaled in.
   *
   * @param breach the metric's value less the alarm's threshold
   */
  OptionalInt wanted(Target target, int capacity, double breach, Instant now) {
    Optional<StepAdjustment> step = step(breach);
    if (step.isEmpty()) {
      return OptionalInt.empty();
    }
    int adjustment = step.get().scalingAdjustment();
    if (adjusted(capacity, adjustment) >= capacity) {
      boolean cooling = cooling(target.lastOut(), now);
      int wanted = target.within(adjusted(cooling ? target.beforeOut() : capacity, adjustment));
      int least = cooling ? Math.max(capacity, target.afterOut()) : capacity;
      return wanted > least ? OptionalInt.of(wanted) : OptionalInt.empty();
    }
    int wanted = target.within(adjusted(capacity, adjustment));
    return wanted < capacity && !cooling(target.lastIn(), now)
        ? OptionalInt.of(wanted)
        : OptionalInt.empty();
  }

  /**
   * The step that holds a breach. Above the threshold its lower bound belongs to a step and its
   * upper one does not; below the threshold it is the other way round.
   */
  Optional<StepAdjustment> step(double breach) {
    return policy.stepAdjustments().stream()
        .filter(step ->
            breach >= 0
                ? breach >= lower(step) && breach < upper(step)
                : breach > lower(step) && breach <= upper(step))
        .findFirst();
  }

  /**
   * The capacity that an adjustment makes of another. Percentages are rounded toward zero, but
   * change at least one instance, and at least MinAdjustmentMagnitude.
   */
  int adjusted(int capacity, int adjustment) {
    return switch (policy.adjustmentType()) {
      case EXACT_CAPACITY -> adjustment;
      case PERCENT_CHANGE_IN_CAPACITY -> {
        double exact = capacity * adjustment / 100.0;
        int least = policy.minAdjustmentMagnitude() == null ? 1 : policy.minAdjustmentMagnitude();
        int change = Math.max((int) Math.abs(exact), exact == 0 ? 0 : Math.max(1, least));
        yield capacity + (exact < 0 ? -change : change);
      }
      case CHANGE_IN_CAPACITY, UNKNOWN_TO_SDK_VERSION -> capacity + adjustment;
      case null -> capacity + adjustment;
    };
  }

  /** Refuses steps with gaps or overlaps, or with more than one open end on a side. */
  void check() {
    if (policy.adjustmentType() == null) {
      throw ServiceException.validation("AdjustmentType is needed for a step scaling policy.");
    }
    if (policy.minAdjustmentMagnitude() != null
        && policy.adjustmentType() != AdjustmentType.PERCENT_CHANGE_IN_CAPACITY) {
      throw ServiceException.validation(
          "MinAdjustmentMagnitude is valid only for PercentChangeInCapacity.");
    }
    List<StepAdjustment> steps =
        policy.stepAdjustments().stream().sorted(Comparator.comparing(Stepping::lower)).toList();
    if (steps.isEmpty() || steps.size() > 20) {
      throw ServiceException.validation("A step scaling policy has 1 to 20 step adjustments.");
    }
    for (int i = 0; i < steps.size(); i++) {
      StepAdjustment step = steps.get(i);
      // Written so that a bound that is no number fails too.
      if (!(lower(step) < upper(step))) {
        throw ServiceException.validation(
            "The upper bound must be greater than the lower bound of a step adjustment.");
      }
      if (i > 0 && upper(steps.get(i - 1)) != lower(step)) {
        throw ServiceException.validation(
            upper(steps.get(i - 1)) > lower(step)
                ? "Step adjustment intervals must not overlap."
                : "There must not be a gap between step adjustment intervals.");
      }
    }
    if (lower(steps.getFirst()) < 0 && steps.getFirst().metricIntervalLowerBound() != null) {
      throw ServiceException.validation(
          "With a negative lower bound, one step adjustment must have no lower bound.");
    }
    if (upper(steps.getLast()) > 0 && steps.getLast().metricIntervalUpperBound() != null) {
      throw ServiceException.validation(
          "With a positive upper bound, one step adjustment must have no upper bound.");
    }
  }

  private boolean cooling(@org.jspecify.annotations.Nullable Instant last, Instant now) {
    int cooldown = policy.cooldown() == null ? USUAL_COOLDOWN : policy.cooldown();
    return last != null && now.isBefore(last.plusSeconds(cooldown));
  }

  private static double lower(StepAdjustment step) {
    Double bound = step.metricIntervalLowerBound();
    return bound == null ? Double.NEGATIVE_INFINITY : bound;
  }

  private static double upper(StepAdjustment step) {
    Double bound = step.metricIntervalUpperBound();
    return bound == null ? Double.POSITIVE_INFINITY : bound;
  }
}
