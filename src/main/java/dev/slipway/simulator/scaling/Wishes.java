package dev.slipway.simulator.scaling;

import dev.slipway.simulator.cloudwatch.Alarms;
import dev.slipway.simulator.cloudwatch.Metrics;
import dev.slipway.simulator.sagemaker.Endpoints;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the policies of a target want together ("Multiple scaling policies"): out when any of them
 * does, to the largest that one wants; in only when all that track a target agree, and then too to
 * the largest. A metric without data wants nothing, so it holds up scaling in.
 */
final class Wishes {

  private final Alarms alarms;
  private final Metrics metrics;
  private final Endpoints endpoints;
  private final Function<Target, Stream<Policy>> policies;

  /**
   * @param policies those of a target
   */
  Wishes(
      Alarms alarms,
      Metrics metrics,
      Endpoints endpoints,
      Function<Target, Stream<Policy>> policies) {
    this.alarms = alarms;
    this.metrics = metrics;
    this.endpoints = endpoints;
    this.policies = policies;
  }

  /**
   * The capacity to go to, now that an alarm has triggered a policy; empty when it stays.
   *
   * @param current the capacity now
   */
  OptionalInt wanted(Target target, Policy policy, String alarm, int current, Instant now) {
    if (!policy.isTracking()) {
      OptionalInt step = step(target, policy, alarm, current, now);
      boolean in = step.isPresent() && step.getAsInt() < current;
      return in ? step : larger(step, out(target, current, now));
    }
    if (alarm.equals(policy.high())) {
      return out(target, current, now);
    }
    return alarm.equals(policy.low()) && policy.scalesIn()
        ? in(target, current, now)
        : OptionalInt.empty();
  }

  /** The alarms of a policy that tracks a target. */
  TrackingAlarms tracked(Policy policy) {
    return TrackingAlarms.of(policy, (int) endpoints.concurrencyPeriod().toSeconds());
  }

  private OptionalInt step(Target target, Policy policy, String alarm, int current, Instant now) {
    OptionalDouble breach = alarms.breach(target.scope(), alarm, now);
    return breach.isEmpty()
        ? OptionalInt.empty()
        : policy.stepping().wanted(target, current, breach.getAsDouble(), now);
  }

  private OptionalInt out(Target target, int current, Instant now) {
    OptionalInt largest = OptionalInt.empty();
    for (Policy policy : policies.apply(target).toList()) {
      OptionalInt wants = OptionalInt.empty();
      if (!policy.isTracking()) {
        for (String alarm : alarming(policy)) {
          OptionalInt step = step(target, policy, alarm, current, now);
          wants = step.isPresent() && step.getAsInt() > current ? larger(wants, step) : wants;
        }
      } else if (alarms.isAlarming(target.scope(), policy.high())) {
        double value = newest(policy, now);
        wants =
            Double.isNaN(value)
                ? OptionalInt.empty()
                : Tracking.out(target, current, value, goal(policy), policy.outCooldown(), now);
      }
      largest = larger(largest, wants);
    }
    return largest;
  }

  private List<String> alarming(Policy policy) {
    return alarms
        .withAction(policy.scope(), policy.arn())
        .filter(alarm -> alarms.isAlarming(policy.scope(), alarm))
        .toList();
  }

  private OptionalInt in(Target target, int current, Instant now) {
    OptionalInt largest = OptionalInt.empty();
    for (Policy policy : policies.apply(target).filter(Policy::scalesIn).toList()) {
      double value = newest(policy, now);
      OptionalInt wants =
          Double.isNaN(value) || !alarms.isAlarming(target.scope(), policy.low())
              ? OptionalInt.empty()
              : Tracking.in(target, current, value, goal(policy), policy.inCooldown(), now);
      if (wants.isEmpty()) {
        return OptionalInt.empty();
      }
      largest = larger(largest, wants);
    }
    return largest;
  }

  private static double goal(Policy policy) {
    return policy.tracking().targetValue();
  }

  private static OptionalInt larger(OptionalInt one, OptionalInt other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return one.getAsInt() >= other.getAsInt() ? one : other;
  }

  /** The newest value that can be seen, of the last five periods. */
  private double newest(Policy policy, Instant now) {
    TrackingAlarms tracked = tracked(policy);
    int period = tracked.period();
    Instant from = Instant.ofEpochSecond(now.getEpochSecond() / period * period - 5L * period);
    double[] values = metrics.read(tracked.metric(), tracked.statistic(), from, period, 5, now);
    for (int i = values.length - 1; i >= 0; i--) {
      if (!Double.isNaN(values[i])) {
        return values[i];
      }
    }
    return Double.NaN;
  }
}
