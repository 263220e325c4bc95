package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.Comparison;
import dev.slipway.cloud.Alarms.MissingData;
import dev.slipway.cloud.Autoscaling.Adjustment;
import dev.slipway.cloud.Autoscaling.Metric;
import dev.slipway.cloud.Autoscaling.ScheduledAction;
import dev.slipway.cloud.Autoscaling.Step;
import dev.slipway.cloud.Autoscaling.StepPolicy;
import dev.slipway.cloud.Autoscaling.TrackingPolicy;
import dev.slipway.environment.Scaling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a release's scaling consists of in AWS, by AWS's names. */
class ScalingPartsTests {

  private static final String SURGE = "prod-fraud-detector-scaling-surge";

  @Test
  void aTargetIsTrackedByOnePolicy() {
    assertThat(parts("{}").tracking())
        .contains(
            new TrackingPolicy(
                "prod-fraud-detector-scaling", Metric.INVOCATIONS_PER_INSTANCE, 500, 300, 60));
    assertThat(parts("{'target_invocations_per_instance': null}").tracking()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "INVOCATIONS_PER_INSTANCE, InvocationsPerInstance, Sum",
    "CONCURRENT_REQUESTS_PER_MODEL, ConcurrentRequestsPerModel, Maximum",
    "PROVISIONED_CONCURRENCY_UTILIZATION, ServerlessProvisionedConcurrencyUtilization, Maximum",
  })
  void aStepPolicyIsSetOffByAnAlarmOnItsMetric(Metric metric, String name, String statistic) {
    ScalingParts parts =
        parts(
            """
            {'step_policies': [{'name': 'surge', 'metric': '%s', 'comparison': 'GREATER_THAN',
              'threshold': 900, 'period_seconds': 60, 'evaluation_periods': 2,
              'adjustment': 'CHANGE_IN_CAPACITY', 'cooldown_seconds': 30,
              'steps': [{'lower_bound': 0, 'adjustment': 2}]}]}
            """
                .formatted(metric));
    Scaling.StepPolicy step = parts.scaling().steps().getFirst();
    assertThat(parts.policy(step))
        .isEqualTo(
            new StepPolicy(
                SURGE, Adjustment.CHANGE_IN_CAPACITY, 30, List.of(new Step(0.0, null, 2))));
    assertThat(parts.alarmNames()).containsExactly(SURGE);
    AlarmSpec alarm = parts.alarm(step, "arn:policy", Map.of("slipway:endpoint", "x"));
    assertThat(alarm.name()).isEqualTo(SURGE);
    assertThat(alarm.comparison()).isEqualTo(Comparison.GREATER_THAN);
    assertThat(alarm.threshold()).isEqualTo(900);
    assertThat(alarm.evaluationPeriods()).isEqualTo(2);
    assertThat(alarm.datapointsToAlarm()).as("every one of them").isEqualTo(2);
    assertThat(alarm.missingData()).isEqualTo(MissingData.MISSING);
    assertThat(alarm.actions()).containsExactly("arn:policy");
    assertThat(alarm.metrics())
        .singleElement()
        .satisfies(query -> {
          assertThat(query.metric()).isEqualTo(name);
          assertThat(query.statistic()).isEqualTo(statistic);
          assertThat(query.periodSeconds()).isEqualTo(60);
        });
  }

  @Test
  void aScheduledActionKeepsItsTimeZoneAndBounds() {
    assertThat(
            parts(
                    "{'scheduled_actions': [{'name': 'night', 'schedule': 'cron(0 20 * * ? *)',"
                        + " 'timezone': 'Europe/Berlin', 'max_instances': 3}]}")
                .actions())
        .containsExactly(
            new ScheduledAction(
                "prod-fraud-detector-schedule-night",
                "cron(0 20 * * ? *)",
                "Europe/Berlin",
                null,
                3));
  }

  private static ScalingParts parts(String patch) {
    return new ScalingParts(
        SomeEndpoints.made(), Patched.with(new Scaling(2, 10, 500, 300, 60), patch));
  }
}
