package dev.slipway.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Application Auto Scaling of one variant. */
public interface Autoscaling {

  Optional<Target> findTarget(Variant variant);

  /**
   * Registers or changes the bounds.
   *
   * @param resuming whether what somebody has suspended goes on; otherwise it stays as it is
   */
  void register(
      Variant variant, int minimum, int maximum, boolean resuming, Map<String, String> tags);

  /** Removes the target with its policies and scheduled actions. */
  void deregister(Variant variant);

  /** All that makes a variant scale. */
  Policies policies(Variant variant);

  /** The tags of a scalable target. */
  Map<String, String> tags(String targetArn);

  /** Adds tags to a scalable target, or replaces the values of those it has. */
  void tag(String targetArn, Map<String, String> tags);

  void putPolicy(Variant variant, TrackingPolicy policy);

  /** Puts a step policy and returns its ARN, which an alarm must name as its action. */
  String putPolicy(Variant variant, StepPolicy policy);

  void deletePolicy(Variant variant, String policyName);

  List<ScheduledAction> scheduledActions(Variant variant);

  void putScheduledAction(Variant variant, ScheduledAction action);

  void deleteScheduledAction(Variant variant, String name);

  /** What is scaled. */
  enum Dimension {
    INSTANCE_COUNT,
    PROVISIONED_CONCURRENCY
  }

  /** A variant of an endpoint, and what of it is scaled. */
  record Variant(String endpointName, String variantName, Dimension dimension) {

    /** The instances of a variant. */
    public Variant(String endpointName, String variantName) {
      this(endpointName, variantName, Dimension.INSTANCE_COUNT);
    }

    /** {@code endpoint/E/variant/V}. */
    public String resourceId() {
      return "endpoint/" + endpointName + "/variant/" + variantName;
    }
  }

  /**
   * The bounds of what is scaled.
   *
   * @param suspended what of it somebody has switched off, by AWS's names; empty for nothing
   */
  record Target(int minimum, int maximum, String arn, List<String> suspended) {}

  /** What is measured to scale by. */
  enum Metric {
    /** Per minute. */
    INVOCATIONS_PER_INSTANCE,
    /** In flight, every ten seconds. */
    CONCURRENT_REQUESTS_PER_MODEL,
    /** 0 to 1. */
    PROVISIONED_CONCURRENCY_UTILIZATION
  }

  /**
   * The policies of one variant.
   *
   * @param others the names of those that Slipway has no words for
   */
  record Policies(List<TrackingPolicy> tracking, List<LiveStepPolicy> steps, List<String> others) {

    /** There are none. */
    public static final Policies NONE = new Policies(List.of(), List.of(), List.of());

    /** All of them, by name. */
    public List<String> names() {
      List<String> names = new ArrayList<>(others);
      tracking.forEach(one -> names.add(one.name()));
      steps.forEach(one -> names.add(one.policy().name()));
      return names;
    }
  }

  /**
   * Holds a metric at a value.
   *
   * @param target in the metric's unit
   */
  record TrackingPolicy(
      String name,
      Metric metric,
      double target,
      int scaleInCooldownSeconds,
      int scaleOutCooldownSeconds) {}

  /** What the numbers of steps mean. */
  enum Adjustment {
    CHANGE_IN_CAPACITY,
    PERCENT_CHANGE_IN_CAPACITY,
    EXACT_CAPACITY
  }

  /**
   * One step: from a lower bound on, up to an upper bound, both relative to the alarm's threshold;
   * null is without end.
   */
  record Step(@Nullable Double lowerBound, @Nullable Double upperBound, int adjustment) {}

  /** Changes capacity by steps when an alarm that names it fires. */
  record StepPolicy(String name, Adjustment adjustment, int cooldownSeconds, List<Step> steps) {}

  /** A step policy as it is. */
  record LiveStepPolicy(StepPolicy policy, String arn) {}

  /**
   * Other bounds at certain times.
   *
   * @param schedule {@code at(…)}, {@code rate(…)} or {@code cron(…)}
   * @param timezone null for UTC
   */
  record ScheduledAction(
      String name,
      String schedule,
      @Nullable String timezone,
      @Nullable Integer minimum,
      @Nullable Integer maximum) {}
}
