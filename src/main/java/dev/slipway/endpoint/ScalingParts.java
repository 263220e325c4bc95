package dev.slipway.endpoint;

import dev.slipway.cloud.Alarms;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Alarms.MissingData;
import dev.slipway.cloud.Autoscaling.Metric;
import dev.slipway.cloud.Autoscaling.ScheduledAction;
import dev.slipway.cloud.Autoscaling.StepPolicy;
import dev.slipway.cloud.Autoscaling.TrackingPolicy;
import dev.slipway.environment.Scaling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The parts of a release's scaling in AWS, with their names there. */
public record ScalingParts(Endpoint endpoint, Scaling scaling) {

  private static final String NAMESPACE = "AWS/SageMaker";

  /** The policy that tracks a target; empty where nothing is tracked. */
  public Optional<TrackingPolicy> tracking() {
    Metric metric = scaling.tracked();
    if (metric == null) return Optional.empty();
    return Optional.of(
        new TrackingPolicy(
            endpoint.scalingPolicy(),
            metric,
            Objects.requireNonNull(scaling.target()),
            scaling.scaleInCooldownSeconds(),
            scaling.scaleOutCooldownSeconds()));
  }

  /** All policies, by name. */
  public List<String> policyNames() {
    return Stream.concat(tracking().map(TrackingPolicy::name).stream(), alarmNames().stream())
        .toList();
  }

  /** A step policy as AWS is given it. */
  public StepPolicy policy(Scaling.StepPolicy step) {
    return new StepPolicy(
        Names.stepPolicy(endpoint.name(), step.name()),
        step.adjustment(),
        step.cooldownSeconds(),
        step.steps());
  }

  /** The alarm that sets a step policy off. */
  public AlarmSpec alarm(Scaling.StepPolicy step, String policyArn, Map<String, String> tags) {
    String name = Names.stepPolicy(endpoint.name(), step.name());
    MetricQuery metric =
        new MetricQuery(
            Alarms.ONLY_METRIC,
            NAMESPACE,
            metric(step.metric()),
            Map.of("EndpointName", endpoint.physicalName(), "VariantName", endpoint.variant()),
            statistic(step.metric()),
            step.periodSeconds());
    return new AlarmSpec(
        name,
        "Sets off the scaling policy " + name + ".",
        List.of(metric),
        null,
        step.comparison(),
        step.threshold(),
        step.periodSeconds(),
        step.evaluationPeriods(),
        step.evaluationPeriods(),
        MissingData.MISSING,
        List.of(policyArn),
        tags);
  }

  /** The scheduled actions, by AWS's names. */
  public List<ScheduledAction> actions() {
    return scaling.schedule().stream()
        .map(action ->
            new ScheduledAction(
                endpoint.scheduledAction(action.name()),
                action.schedule(),
                action.timezone(),
                action.minInstances(),
                action.maxInstances()))
        .toList();
  }

  /** The step policies' names, which their alarms have too. */
  List<String> alarmNames() {
    return scaling.steps().stream()
        .map(step -> Names.stepPolicy(endpoint.name(), step.name()))
        .toList();
  }

  private static String metric(Metric metric) {
    return switch (metric) {
      case INVOCATIONS_PER_INSTANCE -> "InvocationsPerInstance";
      case CONCURRENT_REQUESTS_PER_MODEL -> "ConcurrentRequestsPerModel";
      case PROVISIONED_CONCURRENCY_UTILIZATION -> "ServerlessProvisionedConcurrencyUtilization";
    };
  }

  private static String statistic(Metric metric) {
    return switch (metric) {
      case INVOCATIONS_PER_INSTANCE -> "Sum";
      case CONCURRENT_REQUESTS_PER_MODEL, PROVISIONED_CONCURRENCY_UTILIZATION -> "Maximum";
    };
  }
}
