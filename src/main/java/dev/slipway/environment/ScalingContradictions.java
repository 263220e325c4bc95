package dev.slipway.environment;

import dev.slipway.base.Violations;
import dev.slipway.cloud.Autoscaling.Metric;
import dev.slipway.cloud.Serverless;
import dev.slipway.environment.Scaling.Bounds;
import dev.slipway.environment.Scaling.ScheduledAction;
import dev.slipway.environment.Scaling.StepPolicy;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Scaling that AWS would refuse for what is scaled, or that contradicts itself. */
final class ScalingContradictions {

  private ScalingContradictions() {}

  static void check(Hosting hosting, Scaling scaling, String profile, Violations found) {
    String at = profile + "/autoscaling";
    for (String type : hosting.types()) {
      found.require(
          !type.startsWith("ml.t2."),
          profile + "/hosting/instance_type",
          "ml.t2 instances cannot be scaled automatically by SageMaker: use ml.m5.large, or set"
              + " autoscaling to null.");
    }
    long targets =
        Stream.of(
                scaling.targetInvocationsPerInstance(),
                scaling.targetConcurrentRequests(),
                scaling.targetProvisionedConcurrencyUtilization())
            .filter(Objects::nonNull)
            .count();
    found.require(
        targets <= 1,
        at,
        "One metric is tracked: keep one of target_invocations_per_instance,"
            + " target_concurrent_requests and target_provisioned_concurrency_utilization, and set"
            + " the others to null.");
    bounds(hosting, scaling, profile, found);
    schedule(scaling, at, found);
    metrics(hosting, scaling, at, found);
  }

  private static void bounds(Hosting hosting, Scaling scaling, String profile, Violations found) {
    boolean ordered = scaling.minInstances() <= scaling.maxInstances();
    found.require(
        ordered,
        profile + "/autoscaling/max_instances",
        "The most (%d) is less than the least (%d): make max_instances at least %d."
            .formatted(scaling.maxInstances(), scaling.minInstances(), scaling.minInstances()));
    Serverless serverless = hosting.serverless();
    if (serverless != null) {
      serverless(serverless, scaling, profile, found);
      return;
    }
    found.require(
        !ordered
            || hosting.count() >= scaling.minInstances()
                && hosting.count() <= scaling.maxInstances(),
        profile + "/hosting/instance_count",
        "Autoscaling would move %d instances into %d to %d at once: choose a count between them."
            .formatted(hosting.count(), scaling.minInstances(), scaling.maxInstances()));
  }

  private static void serverless(
      Serverless serverless, Scaling scaling, String profile, Violations found) {
    Integer provisioned = serverless.provisionedConcurrency();
    found.require(
        provisioned != null,
        profile + "/autoscaling",
        "Without instances only provisioned concurrency is scaled: give"
            + " serverless.provisioned_concurrency, or set autoscaling to null.");
    if (provisioned == null) return;
    found.require(
        scaling.maxInstances() <= serverless.maxConcurrency(),
        profile + "/autoscaling/max_instances",
        "Provisioned concurrency is part of max_concurrency (%d), so at most as much."
            .formatted(serverless.maxConcurrency()));
    found.require(
        provisioned >= scaling.minInstances() && provisioned <= scaling.maxInstances(),
        profile + "/hosting/serverless/provisioned_concurrency",
        "Autoscaling would move it into %d to %d at once: choose a number between them."
            .formatted(scaling.minInstances(), scaling.maxInstances()));
  }

  private static void schedule(Scaling scaling, String at, Violations found) {
    List<ScheduledAction> actions = scaling.schedule();
    for (int i = 0; i < actions.size(); i++) {
      ScheduledAction action = actions.get(i);
      Integer least = action.minInstances();
      Integer most = action.maxInstances();
      found.require(
          least != null || most != null,
          at + "/scheduled_actions/" + i,
          "It changes nothing: give min_instances, max_instances or both.");
      found.require(
          least == null || most == null || least <= most,
          at + "/scheduled_actions/" + i + "/max_instances",
          "The most is less than the least.");
      if (least == null || most == null) {
        crossing(scaling, action, at + "/scheduled_actions/" + i, found);
      }
    }
  }

  /** An action with a single bound must go with whatever the other one is when it is due. */
  private static void crossing(
      Scaling scaling, ScheduledAction action, String at, Violations found) {
    scaling.reachable().stream()
        .map(before -> before.after(action))
        .filter(Bounds::isCrossed)
        .findFirst()
        .ifPresent(crossed ->
            found.require(
                false,
                at + (action.minInstances() == null ? "/max_instances" : "/min_instances"),
                "The action %s would leave the most (%d) less than the least (%d): give it both."
                    .formatted(action.name(), crossed.maximum(), crossed.minimum())));
  }

  private static void metrics(Hosting hosting, Scaling scaling, String at, Violations found) {
    Serverless onDemand = hosting.serverless();
    if (onDemand != null && onDemand.provisionedConcurrency() == null) return;
    boolean serverless = onDemand != null;
    Metric tracked = scaling.tracked();
    found.require(
        tracked == null || fits(tracked, serverless),
        at,
        serverless
            ? "Serverless is scaled by target_provisioned_concurrency_utilization only."
            : "target_provisioned_concurrency_utilization is for serverless; instances are scaled"
                + " by target_invocations_per_instance or target_concurrent_requests.");
    List<StepPolicy> steps = scaling.steps();
    for (int i = 0; i < steps.size(); i++) {
      StepPolicy policy = steps.get(i);
      String here = at + "/step_policies/" + i;
      found.require(
          fits(policy.metric(), serverless),
          here + "/metric",
          "The metric %s does not exist here.".formatted(policy.metric()));
      found.require(
          policy.periodSeconds() >= 60 || policy.metric() == Metric.CONCURRENT_REQUESTS_PER_MODEL,
          here + "/period_seconds",
          "The metric %s is measured once a minute: use a multiple of 60."
              .formatted(policy.metric()));
    }
  }

  private static boolean fits(Metric metric, boolean serverless) {
    return switch (metric) {
      case INVOCATIONS_PER_INSTANCE, CONCURRENT_REQUESTS_PER_MODEL -> !serverless;
      case PROVISIONED_CONCURRENCY_UTILIZATION -> serverless;
    };
  }
}
