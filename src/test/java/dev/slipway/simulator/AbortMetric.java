package dev.slipway.simulator;

import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** The high-resolution metric that asks for an abort, and the alarms on it. */
record AbortMetric(TestWorld world) {

  void alarm(String name) {
    var _ =
        world
            .aws
            .alarms()
            .putMetricAlarm(
                PutMetricAlarmRequest.builder()
                    .alarmName(name)
                    .namespace("Slipway/Deployments")
                    .metricName("AbortRequested")
                    .dimensions(Watched.dimension("Attempt", "a1"))
                    .statistic(Statistic.MAXIMUM)
                    .period(10)
                    .evaluationPeriods(1)
                    .threshold(1.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                    .treatMissingData("notBreaching")
                    .build(),
                TestWorld.CALLER);
  }

  void put(double value) {
    var _ =
        world
            .aws
            .metrics()
            .putMetricData(
                PutMetricDataRequest.builder()
                    .namespace("Slipway/Deployments")
                    .metricData(datum ->
                        datum
                            .metricName("AbortRequested")
                            .dimensions(Watched.dimension("Attempt", "a1"))
                            .value(value)
                            .storageResolution(1))
                    .build(),
                TestWorld.CALLER);
  }
}
