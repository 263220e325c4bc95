package dev.slipway.environment;

import dev.slipway.cloud.Alarms.Comparison;
import dev.slipway.cloud.Autoscaling.Adjustment;
import dev.slipway.cloud.Autoscaling.Metric;
import dev.slipway.cloud.Autoscaling.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many instances a fleet has as traffic changes; of a serverless variant, how much provisioned
 * concurrency. At most one target is tracked; step policies and scheduled actions come beside it.
 *
 * @param minInstances the least
 * @param maxInstances the most
 * @param targetInvocationsPerInstance tracked: invocations per instance and minute
 * @param scaleInCooldownSeconds of target tracking
 * @param scaleOutCooldownSeconds of target tracking
 * @param targetConcurrentRequests tracked instead: requests in flight per model copy, measured
 *     every ten seconds
 * @param targetProvisionedConcurrencyUtilization tracked instead, serverless only: 0.1–0.9
 * @param stepPolicies changes by steps, each behind an alarm of its own
 * @param scheduledActions other bounds at certain times
 * @param scaleOutBeforeUpdates whether a fleet that is smaller than its recent peak needs is
 *     enlarged before an update freezes it; null for no
 */
public record Scaling(
    int minInstances,
    int maxInstances,
    @Nullable Double targetInvocationsPerInstance,
    int scaleInCooldownSeconds,
    int scaleOutCooldownSeconds,
    @Nullable Double targetConcurrentRequests,
    @Nullable Double targetProvisionedConcurrencyUtilization,
    @Nullable List<StepPolicy> stepPolicies,
    @Nullable List<ScheduledAction> scheduledActions,
    @Nullable Boolean scaleOutBeforeUpdates) {

  /** Target tracking on invocations per instance and minute, and nothing else. */
  public Scaling(
      int minInstances,
      int maxInstances,
      double targetInvocationsPerInstance,
      int scaleInCooldownSeconds,
      int scaleOutCooldownSeconds) {
    this(
        minInstances,
        maxInstances,
        targetInvocationsPerInstance,
        scaleInCooldownSeconds,
        scaleOutCooldownSeconds,
        null,
        null,
        null,
        null,
        null);
  }

  /** A number of instances, or what autoscaling makes of it at once. */
  public int within(int instances) {
    return minInstances > maxInstances
        ? instances
        : Math.clamp(instances, minInstances, maxInstances);
  }

  /** The metric that is tracked; null when none is. */
  public @Nullable Metric tracked() {
    if (targetInvocationsPerInstance != null) return Metric.INVOCATIONS_PER_INSTANCE;
    if (targetConcurrentRequests != null) return Metric.CONCURRENT_REQUESTS_PER_MODEL;
    return targetProvisionedConcurrencyUtilization == null
        ? null
        : Metric.PROVISIONED_CONCURRENCY_UTILIZATION;
  }

  /** The value that {@link #tracked()} is held at; null when nothing is tracked. */
  public @Nullable Double target() {
    if (targetInvocationsPerInstance != null) return targetInvocationsPerInstance;
    return targetConcurrentRequests != null
        ? targetConcurrentRequests
        : targetProvisionedConcurrencyUtilization;
  }

  /** The step policies; empty for none. */
  public List<StepPolicy> steps() {
    return stepPolicies == null ? List.of() : stepPolicies;
  }

  /**
   * Whether the fleet is enlarged before an update freezes it, where its recent peak needs more.
   */
  public boolean scalesOutFirst() {
    return Boolean.TRUE.equals(scaleOutBeforeUpdates);
  }

  /** The scheduled actions; empty for none. */
  public List<ScheduledAction> schedule() {
    return scheduledActions == null ? List.of() : scheduledActions;
  }

  /** The most that the scaling itself or one of its scheduled actions lets a fleet grow to. */
  public int most() {
    return schedule().stream()
        .map(ScheduledAction::maxInstances)
        .filter(Objects::nonNull)
        .reduce(maxInstances, Math::max);
  }

  /** The least that the scaling itself or one of its scheduled actions lets a fleet shrink to. */
  public int least() {
    return schedule().stream()
        .map(ScheduledAction::minInstances)
        .filter(Objects::nonNull)
        .reduce(minInstances, Math::min);
  }

  /**
   * Whether these bounds are the scaling's own, or what its scheduled actions make of them, in
   * whichever order they come: one that names a single bound leaves the other as it was.
   */
  public boolean allows(int minimum, int maximum) {
    return reachable().contains(new Bounds(minimum, maximum));
  }

  /** The bounds that may hold at some time. Crossed ones never do: AWS refuses them. */
  Set<Bounds> reachable() {
    Bounds own = new Bounds(minInstances, maxInstances);
    Set<Bounds> known = new LinkedHashSet<>();
    Deque<Bounds> reached = new ArrayDeque<>(List.of(own));
    while (!reached.isEmpty()) {
      Bounds now = reached.remove();
      if (now.isCrossed() || !known.add(now)) continue;
      schedule().forEach(action -> reached.add(now.after(action)));
    }
    return known;
  }

  /** The least and the most at some time. */
  record Bounds(int minimum, int maximum) {

    /** Whether the most is less than the least. */
    boolean isCrossed() {
      return minimum > maximum;
    }

    Bounds after(ScheduledAction action) {
      return new Bounds(
          action.minInstances() == null ? minimum : action.minInstances(),
          action.maxInstances() == null ? maximum : action.maxInstances());
    }
  }

  /**
   * Changes by steps when an alarm fires.
   *
   * @param name unique among the step policies
   * @param metric what the alarm watches
   * @param comparison how the alarm compares it with the threshold
   * @param periodSeconds 10, 20, 30 or a multiple of 60
   * @param evaluationPeriods how many periods in a row
   * @param adjustment what the numbers of the steps mean
   * @param cooldownSeconds until the next change by this policy
   * @param steps bounds relative to the threshold
   */
  public record StepPolicy(
      String name,
      Metric metric,
      Comparison comparison,
      double threshold,
      int periodSeconds,
      int evaluationPeriods,
      Adjustment adjustment,
      int cooldownSeconds,
      List<Step> steps) {}

  /**
   * Other bounds from a time on, until the next action.
   *
   * @param name unique among the scheduled actions
   * @param schedule {@code at(…)}, {@code rate(…)} or {@code cron(…)} with six fields
   * @param timezone such as {@code Europe/Berlin}; null for UTC
   * @param minInstances null leaves the least as it is
   * @param maxInstances null leaves the most as it is
   */
  public record ScheduledAction(
      String name,
      String schedule,
      @Nullable String timezone,
      @Nullable Integer minInstances,
      @Nullable Integer maxInstances) {}
}
