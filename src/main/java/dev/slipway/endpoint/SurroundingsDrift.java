package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Autoscaling.LiveStepPolicy;
import dev.slipway.cloud.Autoscaling.Metric;
import dev.slipway.cloud.Autoscaling.Policies;
import dev.slipway.cloud.Autoscaling.ScheduledAction;
import dev.slipway.cloud.Autoscaling.StepPolicy;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.TrackingPolicy;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the differences between an endpoint's tags and autoscaling and its release. Pure. */
final class SurroundingsDrift {

  private SurroundingsDrift() {}

  static List<Difference> of(Endpoint endpoint, Release release, Surroundings around) {
    List<Difference> found = new ArrayList<>();
    around.missing().forEach(it -> found.add(Difference.gone(it)));
    if (endpoint.ours()) tags(endpoint, release, around.tags(), found);
    scaling(endpoint, release.spec(), around, found);
    return found;
  }

  /**
   * Adds differences of tags. Tags that the release does not name belong to other people, and
   * {@code aws:} tags to AWS.
   */
  private static void tags(
      Endpoint endpoint, Release release, Map<String, String> live, List<Difference> found) {
    Map<String, String> wanted = new TreeMap<>(release.spec().tags());
    wanted.putAll(Marks.of(endpoint.name(), release.number()));
    wanted.forEach(
        (key, value) -> EndpointDrift.compare("tags." + key, value, live.get(key), found));
  }

  static void scaling(
      Endpoint endpoint, ReleaseSpec spec, Surroundings around, List<Difference> found) {
    Scaling wanted = spec.autoscaling();
    Target target = around.target();
    if (wanted == null || target == null) {
      EndpointDrift.compare(
          "autoscaling",
          wanted == null ? null : bounds(wanted.minInstances(), wanted.maxInstances()),
          target == null ? null : bounds(target.minimum(), target.maximum()),
          found);
      return;
    }
    if (!wanted.allows(target.minimum(), target.maximum())) {
      EndpointDrift.compare(
          "autoscaling",
          bounds(wanted.minInstances(), wanted.maxInstances()),
          bounds(target.minimum(), target.maximum()),
          found);
    }
    if (!target.suspended().isEmpty()) {
      found.add(
          new Difference("autoscaling.suspended", null, String.join(", ", target.suspended())));
    }
    if (endpoint.ours()) {
      EndpointDrift.compare(
          "autoscaling.tags." + Marks.ENDPOINT,
          endpoint.name(),
          around.targetTags().get(Marks.ENDPOINT),
          found);
    }
    policies(endpoint, wanted, around.policies(), found);
    stepAlarms(endpoint, wanted, around, found);
    schedule(endpoint, wanted, around.schedule(), found);
  }

  private static String bounds(int least, int most) {
    return least + " to " + most;
  }

  private static void policies(
      Endpoint endpoint, Scaling wanted, Policies live, List<Difference> found) {
    Map<String, String> expected = new TreeMap<>();
    Metric metric = wanted.tracked();
    Double target = wanted.target();
    if (metric != null && target != null) {
      expected.put(
          endpoint.scalingPolicy(),
          tracking(
              metric, target, wanted.scaleInCooldownSeconds(), wanted.scaleOutCooldownSeconds()));
    }
    Map<String, String> actual = new TreeMap<>();
    for (TrackingPolicy one : live.tracking()) {
      actual.put(
          one.name(),
          tracking(
              one.metric(),
              one.target(),
              one.scaleInCooldownSeconds(),
              one.scaleOutCooldownSeconds()));
    }
    for (Scaling.StepPolicy step : wanted.steps()) {
      StepPolicy policy = new ScalingParts(endpoint, wanted).policy(step);
      expected.put(policy.name(), stepping(policy));
    }
    for (LiveStepPolicy one : live.steps()) {
      actual.put(one.policy().name(), stepping(one.policy()));
    }
    live.others().forEach(name -> actual.put(name, "on terms that Slipway has no words for"));
    differences("autoscaling.policies.", expected, actual, found);
  }

  private static String stepping(StepPolicy policy) {
    return policy.adjustment()
        + ", cooldown "
        + policy.cooldownSeconds()
        + " s: "
        + policy.steps().stream()
            .map(step ->
                "["
                    + (step.lowerBound() == null ? "" : step.lowerBound())
                    + ", "
                    + (step.upperBound() == null ? "" : step.upperBound())
                    + ") "
                    + step.adjustment())
            .collect(Collectors.joining("; "));
  }

  /**
   * Adds differences of the alarms that set step policies off. An alarm whose policy is gone cannot
   * be compared.
   */
  private static void stepAlarms(
      Endpoint endpoint, Scaling wanted, Surroundings around, List<Difference> found) {
    ScalingParts parts = new ScalingParts(endpoint, wanted);
    for (Scaling.StepPolicy step : wanted.steps()) {
      String name = parts.policy(step).name();
      LiveAlarm alarm = around.alarms().get(name);
      Optional<LiveStepPolicy> policy =
          around.policies().steps().stream()
              .filter(one -> one.policy().name().equals(name))
              .findFirst();
      if (alarm == null) {
        found.add(Difference.gone("alarms." + name));
      } else if (policy.isPresent()) {
        AlarmDrift.between(parts.alarm(step, policy.get().arn(), Map.of()), alarm, found);
      }
    }
  }

  private static String tracking(Metric metric, double target, int in, int out) {
    return metric + " at " + target + ", in " + in + " s, out " + out + " s";
  }

  private static void schedule(
      Endpoint endpoint, Scaling wanted, List<ScheduledAction> live, List<Difference> found) {
    Map<String, String> expected = new TreeMap<>();
    for (Scaling.ScheduledAction one : wanted.schedule()) {
      expected.put(
          endpoint.scheduledAction(one.name()),
          action(one.schedule(), one.timezone(), one.minInstances(), one.maxInstances()));
    }
    Map<String, String> actual = new TreeMap<>();
    for (ScheduledAction one : live) {
      actual.put(one.name(), action(one.schedule(), one.timezone(), one.minimum(), one.maximum()));
    }
    differences("autoscaling.scheduled_actions.", expected, actual, found);
  }

  private static String action(
      String schedule, @Nullable String timezone, @Nullable Integer least, @Nullable Integer most) {
    return schedule
        + " "
        + (timezone == null ? "UTC" : timezone)
        + ": "
        + (least == null ? "" : "at least " + least)
        + (most == null ? "" : " at most " + most);
  }

  private static void differences(
      String at, Map<String, String> expected, Map<String, String> actual, List<Difference> found) {
    Map<String, String> names = new TreeMap<>(actual);
    names.putAll(expected);
    for (String name : names.keySet()) {
      EndpointDrift.compare(at + name, expected.get(name), actual.get(name), found);
    }
  }
}
