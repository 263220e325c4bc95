package dev.slipway.simulator.scaling;

import dev.slipway.simulator.cloudwatch.MetricKey;
import dev.slipway.simulator.cloudwatch.Statistic;
import dev.slipway.simulator.wire.ServiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.applicationautoscaling.model.CustomizedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/**
 * The two alarms of a target-tracking policy: above the target for 3 periods, and below a share of
 * it for 15 minutes (which share is not documented).
 *
 * @param metric what is tracked
 * @param period of the alarm that scales out, in seconds
 */
record TrackingAlarms(MetricKey metric, Statistic statistic, int period) {

  private static final int MINUTE = 60;

  /**
   * @param concurrency how often concurrency is reported, in seconds
   */
  static TrackingAlarms of(Policy policy, int concurrency) {
    TargetTrackingScalingPolicyConfiguration tracking = policy.tracking();
    CustomizedMetricSpecification custom = tracking.customizedMetricSpecification();
    if (custom != null) {
      if (custom.hasMetrics() || custom.metricName() == null) {
        throw ServiceException.validation(
            "Metric math in a customized metric is not modelled by this simulator.");
      }
      Map<String, String> dimensions = new HashMap<>();
      custom.dimensions().forEach(one -> dimensions.put(one.name(), one.value()));
      return new TrackingAlarms(
          new MetricKey(policy.scope(), custom.namespace(), custom.metricName(), dimensions),
          Statistic.of(custom.statisticAsString()),
          MINUTE);
    }
    MetricType predefined =
        tracking.predefinedMetricSpecification() == null
            ? null
            : tracking.predefinedMetricSpecification().predefinedMetricType();
    String dimension = policy.definition().scalableDimensionAsString();
    if (predefined == MetricType.SAGE_MAKER_VARIANT_INVOCATIONS_PER_INSTANCE
        && dimension.equals(Target.COUNT)) {
      return new TrackingAlarms(metric(policy, "InvocationsPerInstance"), Statistic.SUM, MINUTE);
    }
    if (predefined == MetricType.SAGE_MAKER_VARIANT_PROVISIONED_CONCURRENCY_UTILIZATION
        && dimension.equals(Target.PROVISIONED)) {
      return new TrackingAlarms(
          metric(policy, "ServerlessProvisionedConcurrencyUtilization"), Statistic.AVERAGE, MINUTE);
    }
    if (predefined == MetricType.SAGE_MAKER_VARIANT_CONCURRENT_REQUESTS_PER_MODEL_HIGH_RESOLUTION
        && dimension.equals(Target.COUNT)) {
      return new TrackingAlarms(
          metric(policy, "ConcurrentRequestsPerModel"), Statistic.AVERAGE, concurrency);
    }
    throw ServiceException.validation(
        "This simulator tracks SageMakerVariantInvocationsPerInstance and"
            + " SageMakerVariantConcurrentRequestsPerModelHighResolution for "
            + Target.COUNT
            + ", SageMakerVariantProvisionedConcurrencyUtilization for "
            + Target.PROVISIONED
            + ", or a customized metric.");
  }

  private static MetricKey metric(Policy policy, String name) {
    Target.Variant variant = Target.Variant.of(policy.definition().resourceId());
    return new MetricKey(
        policy.scope(),
        "AWS/SageMaker",
        name,
        Map.of("EndpointName", variant.endpoint(), "VariantName", variant.name()));
  }

  PutMetricAlarmRequest high(Policy policy) {
    return alarm(
        policy,
        policy.high(),
        ComparisonOperator.GREATER_THAN_THRESHOLD,
        policy.tracking().targetValue(),
        period,
        3);
  }

  /**
   * @param share of the target, below which it is in ALARM
   */
  PutMetricAlarmRequest low(Policy policy, double share) {
    return alarm(
        policy,
        policy.low(),
        ComparisonOperator.LESS_THAN_THRESHOLD,
        policy.tracking().targetValue() * share,
        MINUTE,
        15);
  }

  private PutMetricAlarmRequest alarm(
      Policy policy,
      String name,
      ComparisonOperator operator,
      double threshold,
      int seconds,
      int periods) {
    List<Dimension> dimensions =
        metric.dimensions().entrySet().stream()
            .map(one -> Dimension.builder().name(one.getKey()).value(one.getValue()).build())
            .toList();
    return PutMetricAlarmRequest.builder()
        .alarmName(name)
        .alarmDescription(
            "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy "
                + policy.arn()
                + ":createdBy/"
                + policy.id()
                + ".")
        .actionsEnabled(true)
        .alarmActions(policy.arn())
        .namespace(metric.namespace())
        .metricName(metric.name())
        .dimensions(dimensions)
        .statistic(statistic.name())
        .period(seconds)
        .evaluationPeriods(periods)
        .threshold(threshold)
        .comparisonOperator(operator)
        .build();
  }
}
