package dev.slipway.environment;

import static dev.slipway.environment.RolloutLimits.within;

import dev.slipway.base.Violations;
import dev.slipway.cloud.Autoscaling.Step;
import dev.slipway.environment.Scaling.ScheduledAction;
import dev.slipway.environment.Scaling.StepPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The limits of each field that says how a fleet is scaled, by Application Auto Scaling. */
final class ScalingLimits {

  private static final int DAY = 86_400;
  private static final int MOST_STEP_POLICIES = 10;
  private static final int MOST_STEPS = 20;
  private static final int MOST_ACTIONS = 50;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,39}");

  /** What AWS takes (PutScheduledAction), and room for the endpoint's name before it. */
  private static final Pattern ACTION =
      Pattern.compile("(?! )[^\\x00-\\x1f\\x7f-\\x9f:/|]{1,180}(?<! )");

  private static final Pattern SCHEDULE =
      Pattern.compile(
          "at\\(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\)"
              + "|rate\\([1-9]\\d{0,4} (minutes?|hours?|days?)\\)"
              + "|cron\\([^ ()]+( [^ ()]+){5}\\)");

  private ScalingLimits() {}

  static void check(Scaling scaling, String at, Violations found) {
    found.require(
        scaling.minInstances() >= 1,
        at + "/min_instances",
        "A real-time endpoint keeps at least 1 instance.");
    found.require(
        scaling.maxInstances() >= 1, at + "/max_instances", "The most is at least 1 instance.");
    found.require(
        scaling.tracked() != null || !scaling.steps().isEmpty() || !scaling.schedule().isEmpty(),
        at + "/target_invocations_per_instance",
        "Nothing would ever scale: give a target, step_policies or scheduled_actions.");
    target(
        scaling.targetInvocationsPerInstance(),
        at + "/target_invocations_per_instance",
        "The target is in invocations per instance and minute, and more than 0.",
        found);
    target(
        scaling.targetConcurrentRequests(),
        at + "/target_concurrent_requests",
        "The target is in requests in flight per model copy, and more than 0.",
        found);
    Double utilization = scaling.targetProvisionedConcurrencyUtilization();
    found.require(
        utilization == null || utilization >= 0.1 && utilization <= 0.9,
        at + "/target_provisioned_concurrency_utilization",
        "The target is a share between 0.1 and 0.9.");
    cooldown(scaling.scaleInCooldownSeconds(), at + "/scale_in_cooldown_seconds", found);
    cooldown(scaling.scaleOutCooldownSeconds(), at + "/scale_out_cooldown_seconds", found);
    steps(scaling.steps(), at + "/step_policies", found);
    schedule(scaling.schedule(), at + "/scheduled_actions", found);
  }

  private static void target(@Nullable Double value, String at, String rule, Violations found) {
    found.require(value == null || value > 0 && Double.isFinite(value), at, rule);
  }

  private static void cooldown(int seconds, String at, Violations found) {
    found.require(within(seconds, 0, DAY), at, "A cooldown lasts 0 to 86400 seconds.");
  }

  private static void steps(List<StepPolicy> policies, String at, Violations found) {
    found.require(policies.size() <= MOST_STEP_POLICIES, at, "At most 10 step policies are kept.");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < policies.size(); i++) {
      StepPolicy policy = policies.get(i);
      String here = at + "/" + i;
      name(policy.name(), names, here + "/name", found);
      int period = policy.periodSeconds();
      found.require(
          period == 10 || period == 20 || period == 30 || period > 0 && period % 60 == 0,
          here + "/period_seconds",
          "CloudWatch takes 10, 20, 30 or a multiple of 60 seconds.");
      found.require(
          policy.evaluationPeriods() >= 1
              && (long) policy.evaluationPeriods() * Math.max(period, 0) <= DAY,
          here + "/evaluation_periods",
          "It is at least 1, and all periods together last at most a day.");
      found.require(
          Double.isFinite(policy.threshold()), here + "/threshold", "It must be a finite number.");
      cooldown(policy.cooldownSeconds(), here + "/cooldown_seconds", found);
      found.require(
          within(policy.steps().size(), 1, MOST_STEPS),
          here + "/steps",
          "A policy has 1 to 20 steps.");
      bounds(policy.steps(), here + "/steps", found);
    }
  }

  /** No gap, no overlap, and at most one end open on either side (AWS's guide). */
  private static void bounds(List<Step> steps, String at, Violations found) {
    List<Step> inOrder =
        steps.stream().sorted((one, other) -> Double.compare(lower(one), lower(other))).toList();
    for (int i = 0; i < inOrder.size(); i++) {
      Step step = inOrder.get(i);
      found.require(
          lower(step) < upper(step), at, "A step's lower bound is below its upper bound.");
      found.require(
          i == 0 || upper(inOrder.get(i - 1)) == lower(step),
          at,
          "Each step begins where the one before ends: no gap and no overlap.");
    }
  }

  private static double lower(Step step) {
    return step.lowerBound() == null ? Double.NEGATIVE_INFINITY : step.lowerBound();
  }

  private static double upper(Step step) {
    return step.upperBound() == null ? Double.POSITIVE_INFINITY : step.upperBound();
  }

  private static void schedule(List<ScheduledAction> actions, String at, Violations found) {
    found.require(actions.size() <= MOST_ACTIONS, at, "At most 50 scheduled actions are kept.");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < actions.size(); i++) {
      ScheduledAction action = actions.get(i);
      String here = at + "/" + i;
      found.require(
          ACTION.matcher(action.name()).matches(),
          here + "/name",
          "A name has 1 to 180 characters, none of them a colon, slash, bar or control character,"
              + " and neither begins nor ends with a space.");
      unlike(action.name(), names, here + "/name", found);
      found.require(
          SCHEDULE.matcher(action.schedule()).matches(),
          here + "/schedule",
          "It is at(2026-01-31T18:00:00), rate(1 day), or cron() with six fields, such as"
              + " cron(0 20 ? * MON-FRI *).");
      found.require(
          action.timezone() == null || GateLimits.known(action.timezone()),
          here + "/timezone",
          "It must be the name of a time zone, such as Europe/Berlin.");
      bound(action.minInstances(), here + "/min_instances", found);
      bound(action.maxInstances(), here + "/max_instances", found);
    }
  }

  private static void bound(@Nullable Integer value, String at, Violations found) {
    found.require(
        value == null || value >= 1,
        at,
        "A real-time endpoint keeps at least 1 instance; nothing at all is what serverless costs"
            + " when nobody asks.");
  }

  static void name(String name, Set<String> names, String at, Violations found) {
    found.require(
        NAME.matcher(name).matches(),
        at,
        "A name has 1 to 40 letters, digits and hyphens, and begins with a letter or a digit.");
    unlike(name, names, at, found);
  }

  private static void unlike(String name, Set<String> names, String at, Violations found) {
    found.require(names.add(name), at, "Another one has this name already.");
  }
}
