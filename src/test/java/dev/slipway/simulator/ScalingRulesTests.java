package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/**
 * The rules of target tracking for a whole target, row by row: several policies, metrics without
 * data, the predefined metrics, limits. (Single decisions: {@code scaling.DecisionTests}.)
 */
class ScalingRulesTests {

  private final TestWorld world = new TestWorld();
  private final Scaled scaled = new Scaled(world);

  private static void serve(TestWorld world) {
    world.version("v1", 2, "{}");
    world.create("v1");
    world.advance(180);
    new Scaled(world).register(1, 8);
  }

  /** Two instances, two policies with a target of 10; an empty cell is a metric without data. */
  @ParameterizedTest(name = "{0} and {1} make {2} of two instances: {3}")
  @CsvSource({
    "30, , 6, any policy scales out",
    "30, 20, 6, the largest capacity wins",
    "20, 30, 6, the largest capacity wins",
    "5, 30, 6, one scales out though the other is low",
    "5, 5, 1, all agree to scale in",
    "5, 9.5, 2, one does not agree",
    "5, , 2, a metric without data holds up scaling in",
    " , , 2, no data at all",
    "10, 10, 2, on target",
    "90, , 8, not beyond the maximum",
    "0, 0, 1, not below the minimum"
  })
  void policiesDecideTogether(
      @Nullable Double first, @Nullable Double second, int expected, String why) {
    serve(world);
    track("first", "first");
    track("second", "second");

    for (int minute = 0; minute < 20 && scaled.desired() == 2; minute++) {
      report("first", first);
      report("second", second);
      world.advance(60);
    }

    assertThat(scaled.desired()).as(why).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} of {1}: alarms of {2} and {3} s on {4}")
  @CsvSource({
    "SageMakerVariantInvocationsPerInstance, , 60, 60, InvocationsPerInstance",
    "SageMakerVariantConcurrentRequestsPerModelHighResolution, , 10, 60,"
        + " ConcurrentRequestsPerModel",
    "SageMakerVariantConcurrentRequestsPerModelHighResolution, CONCURRENCY_REPORTED_EACH_MINUTE,"
        + " 60, 60, ConcurrentRequestsPerModel"
  })
  void predefinedMetricsAreTracked(
      String predefined, @Nullable Undocumented departure, int high, int low, String metric) {
    TestWorld other =
        departure == null ? world : new TestWorld(SageMakerOptions.usual().with(departure));
    serve(other);
    trackPredefined(new Scaled(other), predefined);

    List<MetricAlarm> alarms =
        other
            .aws
            .alarms()
            .describeAlarms(DescribeAlarmsRequest.builder().build(), TestWorld.CALLER)
            .metricAlarms();
    assertThat(alarms).extracting(MetricAlarm::metricName).containsExactly(metric, metric);
    assertThat(alarms).extracting(MetricAlarm::period).containsExactly(high, low);
    assertThat(alarms).extracting(MetricAlarm::threshold).containsExactly(10.0, 9.0);
  }

  @ParameterizedTest
  @CsvSource({
    "SageMakerVariantProvisionedConcurrencyUtilization",
    "SageMakerInferenceComponentInvocationsPerCopy",
    "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution",
    "ECSServiceAverageCPUUtilization"
  })
  void aMetricOfSomethingElseIsRefused(String predefined) {
    serve(world);

    refused(() -> trackPredefined(scaled, predefined), "ValidationException");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aTargetThatIsNoFiniteNumberIsRefused(double target) {
    serve(world);

    refused(
        () ->
            scaled.track(
                "tracking",
                tracking ->
                    tracking
                        .targetValue(target)
                        .predefinedMetricSpecification(predefined ->
                            predefined.predefinedMetricType(
                                "SageMakerVariantInvocationsPerInstance"))),
        "ValidationException");
  }

  @Test
  void withoutCooldownsOfItsOwnAPolicyWaitsFiveMinutes() {
    serve(world);
    track("first", "first");
    while (scaled.desired() == 2) {
      report("first", 15.0);
      world.advance(60);
    }
    assertThat(scaled.desired()).isEqualTo(3);
    // Within the cooldown a like value asks for no more than the first time.
    for (int minute = 0; minute < 4; minute++) {
      report("first", 15.0);
      world.advance(60);
      assertThat(scaled.desired()).isEqualTo(3);
    }
    for (int minute = 0; minute < 2; minute++) {
      report("first", 15.0);
      world.advance(60);
    }
    assertThat(scaled.desired()).isEqualTo(5);
  }

  @ParameterizedTest(name = "the {0}th {1} is refused")
  @CsvSource({"51, policy", "201, scheduled action"})
  void aTargetHasLimits(int number, String what) {
    serve(world);
    for (int i = 1; i < number; i++) {
      one(what, "n" + i);
    }

    refused(() -> one(what, "n" + number), "LimitExceededException");
    one(what, "n1");
  }

  private void one(String what, String name) {
    if (what.equals("policy")) {
      track(name, "first");
    } else {
      var _ =
          world
              .aws
              .scheduled()
              .putScheduledAction(
                  PutScheduledActionRequest.builder()
                      .scheduledActionName(name)
                      .serviceNamespace("sagemaker")
                      .resourceId(Scaled.RESOURCE)
                      .scalableDimension(Scaled.DIMENSION)
                      .schedule("rate(1 day)")
                      .scalableTargetAction(bounds -> bounds.minCapacity(1))
                      .build(),
                  TestWorld.CALLER);
    }
  }

  /** With a target of 10 for the average of a metric of our own. */
  private void track(String policy, String metric) {
    var _ =
        scaled.track(
            policy,
            tracking ->
                tracking
                    .targetValue(10.0)
                    .customizedMetricSpecification(custom ->
                        custom.namespace("shop").metricName(metric).statistic("Average")));
  }

  private static void trackPredefined(Scaled scaled, String metric) {
    var _ =
        scaled.track(
            "tracking",
            tracking ->
                tracking
                    .targetValue(10.0)
                    .predefinedMetricSpecification(
                        predefined -> predefined.predefinedMetricType(metric)));
  }

  private void report(String metric, @Nullable Double value) {
    if (value != null) {
      var _ =
          world
              .aws
              .metrics()
              .putMetricData(
                  PutMetricDataRequest.builder()
                      .namespace("shop")
                      .metricData(MetricDatum.builder().metricName(metric).value(value).build())
                      .build(),
                  TestWorld.CALLER);
    }
  }

  private static void refused(Runnable what, String code) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(
            ServiceException.class, error -> assertThat(error.code()).isEqualTo(code));
  }
}
